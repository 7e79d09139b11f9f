"""Collects the rows that a transaction only adds, and writes those of each table at once.

What a move leaves behind (history, announcements, bells) is written and not looked at again in its
transaction. So it needs no objects: a dozen rows cost one statement instead of a dozen objects.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from service.models.record import Record

#: The place of a session's collected rows in its `info`.
_ROWS: Final = "ledger"


class Transaction(Session):
    """A session that writes what its ledger has collected whenever it writes its objects."""

    def flush(self, objects: Any = None) -> None:
        """Write changed objects first, for collected rows may refer to them."""
        super().flush(objects)
        _write(self)


def add(db: Session, table: type[Record], values: Mapping[str, Any]) -> None:
    """Have a row inserted with the next flush; of each table in the order in which they came.

    All rows of a table must bring the same columns; what only the database fills is left out.
    """
    db.info.setdefault(_ROWS, {}).setdefault(table, []).append(values)


def _write(db: Session) -> None:
    collected: dict[type[Record], list[Mapping[str, Any]]] = db.info.pop(_ROWS, {})
    for table, rows in collected.items():
        insert(db, table, rows)


def insert(db: Session, table: type[Record], rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert rows in the order given, with one statement however many they are."""
    rows = list(rows)
    if not rows:
        return
    names = tuple(rows[0])
    if db.get_bind().dialect.name == "postgresql":
        # One array for each column: the statement is the same for any number of rows.
        columns = {name: [row[name] for row in rows] for name in names}
        db.connection().execute(_from_arrays(table, names), columns)
    else:
        db.connection().execute(sa.insert(table), rows)


@cache
def _from_arrays(table: type[Record], names: tuple[str, ...]) -> sa.Insert:
    columns = [sa.inspect(table).columns[name] for name in names]
    arrays = [
        # One dimension, or a JSON list among the values would count as another one.
        sa.bindparam(column.name, type_=ARRAY(_unbounded(column.type), dimensions=1))
        for column in columns
    ]
    rows = sa.func.unnest(*arrays).table_valued(*names, with_ordinality="place").render_derived()
    in_order = sa.select(*(rows.c[name] for name in names)).order_by(rows.c.place)
    return sa.insert(table).from_select(columns, in_order, include_defaults=False)


def _unbounded(type: sa.types.TypeEngine[Any]) -> sa.types.TypeEngine[Any]:
    """A cast to a bounded text would cut it off; what is too long must be refused."""
    return sa.Text() if isinstance(type, sa.String) else type
