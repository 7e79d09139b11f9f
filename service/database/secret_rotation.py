"""Encrypts all stored secrets with the newest key, also those that were stored in plain text."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from service.database import transactions
from service.database.encryption import CannotDecrypt, EncryptedSecrets, EncryptedText
from service.database.models.record import TableRow


@dataclass(frozen=True)
class RotatedSecrets:
    """How many rows were encrypted with the newest key, and how many no key opens."""

    encrypted: int
    unreadable: int


def encrypted_columns() -> Iterator[sa.Column[Any]]:
    """Every column that holds secrets, of whatever table."""
    for table in TableRow.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, EncryptedText | EncryptedSecrets):
                yield column


def rotate(column: sa.Column[Any]) -> RotatedSecrets:
    """Encrypt every row anew, each in a transaction of its own; nobody waits for it."""
    (key,) = column.table.primary_key.columns
    with transactions.reading() as db:
        keys = db.scalars(sa.select(key).where(column.is_not(None)).order_by(key)).all()
    unreadable = 0
    for id in keys:
        try:
            _rotate_row(column, key == id)
        except CannotDecrypt:
            unreadable += 1
    return RotatedSecrets(len(keys) - unreadable, unreadable)


def _rotate_row(column: sa.Column[Any], this_row: sa.ColumnElement[bool]) -> None:
    with transactions.writing() as db:
        # Locked, for whoever renews the secret meanwhile must not get the old one back.
        locked = sa.select(column).where(this_row).with_for_update()
        if (secret := db.scalar(locked)) is not None:
            db.execute(sa.update(column.table).where(this_row).values({column: secret}))
