"""Keeps a value once that is the same in many rows, which refer to it by its digest."""

import hashlib
from collections.abc import Sequence
from typing import Any, Final

import orjson
import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.database.models import SharedValue
from service.database.transaction import transaction_of
from service.database.upsert import upsert

#: From here on Python writes a float with an exponent, and PostgreSQL as a whole number.
_WHOLE: Final = 1e16


def digest_of(value: Any) -> bytes:
    """The SHA-256 of a JSON value, of which the order of keys is no part."""
    return hashlib.sha256(orjson.dumps(_as_stored(value), option=orjson.OPT_SORT_KEYS)).digest()


def kept(db: Session, values: Sequence[Any]) -> list[SharedValue]:
    """The rows of JSON values, in their order; written where no transaction has done so yet."""
    # Many of them are one and the same object, of which the digest is calculated once.
    by_identity = {id(value): digest_of(value) for value in {id(v): v for v in values}.values()}
    digests = [by_identity[id(value)] for value in values]
    by_digest = dict(zip(digests, values, strict=True))
    rows = transaction_of(db).shared_values
    missing = by_digest.keys() - rows.keys()
    if missing:
        there = sa.select(SharedValue).where(SharedValue.digest.in_(missing))
        with db.no_autoflush:
            rows |= {row.digest: row for row in db.scalars(there)}
            # In one order always, so that two writers never wait for each other.
            absent = sorted(missing - rows.keys())
            if absent:
                new = [{"digest": digest, "value": by_digest[digest]} for digest in absent]
                db.execute(upsert(db, SharedValue, new))
                rows |= {row.digest: row for row in db.scalars(there)}
    return [rows[digest] for digest in digests]


def is_intact(row: SharedValue) -> bool:
    """Whether the value is the one that was written."""
    return digest_of(row.value) == row.digest


def _as_stored(value: Any) -> Any:
    """The value with its numbers as PostgreSQL gives them back."""
    if isinstance(value, dict):
        return {key: _as_stored(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_as_stored(each) for each in value]
    if isinstance(value, int | float) and abs(value) >= _WHOLE:
        return str(int(value))  # it may be larger than what canonical JSON has as a number
    return value + 0.0 if isinstance(value, float) else value  # there is no -0.0
