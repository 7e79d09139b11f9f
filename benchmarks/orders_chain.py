"""Runs what Werkbank is compared with: a Celery chain of two tasks that update one row each.

Its worker and its messages have the same safe settings as ours.
"""

from typing import Any

import sqlalchemy as sa
from celery import Celery, chain
from celery.signals import worker_process_init

from service.database import transactions
from service.settings import settings
from tasks.worker import configuration

TABLE = "plain_orders"

app = Celery("plain", set_as_current=False, backend=None)
app.add_defaults(configuration)

_engines: list[sa.Engine] = []


@worker_process_init.connect  # type: ignore[untyped-decorator]
def _enter(**_: Any) -> None:
    _engines[:] = [sa.create_engine(settings().database_url)]


def _move(number: int, state: str) -> None:
    with _engines[0].begin() as connection:
        statement = f"UPDATE {TABLE} SET state = :state, version = version + 1 WHERE id = :id"
        connection.execute(sa.text(statement), {"state": state, "id": number})


@app.task(name="verify")  # type: ignore[untyped-decorator]
def verify(number: int) -> None:
    """The first step."""
    _move(number, "sending")


@app.task(name="send")  # type: ignore[untyped-decorator]
def send(number: int) -> None:
    """The second step."""
    _move(number, "sent")


def lay_in(orders: int, broker_url: str) -> None:
    """Make the rows, all waiting, and publish one chain for each."""
    with transactions.engine().begin() as connection:
        for statement in (
            f"DROP TABLE IF EXISTS {TABLE}",
            f"CREATE TABLE {TABLE} (id integer PRIMARY KEY, state text, version integer)",
            f"INSERT INTO {TABLE} SELECT n, 'verifying', 1 FROM generate_series(1, {orders}) n",
        ):
            connection.execute(sa.text(statement))
    app.conf.broker_url = broker_url
    for number in range(1, orders + 1):
        chain(verify.si(number), send.si(number)).apply_async()


def waiting() -> int:
    """How many orders are not sent yet."""
    with transactions.engine().connect() as connection:
        number = connection.scalar(sa.text(f"SELECT count(*) FROM {TABLE} WHERE state <> 'sent'"))
    return number or 0
