"""Tells how many bytes each table of a PostgreSQL database takes: rows, long values, indexes."""

from collections.abc import Mapping
from typing import NamedTuple

import sqlalchemy as sa

#: A long value is kept apart from its row, in a table of its own (TOAST); that has an index too.
_SIZES = """
select c.relname,
    pg_table_size(c.oid) - coalesce(pg_total_relation_size(nullif(c.reltoastrelid, 0)), 0),
    coalesce(pg_total_relation_size(nullif(c.reltoastrelid, 0)), 0),
    pg_indexes_size(c.oid)
from pg_class c
where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
order by c.relname
"""


_END_OTHERS = """
select pg_terminate_backend(pid, 10000) from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'
"""


class TableBytes(NamedTuple):
    """The bytes of a table: its rows, the long values beside them, and its indexes."""

    heap: float = 0
    toast: float = 0
    indexes: float = 0

    @property
    def total(self) -> float:
        """All of it."""
        return self.heap + self.toast + self.indexes

    def per(self, number: int, before: "TableBytes") -> "TableBytes":
        """The share of each of `number` things in what came in since `before`."""
        return TableBytes(*((now - then) / number for now, then in zip(self, before, strict=True)))


def bytes_by_table(engine: sa.Engine) -> dict[str, TableBytes]:
    """The bytes of every table of the schema, by name, as they lie in the files of the server.

    What was deleted or written over counts until other rows take its place: call `pack` before
    to know what is there alone.
    """
    with engine.connect() as connection:
        rows = connection.execute(sa.text(_SIZES))
        return {name: TableBytes(*map(float, sizes)) for name, *sizes in rows}


def pack(engine: sa.Engine) -> None:
    """Write all tables anew without gaps (VACUUM FULL), and end all other connections before.

    As long as one of them could still see a former version of a row, that would be kept.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("set statement_timeout = 0")
        connection.exec_driver_sql(_END_OTHERS)
        connection.exec_driver_sql("vacuum (full, analyze)")


def bytes_each(
    number: int, before: Mapping[str, TableBytes], after: Mapping[str, TableBytes]
) -> dict[str, TableBytes]:
    """By table the bytes of each of `number` things that came in between; the largest first."""
    nothing = TableBytes()
    shares = {name: now.per(number, before.get(name, nothing)) for name, now in after.items()}
    return dict(sorted(shares.items(), key=lambda each: -each[1].total))
