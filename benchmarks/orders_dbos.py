"""Runs what Werkbank is compared with: a DBOS workflow of two steps that update one row each.

As a program it is one of its processes. Its queue bounds nothing, and is looked at ten times as
often as DBOS does by itself.
"""

import threading
from typing import Any

import sqlalchemy as sa

from benchmarks import extras, orders_rows
from service.settings import settings

#: The extra of this package that brings DBOS.
EXTRA = "bench"
_NAME, _QUEUE, _POLLING_S = "plain", "orders", 0.1


def lay_out(engine: sa.Engine) -> None:
    """Make the tables of DBOS in an empty database."""
    dbos: Any = extras.imported("dbos", EXTRA)
    dbos.DBOS.migrate(engine.url.render_as_string(hide_password=False))


def lay_in(engine: sa.Engine, orders: int) -> None:
    """Make the rows, all waiting, and enqueue one workflow for each."""
    orders_rows.lay_out(engine, orders)
    dbos: Any = extras.imported("dbos", EXTRA)
    url = engine.url.render_as_string(hide_password=False)
    client = dbos.DBOSClient(system_database_url=url, application_name=_NAME)
    try:
        options = {"workflow_name": "order", "queue_name": _QUEUE}
        with engine.begin() as connection:
            for number in range(1, orders + 1):
                client.enqueue_in_transaction(connection, options, number)
    finally:
        client.destroy()


def work() -> None:
    """Work until the process is ended."""
    dbos: Any = extras.imported("dbos", EXTRA)
    url = settings().database_url
    engine = sa.create_engine(url)
    app = dbos.DBOS(config={"name": _NAME, "system_database_url": url, "application_version": "1"})

    @app.step(name="verify")  # type: ignore[untyped-decorator]
    def verify(number: int) -> None:
        orders_rows.move(engine, number, "sending")

    @app.step(name="send")  # type: ignore[untyped-decorator]
    def send(number: int) -> None:
        orders_rows.move(engine, number, "sent")

    @app.workflow(name="order")  # type: ignore[untyped-decorator]
    def order(number: int) -> None:
        verify(number)
        send(number)

    app.launch()
    app.register_queue(_QUEUE, polling_interval_sec=_POLLING_S)
    threading.Event().wait()


if __name__ == "__main__":
    work()
