"""Reads lists of keys, the newest of which works while older ones are still understood."""

import re

#: Letters: 32 random hexadecimal digits hold 128 bits, and shorter ones can be guessed.
SHORTEST_KEY = 32


def key_list(text: str, name: str) -> tuple[str, ...]:
    """The keys in a list separated by commas, newest first.

    Raises ValueError with a sentence about the setting `name`, never with a key in it.
    """
    keys = tuple(part.strip() for part in text.split(",") if part.strip())
    if not keys or any(len(key) < SHORTEST_KEY for key in keys):
        raise ValueError(
            f"{name} must be keys of at least {SHORTEST_KEY} letters, separated by commas "
            "(openssl rand -hex 32 makes one)"
        )
    return keys


#: Bits that a key must be able to hold: those of 32 random bytes.
KEY_BITS = 256
#: Different signs that a random key of so many bits has, however few there are to choose from.
_DIFFERENT = 10
#: Bits of each sign where all are of a kind: hexadecimal digits, those of base64, any that print.
_KINDS = (
    (re.compile(r"[0-9a-fA-F]*"), 4.0),
    (re.compile(r"[\w+/=-]*", re.ASCII), 6.0),
    (re.compile(r".*", re.DOTALL), 6.5),
)


def is_guessable(key: str) -> bool:
    """Whether a key cannot hold the entropy of 32 random bytes, for how long and varied it is.

    What passes may be guessable all the same, as a long quotation is: nobody sees that in a key.
    """
    bits = next(len(key) * per_sign for kind, per_sign in _KINDS if kind.fullmatch(key))
    is_repetition = bool(key) and key in (key + key)[1:-1]
    return bits < KEY_BITS or len(set(key)) < _DIFFERENT or is_repetition
