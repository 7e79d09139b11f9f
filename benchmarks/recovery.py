"""Measures whether a pass of recovery takes longer the more is due, or the more there is."""

import os
import time
from dataclasses import dataclass, field
from statistics import median
from tempfile import TemporaryDirectory

import click
import sqlalchemy as sa
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from benchmarks import postgres
from benchmarks.listing import Filled, lay_out
from service import clock
from service.database import transactions
from service.settings import settings
from tasks.outbox.recovery import recover_once

#: What is aimed at: a pass in the large database takes at most this many times that in the small.
AIM = 1.3

#: Some of the processes whose quotes expire by and by, with a deadline that has just passed.
LET_FALL_DUE = """
update processes set due_at = now() - interval '1 second'
where id in (select id from processes where state = 'verified' limit :number)
"""


@dataclass
class Measured:
    """A database, and how long passes took in it, by how much was due."""

    filled: Filled
    times_s: dict[int, list[float]] = field(default_factory=dict)


@click.command("recovery")
@click.option("--small", default=10_000, show_default=True, help="Processes in the small database.")
@click.option("--large", default=1_000_000, show_default=True, help="Processes in the large one.")
@click.option("--due", default=100, show_default=True, help="Deadlines that are due in a pass.")
@click.option("--rounds", default=10, show_default=True, help="Passes of each kind in each.")
def recovery(small: int, large: int, due: int, rounds: int) -> None:
    """Recover in a small and a large database, with nothing due and with some.

    Both are databases of one PostgreSQL in which every waiting process has a deadline, and the
    rounds take turns. What is due are quotes that expire: each is a move with history and events.
    """
    with TemporaryDirectory(prefix="werkbank-bench-") as folder, postgres.running() as server:
        os.environ.update(WERKBANK_VAR_DIR=folder, WERKBANK_EMBEDDED="true")
        settings.cache_clear()
        with Progress(transient=True) as bar:
            steps = bar.add_task("filling the databases", total=2 + rounds)
            contestants = []
            for count in (small, large):
                contestants.append(Measured(lay_out(server, count)))
                bar.advance(steps)
            bar.update(steps, description="recovering")
            for _ in range(rounds):
                for measured in contestants:
                    for number in (0, due):
                        measured.times_s.setdefault(number, []).append(_pass(measured, number))
                bar.advance(steps)
        Console().print(_table(*contestants))
        transactions.disconnect()


def _pass(measured: Measured, number: int) -> float:
    """The seconds of one pass with `number` deadlines due."""
    transactions.connect(measured.filled.url)
    with transactions.engine().begin() as connection:
        connection.execute(sa.text(LET_FALL_DUE), {"number": number})
    with transactions.reading() as session:  # the connection is there from here on
        session.execute(sa.text("select 1"))
    started = time.perf_counter()
    recovered = recover_once(clock.now())
    took = time.perf_counter() - started
    assert recovered.fired == number, f"{recovered.fired} deadlines were fired, not {number}"
    return took


def _table(small: Measured, large: Measured) -> Table:
    table = Table(title="A pass of recovery on PostgreSQL")
    for heading in ("due", "processes", "median", "ratio"):
        table.add_column(heading, justify="right")
    for number in small.times_s:
        times = {id(measured): median(measured.times_s[number]) for measured in (small, large)}
        ratio = times[id(large)] / times[id(small)]
        for measured in (small, large):
            ratio_text = "1.00" if measured is small else f"{ratio:.2f} (aim: at most {AIM})"
            row = (
                str(number),
                f"{measured.filled.processes:,}",
                f"{times[id(measured)] * 1e3:.1f} ms",
            )
            table.add_row(*row, ratio_text)
    return table
