"""Collects the rows that a transaction only adds, and writes those of each table at once.

What a move leaves behind (history, announcements, work items) is written and not looked at again in
its transaction. So it needs no objects: a dozen rows cost one statement instead of a dozen objects.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.database.engine import is_postgresql
from service.database.models.record import TableRow

#: The name of a row's place among those of its statement; no column is called so.
_PLACE: Final = "place_"


def insert(db: Session, table: type[TableRow], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows in the order given, with one statement however many they are."""
    if is_postgresql(db):
        numbered = [{**row, _PLACE: place} for place, row in enumerate(rows)]
        db.connection().execute(_from_document(table, tuple(rows[0])), {"rows": numbered})
    else:
        db.connection().execute(sa.insert(table), rows)


@cache
def _from_document(table: type[TableRow], names: tuple[str, ...]) -> sa.Insert:
    """All rows in one JSON document: the same statement, and one parameter, for any number."""
    columns = [sa.inspect(table).columns[name] for name in names]
    # By the names that the rows have: a column may have another one.
    typed = [
        sa.column(name, _unbounded(column.type))
        for name, column in zip(names, columns, strict=True)
    ]
    document = sa.func.json_to_recordset(sa.bindparam("rows", type_=sa.JSON()))
    place = sa.column(_PLACE, sa.Integer())
    rows = document.table_valued(*typed, place).render_derived(with_types=True)
    in_order = sa.select(*(rows.c[name] for name in names)).order_by(rows.c[_PLACE])
    return sa.insert(table).from_select(columns, in_order, include_defaults=False)


def _unbounded(type: sa.types.TypeEngine[Any]) -> sa.types.TypeEngine[Any]:
    """What is too long must be refused by the table, and not be cut off before."""
    return sa.Text() if isinstance(type, sa.String) else type
