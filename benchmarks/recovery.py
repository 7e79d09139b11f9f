"""Measures whether a pass of recovery takes longer the more is due, or the more there is."""

import time
from functools import partial
from statistics import median

import click
import sqlalchemy as sa
from rich.console import Console
from rich.table import Table

from benchmarks.filled_databases import FilledDatabase, measured_by_turns
from service import clock
from service.database import transactions
from tasks.outbox.recovery import recover_once

#: What is aimed at: a pass in the large database takes at most this many times that in the small.
AIM = 1.3

#: Some of the processes whose quotes expire by and by, with a deadline that has just passed.
LET_FALL_DUE = """
update processes set due_at = now() - interval '1 second'
where id in (select id from processes where state = 'verified' limit :number)
"""


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
    with measured_by_turns(small, large, rounds, partial(_measure, due=due)) as databases:
        Console().print(_table(*databases))


def _measure(filled: FilledDatabase, due: int) -> None:
    for number in (0, due):
        filled.times_s[number].append(_pass(number))


def _pass(number: int) -> float:
    """The seconds of one pass with `number` deadlines due."""
    with transactions.engine().begin() as connection:
        connection.execute(sa.text("set local statement_timeout = 0"))
        connection.execute(sa.text(LET_FALL_DUE), {"number": number})
    with transactions.reading() as session:  # the connection is there from here on
        session.execute(sa.text("select 1"))
    started = time.perf_counter()
    recovered = recover_once(clock.now())
    took = time.perf_counter() - started
    assert recovered.fired == number, f"{recovered.fired} deadlines were fired, not {number}"
    return took


def _table(small: FilledDatabase, large: FilledDatabase) -> Table:
    table = Table(title="A pass of recovery on PostgreSQL")
    for heading in ("due", "processes", "median", "ratio"):
        table.add_column(heading, justify="right")
    for number in small.times_s:
        usual_s = median(small.times_s[number])
        for filled in (small, large):
            time_s = median(filled.times_s[number])
            ratio = "1.00" if filled is small else f"{time_s / usual_s:.2f} (aim: at most {AIM})"
            row = (str(number), f"{filled.processes:,}", f"{time_s * 1e3:.1f} ms", ratio)
            table.add_row(*row)
    return table
