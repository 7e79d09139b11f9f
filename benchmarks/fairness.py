"""Measures what a visitor's flood of large models costs a customer who has one part verified."""

import os
import sys
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from uuid import UUID

import click
import sqlalchemy as sa
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from benchmarks import example_client, mesh_solid
from benchmarks.example_client import ExampleClient
from service import clock
from service.database import migrations, transactions
from service.database.models import Process, Verification
from service.manufacturing.geometry.meshes.stl_binary import HEAD_BYTES
from service.settings import Settings, settings
from tasks.local import services
from tasks.local.supervised import ProcessSupervisor
from tasks.local.valkey import await_answer, url
from workflows.process import ProcessState

#: What is promised: parts of the flood for which a customer waits at most.
PROMISE = 1
#: Triangles of the customer's part.
CUSTOMERS_TRIANGLES = 2_000
#: Seconds after which a round counts as stuck.
PATIENCE_S = 600
_TICK_S = 0.02
_VERIFYING = Process.state == ProcessState.VERIFYING
_UNTRIED = sa.and_(_VERIFYING, Process.attempts == 0)
_APPLICATION = "tasks.worker"
_TURNS, _FIRST_COME = "turns", "first come, first served"
#: Who chooses what is next, and the Celery application of the workers that do so.
APPLICATIONS = {_TURNS: _APPLICATION, _FIRST_COME: "benchmarks.fairness_first_come"}
_AT_LEAST_ONE, _AT_LEAST_TWO = click.IntRange(min=1), click.IntRange(min=2)
_TRIANGLES = click.IntRange(min=18)
_CONCURRENCY: int = Settings.model_fields["worker_concurrency"].default


@click.command("fairness", context_settings={"show_default": True})
@click.option("--parts", default=8, type=_AT_LEAST_TWO, help="Models of the flood in each round.")
@click.option("--triangles", default=100_000, type=_TRIANGLES, help="Size of each of them.")
@click.option("--workers", default=_CONCURRENCY, type=_AT_LEAST_ONE, help="Pool processes.")
@click.option("--rounds", default=5, type=_AT_LEAST_ONE, help="Rounds of each.")
def fairness(parts: int, triangles: int, workers: int, rounds: int) -> None:
    """Verify a customer's small part alone, and beside a visitor's flood of large ones.

    In each round it is laid in once alone, and once when a worker has just begun the first part of
    the flood, which is when there is most to wait for. The worker and the scheduler are those of
    `werkbank up` with its defaults, on SQLite. Then all is repeated with workers that take what
    came first. A part of the flood counts as waited for if it was begun or finished after the
    customer's was laid in and before that one was begun. If the customer had to wait for more of
    them than turns allow, the command ends with 1.
    """
    samples: dict[str, FairnessSample] = {}
    with _site(workers) as config, Progress(transient=True) as bar:
        steps = bar.add_task("starting", total=len(APPLICATIONS) * (rounds + 1))
        trial = Trial.laid_out(config.var(), parts, triangles)
        for chooser, application in APPLICATIONS.items():
            samples[chooser] = FairnessSample()
            with _working(config, application):
                for number in range(rounds + 1):
                    bar.update(steps, description=f"{chooser}, round {number}")
                    trial.run(samples[chooser] if number else FairnessSample())  # 0 warms up
                    bar.advance(steps)
    if not min(samples[_TURNS].left):
        raise click.ClickException("the flood was over before the customer's part was begun")
    console = Console(width=None if sys.stdout.isatty() else 120)
    console.print(_table(samples, parts, triangles, workers, rounds))
    if (most := max(samples[_TURNS].parts)) > PROMISE:
        console.print(f"[red]a customer waited for {most} parts of the flood, not {PROMISE}")
        sys.exit(1)


@dataclass
class FairnessSample:
    """What the rounds showed: the customer's seconds, and the parts that they waited for."""

    alone_s: list[float] = field(default_factory=list)
    beside_s: list[float] = field(default_factory=list)
    parts: list[int] = field(default_factory=list)
    #: Parts of the flood that were begun after the customer's.
    left: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Trial:
    """A customer and a visitor, with what they have verified; no content comes twice."""

    customer: ExampleClient
    visitor: ExampleClient
    small: bytes
    large: bytes
    parts: int
    numbers: Iterator[int] = field(default_factory=count)

    @classmethod
    def laid_out(cls, folder: Path, parts: int, triangles: int) -> "Trial":
        """Both of them in an empty database, and their models."""
        path = folder / "model.stl"
        small, large = (_written(path, size) for size in (CUSTOMERS_TRIANGLES, triangles))
        with transactions.writing() as session:
            customer = example_client.create_client(session)
            return cls(customer, example_client.add_visitor(session), small, large, parts)

    def run(self, sample: FairnessSample) -> None:
        """The customer's part once alone, and once beside a flood, which ends within the round."""
        ids = self._lay_in(self.customer, self.small)
        sample.alone_s.append(_seconds_until_verified(ids))
        flood = self._lay_in(self.visitor, self.large, self.parts)
        _wait_while(_UNTRIED, flood, self.parts)
        ids = self._lay_in(self.customer, self.small)
        laid_in_at = clock.now()
        sample.beside_s.append(_seconds_until_verified(ids))
        _seconds_until_verified(flood)
        [(began_at, _)] = _spans(ids)
        spans = _spans(flood)
        sample.parts.append(waited_for(spans, laid_in_at, began_at))
        sample.left.append(sum(began > began_at for began, _ in spans))

    def _lay_in(self, party: ExampleClient, model: bytes, number: int = 1) -> list[UUID]:
        """Models of a party that wait to be verified, all at once; their ids."""
        contents = []
        for _ in range(number):
            remark = f"part {next(self.numbers)}".encode().ljust(HEAD_BYTES - 4)
            contents.append(example_client.store_content(remark + model[len(remark) :]))
        with transactions.writing() as session:
            return [party.order(session, sha256, send=False).id for sha256 in contents]


def _written(path: Path, triangles: int) -> bytes:
    mesh_solid.write(path, triangles)
    return path.read_bytes()


def waited_for(
    flood: Collection[tuple[datetime, datetime]], laid_in_at: datetime, began_at: datetime
) -> int:
    """How many parts, each with its beginning and end, held up one that was begun at last.

    Those are the parts that a worker was done with, or began with, in between.
    """
    return sum(
        any(laid_in_at < moment < began_at for moment in (began, ended)) for began, ended in flood
    )


@contextmanager
def _site(workers: int) -> Iterator[Settings]:
    """An empty database and a broker, with the defaults of the embedded mode."""
    with TemporaryDirectory(prefix="werkbank-bench-") as folder:
        for name in [name for name in os.environ if name.startswith("WERKBANK_")]:
            del os.environ[name]
        os.environ |= {
            "WERKBANK_VAR_DIR": folder,
            "WERKBANK_EMBEDDED": "true",
            "WERKBANK_WORKER_CONCURRENCY": str(workers),
        }
        settings.cache_clear()
        supervisor = _supervisor()
        broker, port = services.broker(settings())
        try:
            supervisor.start(broker)
            os.environ["WERKBANK_REDIS_URL"] = url(port)
            settings.cache_clear()
            await_answer(url(port))
            migrations.upgrade(settings().database_url)
            transactions.connect(settings().database_url)
            yield settings()
        finally:
            transactions.disconnect()
            supervisor.stop(*supervisor.pids(), grace_s=10)


@contextmanager
def _working(config: Settings, application: str) -> Iterator[None]:
    """The scheduler, and the worker of an application of Celery."""
    supervisor = _supervisor()
    shared = services.environment(config, config.redis_url)
    try:
        for service in services.services(config, shared):
            if service.name in ("worker", "scheduler"):
                command = [
                    application if word == _APPLICATION else word for word in service.command
                ]
                supervisor.start(replace(service, command=tuple(command)))
        yield
    finally:
        supervisor.stop(*supervisor.pids(), grace_s=10)


def _supervisor() -> ProcessSupervisor:
    return ProcessSupervisor(lambda sentence: click.secho(f"  {sentence}", fg="yellow"))


def _seconds_until_verified(process_ids: Sequence[UUID]) -> float:
    started = time.monotonic()
    _wait_while(_VERIFYING, process_ids, 1)
    return time.monotonic() - started


def _wait_while(condition: sa.ColumnElement[bool], process_ids: Sequence[UUID], least: int) -> None:
    """Wait as long as at least so many of the processes are so."""
    query = sa.select(sa.func.count()).where(Process.id.in_(process_ids), condition)
    late_at = time.monotonic() + PATIENCE_S
    while True:
        with transactions.reading() as session:
            if (session.scalar(query) or 0) < least:
                return
        if time.monotonic() > late_at:
            raise click.ClickException(f"the round was stuck for {PATIENCE_S} s")
        time.sleep(_TICK_S)


def _spans(process_ids: Sequence[UUID]) -> list[tuple[datetime, datetime]]:
    """When the verification of each began and ended."""
    query = sa.select(Verification.started_at, Verification.finished_at)
    with transactions.reading() as session:
        rows = session.execute(query.where(Verification.process_id.in_(process_ids)))
        return [(began_at, ended_at) for began_at, ended_at in rows]


def _table(
    samples: Mapping[str, FairnessSample], parts: int, triangles: int, workers: int, rounds: int
) -> Table:
    table = Table(
        title=f"A customer's part beside {parts} of {triangles:,} triangles, {workers} pool "
        f"processes, median / worst of {rounds} rounds"
    )
    table.add_column("workers choose by")
    for heading in ("alone, s", "beside, s", "times as long", "parts waited for"):
        table.add_column(heading, justify="right")
    for chooser, sample in samples.items():
        longer = [
            beside / alone for alone, beside in zip(sample.alone_s, sample.beside_s, strict=True)
        ]
        figures = (_figures(times, ".2f") for times in (sample.alone_s, sample.beside_s))
        waited = _figures(sample.parts, "g")
        table.add_row(chooser, *figures, _figures(longer, ".2f"), waited)
    table.caption = f"by turns, at most {PROMISE} part is waited for"
    return table


def _figures(values: Sequence[float], form: str) -> str:
    return f"{median(values):{form}} / {max(values):{form}}"
