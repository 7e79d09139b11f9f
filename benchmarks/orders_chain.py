"""Runs what Werkbank is compared with: a Celery chain of two tasks that update one row each.

Its worker and its messages have the same safe settings as ours.
"""

from typing import Any

import sqlalchemy as sa
from celery import Celery, chain
from celery.signals import worker_process_init

from benchmarks import orders_rows
from service.database import transactions
from service.settings import settings
from tasks.worker import configuration

app = Celery("plain", set_as_current=False, backend=None)
app.add_defaults(configuration)

_engines: list[sa.Engine] = []


@worker_process_init.connect  # type: ignore[untyped-decorator]
def _enter(**_: Any) -> None:
    _engines[:] = [sa.create_engine(settings().database_url)]


@app.task(name="verify")  # type: ignore[untyped-decorator]
def verify(number: int) -> None:
    """The first step."""
    orders_rows.move(_engines[0], number, "sending")


@app.task(name="send")  # type: ignore[untyped-decorator]
def send(number: int) -> None:
    """The second step."""
    orders_rows.move(_engines[0], number, "sent")


def lay_in(orders: int, broker_url: str) -> None:
    """Make the rows, all waiting, and publish one chain for each."""
    orders_rows.lay_out(transactions.engine(), orders)
    app.conf.broker_url = broker_url
    for number in range(1, orders + 1):
        chain(verify.si(number), send.si(number)).apply_async()


def waiting() -> int:
    """How many orders are not sent yet."""
    return orders_rows.waiting(transactions.engine())
