"""Keeps passwords: what is accepted as one, how it is hashed, how long a guess takes."""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

#: Characters. NIST SP 800-63B, 5.1.1.2: length counts, rules of composition do not.
SHORTEST, LONGEST = 8, 128
#: Hashes calculated at a time: each takes 64 MiB, so sixty-four threads would take 4 GiB.
AT_A_TIME = 4
#: Seconds that a login waits for its turn.
PATIENCE_S = 5

_hasher = PasswordHasher()
_turns = BoundedSemaphore(AT_A_TIME)


class WeakPassword(Exception):
    """The password is not accepted; the message says why, and never holds the password."""


class PasswordsBusy(Exception):
    """More passwords at once than this machine has memory to calculate."""


def check(password: str, email: str) -> None:
    """Raise WeakPassword unless it has 8 to 128 characters and is not the e-mail address."""
    length = len(_normal(password))
    if not SHORTEST <= length <= LONGEST:
        raise WeakPassword(f"a password has {SHORTEST} to {LONGEST} characters, not {length}")
    if _normal(password).casefold() == email.casefold():
        raise WeakPassword("the e-mail address is no password, because everybody knows it")


def hash_of(password: str) -> str:
    """The argon2id hash that is stored (RFC 9106, second recommended option); raises Crowded."""
    with _turn():
        return _hasher.hash(_normal(password))


def matches(stored: str | None, password: str) -> bool:
    """Whether `password` is the stored one; takes as long when none is stored; raises Crowded."""
    decoy = _decoy()
    with _turn():
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


@contextmanager
def _turn() -> Iterator[None]:
    if not _turns.acquire(timeout=PATIENCE_S):
        raise PasswordsBusy(
            f"{AT_A_TIME} others are logging in at this moment; try again in a moment"
        )
    try:
        yield
    finally:
        _turns.release()
