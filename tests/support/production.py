"""Settings with which an installation may stand on the open internet, for tests."""

from hashlib import sha256

#: Each by its name in `Settings`; the database is the test's own.
PRODUCTION = {
    "embedded": "false",
    "secret_key": sha256(b"signs").hexdigest(),
    "encryption_keys": sha256(b"encrypts").hexdigest(),
    "history_keys": sha256(b"chains").hexdigest(),
    "flower_basic_auth": "operator:copper lantern drifts",
    "public_url": "https://werkbank.example",
    "smtp_url": "smtp://mail.werkbank.example:587?starttls=required",
    "mail_from": "Werkbank <orders@werkbank.example>",
}
