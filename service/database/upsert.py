"""Inserts rows whose keys may already exist, even if a concurrent writer inserts them."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from service.database.engine import is_postgresql
from service.database.models.record import TableRow

Rows: TypeAlias = Mapping[str, Any] | Sequence[Mapping[str, Any]] | sa.Select[*tuple[Any, ...]]


def upsert(
    db: Session,
    table: type[TableRow],
    rows: Rows,
    changes: Mapping[str, Any] | None = None,
    *,
    where: sa.ColumnElement[bool] | None = None,
) -> postgresql.Insert | sqlite.Insert:
    """The statement that inserts `rows`, or makes `changes` in those whose primary key is taken.

    Without `changes` these stay as they are, and so do those of which `where` does not hold. A
    query brings the columns by their names. What is asked back with `returning` comes of rows that
    were inserted or changed, and of no other.
    """
    statement = (postgresql.insert if is_postgresql(db) else sqlite.insert)(table)
    if isinstance(rows, sa.Select):
        # Without a condition SQLite takes ON for that of a join.
        conditional = rows.where(sa.text("true"))
        statement = statement.from_select(list(rows.selected_columns.keys()), conditional)
    else:
        statement = statement.values(rows)
    if changes is None:
        return statement.on_conflict_do_nothing()
    key = list(sa.inspect(table).primary_key)
    return statement.on_conflict_do_update(index_elements=key, set_=changes, where=where)


def insert_unless_there(db: Session, table: type[TableRow], **values: Any) -> bool:
    """Insert a row unless its key is taken; whether it was inserted."""
    key = sa.inspect(table).primary_key[0]
    return db.execute(upsert(db, table, values).returning(key)).first() is not None
