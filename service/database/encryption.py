"""Encrypts what must be read again and may not be read by whoever holds a copy of the database.

A column whose type is one of these is encrypted wherever it is written, and `werkbank secrets
rotate` encrypts it anew without a word about it elsewhere. Values from before stay readable.
"""

import base64
from functools import lru_cache

import sqlalchemy as sa
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from service.database.models.column_json import SecretJson
from service.database.models.record import JsonColumn
from service.settings import settings
from service.values.secret_keys import key_list

#: What an encrypted value begins with; one without it was stored before there was encryption.
_MARK = "fernet:"


class CannotDecrypt(RuntimeError):
    """No key of the settings opens a stored secret."""


def encrypted(plain: str) -> str:
    """What is stored of a secret, under the newest key."""
    return _MARK + _keys().encrypt(plain.encode()).decode()


def decrypted(stored: str) -> str:
    """The secret that is stored, encrypted or from before; raises CannotDecrypt."""
    if not stored.startswith(_MARK):
        return stored
    try:
        return _keys().decrypt(stored.removeprefix(_MARK)).decode()
    except InvalidToken as error:
        raise CannotDecrypt(
            "none of the WERKBANK_ENCRYPTION_KEYS opens a stored secret; add the key that it was "
            "stored with to the list"
        ) from error


class EncryptedText(sa.TypeDecorator[str]):
    """A secret in a column of its own: plain for the program, encrypted in the database."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> str | None:
        return None if value is None else encrypted(value)

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> str | None:
        return None if value is None else decrypted(value)


class EncryptedSecrets(JsonColumn):
    """A list of secrets with their times in JSON, of which the secrets alone are encrypted."""

    cache_ok = True

    def process_bind_param(
        self, value: list[SecretJson] | None, dialect: sa.Dialect
    ) -> list[SecretJson] | None:
        return value and [{**each, "secret": encrypted(each["secret"])} for each in value]

    def process_result_value(
        self, value: list[SecretJson] | None, dialect: sa.Dialect
    ) -> list[SecretJson] | None:
        return value and [{**each, "secret": decrypted(each["secret"])} for each in value]


def _keys() -> MultiFernet:
    return _of(settings().encryption_keys)


@lru_cache(maxsize=4)
def _of(keys: str) -> MultiFernet:
    return MultiFernet([_fernet(key) for key in key_list(keys, "WERKBANK_ENCRYPTION_KEYS")])


def _fernet(key: str) -> Fernet:
    """With a key of the length that Fernet demands, derived by HKDF (RFC 5869) for this use."""
    derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"werkbank stored secrets")
    return Fernet(base64.urlsafe_b64encode(derivation.derive(key.encode())))
