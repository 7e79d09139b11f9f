"""Calculates codes of authenticators (TOTP, RFC 6238) and recovery codes; knows no account."""

import base64
import hmac
import secrets
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from service.ids import ALPHABET, hashed

#: What every authenticator knows (RFC 6238, 1.2 and 5.2; RFC 4226, 5.3): others ignore the fields
#: of the address that would ask for more.
DIGITS, STEP_S = 6, 30
#: Steps that a clock may be off, before and after (RFC 6238, 5.2 recommends one).
DRIFT = 1
#: Bytes of a secret: as many as the digest has (RFC 4226, 4, R6).
SECRET_BYTES = 20
#: Recovery codes that somebody gets at a time, and letters of each: 80 bits, so that a hash of
#: theirs needs no salt and no slowness.
RECOVERY_CODES, _LETTERS, _GROUP = 10, 16, 4
#: Crockford's reading of letters that look like figures.
_MISREAD = str.maketrans("OIL", "011")
ISSUER = "Werkbank"


def new_secret() -> str:
    """A secret in Base32, as it is typed into an authenticator."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def provisioning_uri(secret: str, email: str) -> str:
    """The `otpauth` address that an authenticator reads, mostly from a QR code."""
    return _totp(secret).get_provisioning_uri(email, ISSUER)


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """The step of time for which `code` is the right one, within the drift; None if there is none.

    Compares with every step in the same time.
    """
    present = int(now.timestamp()) // STEP_S
    totp, wanted = _totp(secret), code.encode()
    steps = range(present - DRIFT, present + DRIFT + 1)
    matching = [step for step in steps if hmac.compare_digest(totp.generate(step * STEP_S), wanted)]
    return max(matching, default=None)


def new_recovery_codes() -> list[str]:
    """Codes that each stand in for an authenticator once, in groups that people copy well."""
    return [_grouped(_letters()) for _ in range(RECOVERY_CODES)]


def hash_of_recovery_code(code: str) -> str | None:
    """What is stored of a recovery code, however it was typed; None for what cannot be one."""
    text = "".join(code.upper().translate(_MISREAD).replace("-", " ").split())
    if len(text) != _LETTERS or not set(text) <= set(ALPHABET):
        return None
    return hashed(f"recovery {text}")


def _letters() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(_LETTERS))


def _grouped(letters: str) -> str:
    groups = range(0, len(letters), _GROUP)
    return "-".join(letters[start : start + _GROUP] for start in groups)


def _totp(secret: str) -> TOTP:
    return TOTP(base64.b32decode(secret), DIGITS, SHA1(), STEP_S)
