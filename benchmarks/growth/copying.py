"""Multiplies orders in PostgreSQL: each copy with ids, numbers and dates of its own.

A copy is the whole of an order: its rows in every table that orders fill, whichever these are. Ids
are UUIDv7: their time moves with the dates of the copy, their random part stays, so that copies
sort as real orders of that time would. JSON stays as it is; histories are not chained anew.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from math import ceil

import sqlalchemy as sa
from sqlalchemy.sql.schema import Table

from service.database.models.record import Instant, TableRow
from service.settings import settings

#: What orders fill although no foreign key leads from there to them.
ALSO_OF_ORDERS = ("events", "event_audience", "webhook_deliveries", "notifications", "kept_answers")
#: The days for which rows are kept, of the tables where there is such a time.
KEPT_FOR: Mapping[str, Callable[[], float]] = {
    **dict.fromkeys(
        ("events", "event_audience", "webhook_deliveries", "webhook_attempts"),
        lambda: settings().event_retention_days,
    ),
    "notifications": lambda: settings().mail_retention_days,
    "kept_answers": lambda: settings().idempotency_hours / 24,
}
#: Copies that one statement makes of each row: a transaction must not take the memory.
AT_A_TIME = 2_000
#: The days over which open orders were begun.
OPEN_FOR = timedelta(days=20)
#: What has not come yet of an open order, and so does not move.
TO_COME = frozenset(
    {
        *("due_at", "remind_at", "answer_by", "question_until", "valid_until"),
        *("quotes_valid_until", "start_by", "ship_by", "deliver_by"),
    }
)
MOVED = """
create function moved(id uuid, by_ms bigint) returns uuid language sql immutable parallel safe as $$
    select (lpad(to_hex(('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint - by_ms),
        12, '0') || substr(replace(id::text, '-', ''), 13))::uuid
$$
"""


@dataclass(frozen=True)
class OrderGroup:
    """Orders that are copied alike: the schema that keeps the originals, and how they spread."""

    schema: str
    orders: int
    copies: int
    spread: timedelta
    stay: Collection[str] = ()

    @property
    def step_ms(self) -> int:
        """Milliseconds between a copy and the one before it."""
        return int(self.spread.total_seconds() * 1000 / self.copies)

    def first_kept(self, table: str) -> int:
        """The first of the copies whose rows in a table would not have been deleted by now."""
        kept_for = KEPT_FOR.get(table)
        if kept_for is None:
            return 0
        kept = timedelta(days=kept_for()) / timedelta(milliseconds=self.step_ms)
        return max(0, self.copies - ceil(kept) - 1)


def tables_of_orders() -> list[Table]:
    """The tables that grow with every order, those first that others refer to."""
    tables = TableRow.metadata.sorted_tables
    growing = {"projects", *ALSO_OF_ORDERS}
    for table in tables:
        referred = {key.column.table.name for key in table.foreign_keys}
        if referred & growing:
            growing.add(table.name)
    return [table for table in tables if table.name in growing]


def keep(connection: sa.Connection, schema: str, without: str | None = None) -> None:
    """Copy the orders that there are into a schema of its own, `without` those of another."""
    connection.execute(sa.text(f"create schema {schema}"))
    for table in tables_of_orders():
        query = f"select * from public.{table.name}"
        if without:
            query += f" except all select * from {without}.{table.name}"
        connection.execute(sa.text(f"create unlogged table {schema}.{table.name} as {query}"))
    ids = " union ".join(
        f"select {column.name} from {schema}.{table.name}"
        for table in tables_of_orders()
        for column in _ids(table)
    )
    connection.execute(sa.text(f"create unlogged table {schema}.ids as {ids}"))
    connection.execute(sa.text(f"create unique index on {schema}.ids (id)"))
    place = "row_number() over (order by position) as place"
    ranked = f"select position, {place} from {schema}.events"
    connection.execute(sa.text(f"create unlogged table {schema}.places as {ranked}"))
    connection.execute(sa.text("analyze"))


def events_of(connection: sa.Connection, group: OrderGroup) -> int:
    """How many events all copies of a group have together."""
    number = connection.scalar(sa.text(f"select count(*) from {group.schema}.events")) or 0
    return int(number) * group.copies


def put_last(connection: sa.Connection, events: int) -> None:
    """Move the feed that there is behind so many events that are to come before it."""
    for table in tables_of_orders():
        if "position" in table.columns:
            moved = f"update {table.name} set position = position + {events}"
            connection.execute(sa.text(moved))


def rows_of_each(connection: sa.Connection, schema: str, orders: int) -> dict[str, float]:
    """The rows that each of the orders of a schema has in each table."""
    return {
        table.name: (connection.scalar(sa.text(f"select count(*) from {schema}.{table.name}")) or 0)
        / orders
        for table in tables_of_orders()
    }


def copy(connection: sa.Connection, group: OrderGroup, first_position: int) -> Iterator[int]:
    """Make the copies of a group; the number of orders made so far, again and again.

    Commits by itself: `connection` is in autocommit. Copies of one statement are of one stretch of
    time, the oldest come first.
    """
    connection.execute(sa.text("set session_replication_role = replica"))
    connection.execute(sa.text("set statement_timeout = 0"))
    events = events_of(connection, group) // group.copies
    statements = [
        statement
        for table in tables_of_orders()
        if (statement := _statement(connection, table, group))
    ]
    for start in range(0, group.copies, AT_A_TIME):
        end = min(start + AT_A_TIME, group.copies)
        values = {
            "start": start,
            "last": end - 1,
            "copies": group.copies,
            "step_ms": group.step_ms,
            "events": events,
            "first_position": first_position,
        }
        for statement in statements:
            connection.execute(sa.text(statement), values)
        yield end * group.orders


def _statement(connection: sa.Connection, table: Table, group: OrderGroup) -> str | None:
    source = f"{group.schema}.{table.name}"
    if not connection.scalar(sa.text(f"select exists(select from {source})")):
        return None
    columns = [column for column in table.columns if column.computed is None]
    names = ", ".join(f'"{column.name}"' for column in columns)
    values = ", ".join(_value(connection, table, column, group) for column in columns)
    if "position" in table.columns:
        source += f" as o join {group.schema}.places as p on p.position = o.position"
    else:
        source += " as o"
    return (
        f"insert into public.{table.name} ({names}) select {values} from {source}, "
        f"generate_series(greatest(:start, cast({group.first_kept(table.name)} as bigint)), :last) "
        "as copy order by copy"
    )


def _value(
    connection: sa.Connection, table: Table, column: sa.Column[object], group: OrderGroup
) -> str:
    name, by_ms = f'o."{column.name}"', "((:copies - copy) * :step_ms)"
    if column.name == "position":
        return ":first_position + copy * :events + p.place"
    if isinstance(column.type, sa.Uuid):
        return _moved_id(connection, table, column, group, by_ms)
    if isinstance(column.type, Instant) and column.name not in group.stay:
        return f"{name} - {by_ms} * interval '1 millisecond'"
    if _tells_apart(table, column):
        return f"{name} || to_hex(copy)"
    return name


def _moved_id(
    connection: sa.Connection,
    table: Table,
    column: sa.Column[object],
    group: OrderGroup,
    by_ms: str,
) -> str:
    """An id of an order moves; one of somebody stays; where both stand, each is looked up."""
    name, source = f'o."{column.name}"', f"{group.schema}.{table.name}"
    known = f"exists(select from {group.schema}.ids where ids.id = {name})"
    looked_up = f"select bool_and({known}), bool_or({known}) from {source} as o"
    row = connection.execute(sa.text(f"{looked_up} where {name} is not null")).one()
    if not row[1]:
        return name
    moved = f"moved({name}, {by_ms})"
    return moved if row[0] else f"case when {known} then {moved} else {name} end"


def _tells_apart(table: Table, column: sa.Column[object]) -> bool:
    """Whether it is a text that must be another one in each copy, such as a number."""
    if not isinstance(column.type, sa.String):
        return False
    constraints = (sa.UniqueConstraint, sa.PrimaryKeyConstraint)
    keys = [
        list(key.columns)
        for key in (*table.constraints, *table.indexes)
        if isinstance(key, constraints) or (isinstance(key, sa.Index) and key.unique)
    ]
    return any(column in key[-1:] and not any(each.foreign_keys for each in key) for key in keys)


def _ids(table: Table) -> list[sa.Column[object]]:
    """The key of its rows, if that is one id, under the name `id`."""
    key = list(table.primary_key.columns)
    return key if len(key) == 1 and key[0].name == "id" else []
