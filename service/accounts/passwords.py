"""Checks, hashes and verifies passwords, a few at a time."""

import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from service.concurrency import ConcurrencyLimit
from service.translations import Sentence
from service.translations import gettext_noop as _

#: Characters. NIST SP 800-63B, 5.1.1.2: length counts, rules of composition do not.
SHORTEST, LONGEST = 8, 128
#: Of hashes: each takes 64 MiB, so sixty-four threads would take 4 GiB.
LIMIT = ConcurrencyLimit(
    4,
    patience_s=5,
    sentence="4 others are logging in at this moment; try again in a moment",
)

_hasher = PasswordHasher()


class WeakPassword(Exception):
    """The password is not accepted; the message says why, and never holds the password."""


def check(password: str, email: str) -> None:
    """Raise WeakPassword unless it has 8 to 128 characters and is not the e-mail address."""
    length = len(_normal(password))
    if not SHORTEST <= length <= LONGEST:
        raise WeakPassword(
            Sentence(
                _("a password has {shortest} to {longest} characters, not {length}"),
                shortest=SHORTEST,
                longest=LONGEST,
                length=length,
            )
        )
    if _normal(password).casefold() == email.casefold():
        raise WeakPassword(_("the e-mail address is no password, because everybody knows it"))


def hash_of(password: str) -> str:
    """The argon2id hash that is stored (RFC 9106, second recommended option); raises Busy."""
    with LIMIT.place():
        return _hasher.hash(_normal(password))


def matches(stored: str | None, password: str) -> bool:
    """Whether `password` is the stored one; takes as long when none is stored; raises Busy."""
    decoy = _decoy()
    with LIMIT.place():
        try:
            return _hasher.verify(stored or decoy, _normal(password)) and stored is not None
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(stored: str) -> bool:
    """Whether it was hashed with other parameters than are used today."""
    return _hasher.check_needs_rehash(stored)


def _normal(password: str) -> str:
    # The same letters come composed from one keyboard and decomposed from another.
    return unicodedata.normalize("NFKC", password)


@cache
def _decoy() -> str:
    return _hasher.hash("the password of nobody")
