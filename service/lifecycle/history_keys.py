"""The keys by which the rows of histories are chained, so that only who has them can add a row.

They are not in the database: whoever rewrites a history there cannot make the hashes that fit.
"""

import hashlib
from functools import lru_cache
from typing import NamedTuple

from service.settings import settings
from service.values.secret_keys import key_list

#: Hexadecimal digits of a key's name: enough to tell the few of a list apart.
_ID_DIGITS = 8


class UnknownHistoryKey(Exception):
    """A row names a key that the settings do not have."""


class HistoryKey(NamedTuple):
    """A key, and the name by which rows refer to it, which gives nothing of it away."""

    id: str
    secret: bytes


def newest() -> HistoryKey:
    """The key of new rows."""
    return _keys(settings().history_keys)[0]


def named(id: str) -> HistoryKey:
    """The key of a row; raises UnknownHistoryKey."""
    for key in _keys(settings().history_keys):
        if key.id == id:
            return key
    raise UnknownHistoryKey(
        f"its key {id} is none of WERKBANK_HISTORY_KEYS, so that nobody can tell whether it is true"
    )


@lru_cache(maxsize=4)
def _keys(text: str) -> tuple[HistoryKey, ...]:
    return tuple(
        HistoryKey(_id(secret), secret.encode())
        for secret in key_list(text, "WERKBANK_HISTORY_KEYS")
    )


def _id(secret: str) -> str:
    return hashlib.sha256(f"werkbank history key {secret}".encode()).hexdigest()[:_ID_DIGITS]
