"""Measures what an answer of the API costs, beside a plain service that promises nothing."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import click
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from benchmarks import api_clients, api_server, broker, postgres
from benchmarks.api_clients import Client, Costs, PlainClient, WerkbankClient
from benchmarks.environment import without_settings
from tasks.local import child_process, ports, valkey

#: How many ask at the same time.
CLIENTS = (1, 16)
#: Seconds until a service must answer.
PATIENCE_S = 90
THREADS = 16
#: Werkbank's limits are not what is measured.
UNLIMITED = {
    "WERKBANK_LOGINS_PER_MINUTE": "100000",
    "WERKBANK_ANONYMOUS_WRITES_PER_MINUTE": "100000",
}


@click.command("api")
@click.option("--database", type=click.Choice(["sqlite", "postgresql"]), default="sqlite")
@click.option("--rounds", default=3, show_default=True, help="Rounds of each, by turns.")
@click.option("--questions", default=32, show_default=True, help="Of each kind in a round.")
@click.option(
    "--before",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Another checkout, with its own .venv, that is measured in the same rounds.",
)
def api(database: str, rounds: int, questions: int, before: Path | None) -> None:
    """Create, upload, change, read and list, as one client and as sixteen.

    Beside it a plain service of Flask and SQLAlchemy that inserts or selects one row, behind the
    same server with as many threads, on the same kind of database. They take turns. Nothing works
    on the orders meanwhile: what is measured is the web process. The clients are threads of one
    process, whose own part is in the times of all. How long an answer keeps a processor of the
    server busy depends least on who else is on the machine.
    """
    with ExitStack() as stack, Progress(transient=True) as bar:
        steps = bar.add_task("starting", total=rounds + 1)
        contestants = stack.enter_context(_contestants(database, before))
        for turn in range(rounds + 1):
            bar.update(steps, description=f"round {turn}" if turn else "warming up")
            for contestant in contestants:
                contestant.run(questions if turn else 2, keep=turn > 0)
            bar.advance(steps)
    Console(width=None if sys.stdout.isatty() else 160).print(_table(contestants, database))


@dataclass
class ApiContestant:
    """A service with its clients; `costs` are those of each question for each number of clients."""

    name: str
    clients: list[Client]
    costs: dict[tuple[str, int], list[Costs]] = field(default_factory=dict)

    def run(self, questions: int, *, keep: bool) -> None:
        """Ask each question `questions` times, as one client and as many."""
        for name in self.clients[0].questions:
            for number in CLIENTS:
                each = ceil(questions / number)
                costs = api_clients.measure(self.clients[:number], name, each)
                if keep:
                    self.costs.setdefault((name, number), []).append(costs)

    def total(self, name: str, number: int) -> Costs | None:
        """What all answers to a question cost; None if it was not asked."""
        costs = self.costs.get((name, number))
        return api_clients.together(costs) if costs else None


@dataclass
class Ground:
    """What the contestants have in common; `stack` ends what is started on it."""

    stack: ExitStack
    folder: Path
    server: postgres.Postgres | None
    redis_port: int

    def database_url(self, name: str) -> str:
        """A database of its own for a contestant."""
        if self.server is None:
            return f"sqlite:///{self.folder / name}.sqlite3"
        return self.server.create_database(name)

    def werkbank(self, name: str, python: Path, number: int) -> ApiContestant:
        """The Werkbank that this interpreter has, filled, with its clients."""
        var = self.folder / f"var_{number}"
        var.mkdir()
        environment = UNLIMITED | {
            "WERKBANK_DATABASE_URL": self.database_url(f"werkbank_{number}"),
            "WERKBANK_REDIS_URL": valkey.url(self.redis_port, number),
            "WERKBANK_VAR_DIR": str(var),
            "WERKBANK_EMBEDDED": "true",
            "WERKBANK_LOG_LEVEL": "WARNING",
            "WERKBANK_WEB_THREADS": str(THREADS),
        }
        words = (python, "-m", "service.cli", "migrate")
        subprocess.run(words, env=without_settings(environment), check=True, capture_output=True)
        port = self.stack.enter_context(_serving(python, "service.app:create_app", environment))
        key = api_clients.key_of_new_user(port)
        whole_id = api_clients.lay_out_werkbank(port, key)
        return _with_clients(name, lambda: WerkbankClient(port, key, whole_id))

    def plain(self) -> ApiContestant:
        """The plain service, filled, with its clients."""
        environment = {
            "PLAIN_DATABASE_URL": self.database_url("plain"),
            "PLAIN_FOLDER": str(self.folder),
        }
        factory = "benchmarks.api_plain:create_app"
        port = self.stack.enter_context(_serving(Path(sys.executable), factory, environment))
        whole_id = api_clients.lay_out_plain(port)
        return _with_clients("plain", lambda: PlainClient(port, whole_id))


@contextmanager
def _contestants(database: str, before: Path | None) -> Iterator[list[ApiContestant]]:
    """Ours, another checkout if there is one, and the plain service, which comes last."""
    with TemporaryDirectory(prefix="werkbank-bench-") as name, ExitStack() as stack:
        folder = Path(name)
        server = stack.enter_context(postgres.running()) if database == "postgresql" else None
        ground = Ground(stack, folder, server, stack.enter_context(broker.running()))
        contestants = [ground.werkbank("Werkbank", Path(sys.executable), 0)]
        if before:
            python = before.absolute() / ".venv/bin/python"
            contestants.append(ground.werkbank("before", python, 1))
        yield [*contestants, ground.plain()]


def _with_clients(name: str, client: Callable[[], Client]) -> ApiContestant:
    return ApiContestant(name, [client() for _ in range(max(CLIENTS))])


@contextmanager
def _serving(python: Path, factory: str, environment: Mapping[str, str]) -> Iterator[int]:
    """The port at which an application is served for the duration of the block."""
    port = ports.free_port()
    words = (python, "-P", api_server.__file__, factory, port, THREADS)
    process = child_process.start(
        [str(word) for word in words],
        output=subprocess.DEVNULL,
        environment=without_settings(environment),
    )
    try:
        late_at = time.monotonic() + PATIENCE_S
        while not ports.is_taken(port):
            if process.poll() is not None or time.monotonic() > late_at:
                raise click.ClickException(f"{factory} was not served by {python}")
            time.sleep(0.1)
        yield port
    finally:
        child_process.end([process], grace_s=5)


def _table(contestants: list[ApiContestant], database: str) -> Table:
    one, many = CLIENTS
    table = Table(title=f"Answers of the API on {database}, p50 / p99 in ms")
    for heading in ("question", "service"):
        table.add_column(heading)
    heads = ("bytes", "statements", "processor", "times plain", f"{one} client", f"{many} clients")
    for heading in heads:
        table.add_column(heading, justify="right")
    plain = contestants[-1]
    for name in contestants[0].clients[0].questions:
        for contestant in contestants:
            alone, together = (contestant.total(name, number) for number in CLIENTS)
            if alone is None or together is None:
                continue
            beside = plain.total(name, one)
            busy_us = median(alone.processor_us)
            table.add_row(
                name if contestant is contestants[0] else "",
                contestant.name,
                f"{median(alone.content_bytes):,.0f}",
                f"{median(alone.statements):.0f}",
                f"{busy_us / 1e3:.1f} ms",
                f"{busy_us / median(beside.processor_us):.1f}" if beside else "",
                _times(alone),
                _times(together),
            )
        table.add_section()
    return table


def _times(costs: Costs) -> str:
    ordered = sorted(costs.seconds)
    late = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    return f"{median(ordered) * 1e3:.1f} / {late * 1e3:.1f}"
