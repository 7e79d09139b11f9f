"""Checks, hashes and verifies passwords, a few at a time."""

import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from service.concurrency import ConcurrencyLimit
from service.translations import Sentence
from service.translations import gettext_noop as _

#: Characters. NIST SP 800-63B, 5.1.1.2: length counts, rules of composition do not.
SHORTEST, LONGEST = 8, 128
#: Guesses below which zxcvbn calls a password too guessable to withstand an attack that a service
#: slows down: its score 0 and 1 of 4 (Wheeler, zxcvbn, USENIX Security 2016, section 2).
FEWEST_GUESSES = 10**6
#: Characters that are looked at: the time grows faster than their number.
LONGEST_GUESSED = 32
#: Of hashes: each takes 64 MiB, so sixty-four threads would take 4 GiB.
LIMIT = ConcurrencyLimit(
    4,
    patience_s=5,
    sentence=_("4 others are logging in at this moment; try again in a moment"),
)

#: What stands for the hash of who has no password; no password matches it.
NONE = "none"

_hasher = PasswordHasher()


class WeakPassword(Exception):
    """The password is not accepted; the message says why, and never holds the password.

    `field` is the one of the body that held it.
    """

    def __init__(self, sentence: str, field: str) -> None:
        super().__init__(sentence)
        self.field = field


def check(password: str, email: str, *, field: str = "password") -> None:
    """Raise WeakPassword unless it has 8 to 128 characters and takes more than a few guesses.

    Common passwords and variations of them do not, nor does the e-mail address.
    """
    length = len(_normal(password))
    if not SHORTEST <= length <= LONGEST:
        raise WeakPassword(
            Sentence(
                _("a password has {shortest} to {longest} characters, not {length}"),
                shortest=SHORTEST,
                longest=LONGEST,
                length=length,
            ),
            field,
        )
    if _normal(password).casefold() == email.casefold():
        raise WeakPassword(
            _("the e-mail address is no password, because everybody knows it"), field
        )
    if _guesses(_normal(password), email) < FEWEST_GUESSES:
        raise WeakPassword(
            _(
                "this password is among those that are tried first, or near to one; "
                "take several words that have nothing to do with each other"
            ),
            field,
        )


def hash_of(password: str) -> str:
    """The argon2id hash that is stored (RFC 9106, second recommended option); raises Busy."""
    with LIMIT.place():
        return _hasher.hash(_normal(password))


def matches(stored: str | None, password: str) -> bool:
    """Whether `password` is the stored one; takes as long when none is stored; raises Busy."""
    decoy = _decoy()
    with LIMIT.place():
        try:
            hashed = stored if stored and stored != NONE else decoy
            return _hasher.verify(hashed, _normal(password)) and hashed is not decoy
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(stored: str) -> bool:
    """Whether it was hashed with other parameters than are used today."""
    return _hasher.check_needs_rehash(stored)


def _guesses(password: str, email: str) -> float:
    """How many tries somebody needs who knows lists of common passwords, and whose it is."""
    known = [email, *email.split("@"), "werkbank"]
    return float(zxcvbn(password[:LONGEST_GUESSED], known)["guesses"])


def _normal(password: str) -> str:
    # The same letters come composed from one keyboard and decomposed from another.
    return unicodedata.normalize("NFKC", password)


@cache
def _decoy() -> str:
    return _hasher.hash("the password of nobody")
