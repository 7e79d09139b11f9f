"""Measures how many orders per second are verified and sent, compared with a plain Celery chain."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import cycle, islice
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from uuid import UUID

import click
import sqlalchemy as sa
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from benchmarks import (
    broker,
    example_client,
    extras,
    orders_chain,
    orders_dbos,
    orders_procrastinate,
    orders_rows,
    postgres,
)
from service.database import migrations, transactions
from service.database.models import OutboxEvent, Process
from service.lifecycle import transitions
from service.settings import settings
from tasks.local import child_process, ports, valkey

#: What is aimed at: times the orders per second of the plain chain.
AIM = 2.0
#: Both contestants work with as many processes.
WORKERS = 2
#: An example contractor who can make the part, but does not make it cheapest.
ASKED_BY_MAIL = "Fränkische Schichtwerke GmbH"
BY_MAIL = "Werkbank by mail"
#: What offers durable steps on PostgreSQL alone; the package of each is called alike.
OTHERS = {"DBOS": orders_dbos, "procrastinate": orders_procrastinate}
#: The side of the cube that is ordered, in millimetres, and how much larger each further part is.
SIDE_MM, MORE_MM = 20.0, 0.01
#: Seconds after which a round counts as stuck.
PATIENCE_S = 300
#: Between two looks whether all are sent, which take from the cores that are measured.
_TICK_S = 0.05


@click.command("orders")
@click.option("--orders", "count", default=500, show_default=True, help="Orders in each round.")
@click.option("--rounds", default=3, show_default=True, help="Rounds of each; medians count.")
@click.option("--mail", is_flag=True, help="Also orders whose contractor is asked by mail.")
@click.option("--others", is_flag=True, help="Also DBOS and procrastinate (extra `bench`).")
def orders(count: int, rounds: int, mail: bool, others: bool) -> None:
    """Verify and send small orders, beside a plain Celery chain of two tasks.

    An order is a part that is measured already: it is checked against the example contractors,
    priced, recorded and dispatched, with its history and events. A chain updates one row in each
    of its two tasks. Both run on one PostgreSQL and one Valkey with the same safe settings and two
    worker processes, by turns; the time runs from the moment when all orders wait to that when all
    are sent, ours also told of in the feed.

    With --mail there is a third: the same orders for a contractor who is asked by mail, each with
    its PDF, its picture and its archive, which an SMTP server on this machine takes.

    With --others DBOS and procrastinate take their turns too: two steps with one update each, and
    PostgreSQL alone, without a broker.
    """
    for name in OTHERS if others else ():
        extras.package_folder(name.lower(), "bench")
    with ExitStack() as stack:
        common = stack.enter_context(servers())
        with Progress(transient=True) as bar:
            contestants = {"plain chain": stack.enter_context(_plain(common))}
            contestants |= stack.enter_context(werkbank(common.environment, mail=mail))
            if others:
                contestants |= stack.enter_context(_others(common))
            times: dict[str, list[float]] = {name: [] for name in contestants}
            steps = bar.add_task("starting", total=len(contestants) * (rounds + 1))
            for turn in range(rounds + 1):
                for name, contestant in contestants.items():
                    bar.update(steps, description=f"{name}, round {turn}")
                    taken_s = contestant.run(count)
                    if turn:  # the first one warms up
                        times[name].append(count / taken_s)
                    bar.advance(steps)
    Console().print(_table(times, count, rounds))


@dataclass
class Contestant:
    """Processes that are frozen until everything waits for them, and while the other works."""

    processes: list[child_process.Process]
    lay_in: Callable[[int], None]
    waiting: Callable[[], int]

    def run(self, count: int) -> float:
        """Lay in `count` orders and let them be worked on; the seconds until the last is sent."""
        self.lay_in(count)
        started = time.monotonic()
        self.signal(signal.SIGCONT)
        while unfinished := self.waiting():
            time.sleep(_TICK_S)
            if time.monotonic() - started > PATIENCE_S:
                raise click.ClickException(f"{unfinished} orders are stuck")
        taken_s = time.monotonic() - started
        self.signal(signal.SIGSTOP)
        return taken_s

    def signal(self, number: signal.Signals) -> None:
        """Freeze all processes, or let them go on."""
        for process in self.processes:
            child_process.signal_group(process, number)


class CommonServers(NamedTuple):
    """Servers that contestants share: our processes' environment, and what others have of them."""

    environment: dict[str, str]
    database: postgres.Postgres
    second_broker: str


@contextmanager
def servers() -> Iterator[CommonServers]:
    """Fresh servers, which the settings name, for the duration of the block."""
    with (
        TemporaryDirectory(prefix="werkbank-bench-") as folder,
        postgres.running() as server,
        broker.running() as port,
        ExitStack() as stack,
    ):
        variables = {
            "WERKBANK_DATABASE_URL": server.url(),
            "WERKBANK_REDIS_URL": valkey.url(port),
            "WERKBANK_VAR_DIR": folder,
            "WERKBANK_EMBEDDED": "true",
        }
        os.environ.update(variables)
        settings.cache_clear()
        migrations.upgrade(server.url())
        transactions.connect(server.url())
        stack.callback(transactions.disconnect)
        yield CommonServers(dict(os.environ), server, valkey.url(port, 1))


@contextmanager
def _running(environment: dict[str, str], *commands: Sequence[str]) -> Iterator[list[Any]]:
    processes = []
    try:
        for command in commands:
            words = [sys.executable, "-m", *command]
            started = child_process.start(words, output=subprocess.DEVNULL, environment=environment)
            processes.append(started)
        yield processes
    finally:
        for process in processes:
            child_process.signal_group(process, signal.SIGKILL)
            process.wait()


def _worker(app: str, processes: int = WORKERS) -> Sequence[str]:
    quiet = ("--without-gossip", "--without-mingle", "--loglevel", "WARNING")
    size = ("--concurrency", str(processes), "--hostname", f"{app}@%h")
    return ("celery", "--app", app, "worker", *size, *quiet)


@contextmanager
def _plain(common: CommonServers) -> Iterator[Contestant]:
    environment = common.environment | {"WERKBANK_REDIS_URL": common.second_broker}
    with _running(environment, _worker("benchmarks.orders_chain")) as processes:
        lay_in = partial(orders_chain.lay_in, broker_url=common.second_broker)
        yield Contestant(processes, lay_in, orders_chain.waiting)


@contextmanager
def _others(common: CommonServers) -> Iterator[dict[str, Contestant]]:
    """Each has a database of its own, on the same server."""
    with ExitStack() as stack:
        contestants = {}
        for name, module in OTHERS.items():
            url = common.database.create_database(name.lower())
            engine = sa.create_engine(url)
            stack.callback(engine.dispose)
            module.lay_out(engine)
            commands = [(module.__name__,)] * WORKERS
            environment = common.environment | {"WERKBANK_DATABASE_URL": url}
            processes = stack.enter_context(_running(environment, *commands))
            waiting = partial(orders_rows.waiting, engine)
            contestants[name] = Contestant(processes, partial(module.lay_in, engine), waiting)
        yield contestants


@contextmanager
def werkbank(
    environment: dict[str, str], *, mail: bool = False, parts: int = 1, workers: int = WORKERS
) -> Iterator[dict[str, Contestant]]:
    """So many worker processes that work on orders of so many different parts, in turn.

    Without and with mail it is the same processes that work.
    """
    port = ports.free_port()
    with transactions.writing() as session:
        client = example_client.create_client(session)
        asked_by_mail = example_client.ask_by_mail(session, ASKED_BY_MAIL)
    sides_mm = [SIDE_MM + part * MORE_MM for part in range(parts)]
    contents = [example_client.store_content(example_client.cube_stl(side)) for side in sides_mm]

    def lay_in(count: int, choice: tuple[UUID, ...] = ()) -> None:
        with transactions.writing() as session:
            for content in islice(cycle(contents), count):
                client.order(session, content, choice=choice)

    commands = (_worker("tasks.worker", workers), ("tasks.scheduler",))
    environment = environment | {"WERKBANK_SMTP_URL": f"smtp://127.0.0.1:{port}"}
    with ExitStack() as stack:
        if mail:
            stack.enter_context(_running(environment, ("benchmarks.mail_sink", str(port))))
        processes = stack.enter_context(_running(environment, *commands))
        contestants = {"Werkbank": Contestant(processes, lay_in, _waiting)}
        if mail:
            by_mail = partial(lay_in, choice=(asked_by_mail,))
            contestants[BY_MAIL] = Contestant(processes, by_mail, _waiting)
        yield contestants


def _waiting() -> int:
    """Orders that wait for a worker, and events that nobody can read yet."""
    orders = sa.select(sa.func.count()).where(Process.state.in_(transitions.TASKS))
    events = sa.select(sa.func.count()).select_from(OutboxEvent)
    with transactions.reading() as session:
        # An index tells the first: asking must not cost more with every round.
        return (session.scalar(orders) or 0) or (session.scalar(events) or 0)


def _table(rates: dict[str, list[float]], count: int, rounds: int) -> Table:
    werkbank, plain = (median(rates[name]) for name in ("Werkbank", "plain chain"))
    table = Table(title=f"{count} orders, {WORKERS} worker processes, medians of {rounds} rounds")
    table.add_column("contestant")
    table.add_column("orders per second", justify="right")
    table.add_column("rounds")
    for name, measured in rates.items():
        figures = ", ".join(f"{rate:.0f}" for rate in measured)
        table.add_row(name, f"{median(measured):.0f}", figures)
    colour = "green" if werkbank >= AIM * plain else "yellow"
    table.caption = f"[{colour}]{werkbank / plain:.2f} times the plain chain; aimed at {AIM:g}[/]"
    for name in OTHERS:
        if name in rates:
            table.caption += f"; {werkbank / median(rates[name]):.2f} times {name}"
    if BY_MAIL in rates:
        table.caption += f"; by mail {median(rates[BY_MAIL]) / plain:.2f} times"
    return table
