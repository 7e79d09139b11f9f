"""Runs what Werkbank is compared with: two tasks of procrastinate that update one row each.

As a program it is one of its processes.
"""

from typing import Any

import sqlalchemy as sa

from benchmarks import extras, orders_rows
from service.settings import settings

#: The extra of this package that brings procrastinate.
EXTRA = "bench"
#: Jobs that a process works on at a time.
_CONCURRENCY = 8


def _app(engine: sa.Engine) -> Any:
    procrastinate: Any = extras.imported("procrastinate", EXTRA)
    url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=url))

    @app.task(name="send", queue="orders")  # type: ignore[untyped-decorator]
    def send(number: int) -> None:
        orders_rows.move(engine, number, "sent")

    @app.task(name="verify", queue="orders")  # type: ignore[untyped-decorator]
    def verify(number: int) -> None:
        orders_rows.move(engine, number, "sending")
        send.defer(number=number)

    return app


def lay_out(engine: sa.Engine) -> None:
    """Make the tables of procrastinate in an empty database."""
    with _app(engine).open() as app:
        app.schema_manager.apply_schema()


def lay_in(engine: sa.Engine, orders: int) -> None:
    """Make the rows, all waiting, and defer the first task of each."""
    orders_rows.lay_out(engine, orders)
    with _app(engine).open() as app:
        app.tasks["verify"].batch_defer(*({"number": number + 1} for number in range(orders)))


def work() -> None:
    """Work until the process is ended."""
    app = _app(sa.create_engine(settings().database_url))
    app.run_worker(queues=["orders"], concurrency=_CONCURRENCY)


if __name__ == "__main__":
    work()
