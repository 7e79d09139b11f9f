"""Fills databases of one PostgreSQL with so many orders each, most of them ended."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from tempfile import TemporaryDirectory

import sqlalchemy as sa
from flask import Flask

from benchmarks import broker, postgres
from benchmarks.growth import copying
from benchmarks.growth.copying import OPEN_FOR, TO_COME, OrderGroup
from benchmarks.growth.seeds import Seeds
from service.app import create_app
from service.database import migrations, transactions
from service.operations import step_counts
from service.operations.example import people
from service.settings import settings
from tasks.local import valkey

#: Open orders in each database, however many there are in all.
MOST_OPEN = 3_000
#: The settings of the server, beyond those of throw-away data: a large one is filled quickly, and
#: the memory is that of a small server.
SETTINGS = {
    **postgres.FAST,
    **{"shared_buffers": "1GB", "maintenance_work_mem": "256MB", "wal_level": "minimal"},
    **{"max_wal_senders": "0", "max_wal_size": "4GB", "jit": "off"},
}


@dataclass
class GrownDatabase:
    """A database with so many orders, and those who made the first of them, logged in."""

    orders: int
    url: str
    application: Flask
    seeds: Seeds
    #: rows that an order makes in its life, by table
    rows_of_each: Mapping[str, float]

    def connect(self) -> None:
        """Use it from now on."""
        os.environ["WERKBANK_DATABASE_URL"] = self.url
        settings.cache_clear()
        transactions.connect(self.url)


@contextmanager
def servers() -> Iterator[postgres.Postgres]:
    """A PostgreSQL and a Valkey, which the settings name, for the duration of the block."""
    with (
        TemporaryDirectory(prefix="werkbank-bench-") as folder,
        postgres.running(SETTINGS) as server,
        broker.running() as port,
    ):
        os.environ.update(
            WERKBANK_VAR_DIR=folder,
            WERKBANK_EMBEDDED="true",
            WERKBANK_REDIS_URL=valkey.url(port),
        )
        try:
            yield server
        finally:
            transactions.disconnect()


def fill(
    server: postgres.Postgres, sizes: list[int], made: int, days: int, told: Callable[[str], None]
) -> Iterator[GrownDatabase]:
    """A database of each size, made from one in which the first orders were made over the API.

    So many were `made`: three quarters of them end, the others stay open.

    The orders are spread over the last `days`. `told` is what is being done.
    """
    template = server.create_database("seeds")
    os.environ["WERKBANK_DATABASE_URL"] = template
    settings.cache_clear()
    migrations.upgrade(template)
    transactions.connect(template)
    people.ensure()
    application = create_app()
    seeds = Seeds(application)
    told(f"{made} orders over the API")
    seeds.end(made * 3 // 4)
    with _by_itself() as connection:
        copying.keep(connection, "ended")
        rows = copying.rows_of_each(connection, "ended", _orders_of(connection, "ended"))
    seeds.leave_open(made // 4)
    with _by_itself() as connection:
        copying.keep(connection, "still_open", without="ended")
        connection.execute(sa.text(copying.MOVED))
    transactions.disconnect()
    for size in sizes:
        url = server.create_database(f"orders_{size}", "seeds")
        grown = GrownDatabase(size, url, application, seeds, rows)
        grown.connect()
        with _by_itself() as connection:
            _grow(connection, size, days, told)
        transactions.disconnect()
        yield grown


def _grow(connection: sa.Connection, size: int, days: int, told: Callable[[str], None]) -> None:
    ended, still_open = (_orders_of(connection, schema) for schema in ("ended", "still_open"))
    open_copies = min(MOST_OPEN, size // 2) // still_open - 1
    ended_copies = (size - (open_copies + 1) * still_open) // ended - 1
    groups = (
        OrderGroup("ended", ended, ended_copies, timedelta(days=days)),
        OrderGroup("still_open", still_open, open_copies, OPEN_FOR, TO_COME),
    )
    # The first orders are the newest ones.
    copying.put_last(connection, sum(copying.events_of(connection, each) for each in groups))
    position = 0
    for group in groups:
        for made in copying.copy(connection, group, position):
            told(f"{size:,} orders: {made:,} copies, {group.schema}")
        position += copying.events_of(connection, group)
    position = connection.scalar(sa.text("select max(position) from events")) or 0
    _put_in_order(connection, position, ended_copies + 1)
    told(f"{size:,} orders: vacuum")
    connection.execute(sa.text("vacuum analyze"))


def _orders_of(connection: sa.Connection, schema: str) -> int:
    return connection.scalar(sa.text(f"select count(*) from {schema}.processes")) or 1


def _put_in_order(connection: sa.Connection, last: int, factor: int) -> None:
    """What was read of the feed, and what was counted, are as after all these orders."""
    counted = f"update event_counts set number = {last} where name = '{step_counts.COUNTED_TO}'"
    for statement in (
        f"update webhooks set position = {last}",
        f"update bookmarks set position = {last}",
        counted,
        f"update usage set projects = projects * {factor}, processes = processes * {factor}, "
        f"files = files * {factor}, bytes = bytes * {factor}",
        "drop schema ended cascade",
        "drop schema still_open cascade",
    ):
        connection.execute(sa.text(statement))


@contextmanager
def _by_itself() -> Iterator[sa.Connection]:
    engine = transactions.engine()
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("set statement_timeout = 0"))
        yield connection
        connection.invalidate()
