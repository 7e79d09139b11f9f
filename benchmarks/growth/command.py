"""Measures what grows with the number of orders: bytes, lists, pages, sweeps, and retention."""

import json
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from statistics import median

import click
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from benchmarks import orders
from benchmarks.growth import databases, sweeps
from benchmarks.growth.databases import GrownDatabase
from benchmarks.growth.forgetting import Forgotten, forgetting
from benchmarks.growth.questions import TimedRequest, questions
from benchmarks.table_bytes import bytes_by_table
from service.database import transactions
from service.operations import census

#: What is aimed at: in the largest database at most this many times what it takes in the smallest,
#: or so many milliseconds more, which nobody notices.
AIM, UNNOTICED_MS = 1.5, 20.0
#: What takes longer than this is measured once.
SLOW_S = 3.0
#: Orders of each round in which it is measured how many are sent in a second, and the rounds.
ORDERS, ROUNDS = 500, 3
#: Milliseconds of each thing that was measured, by its name and the orders of the database.
Times = Mapping[str, Mapping[int, list[float]]]


@click.command("growth")
@click.option(
    "--orders",
    "sizes",
    multiple=True,
    type=click.IntRange(2_000),
    default=(10_000, 300_000),
    show_default=True,
    help="Orders in a database; give it once for each.",
)
@click.option(
    "--made",
    default=160,
    show_default=True,
    type=click.IntRange(48),
    help="Orders that are made over the API, of which the others are copies.",
)
@click.option("--days", default=365, show_default=True, help="Days over which they are spread.")
@click.option(
    "--rounds",
    default=3,
    show_default=True,
    help="Rounds; the quickest counts, for others on the machine only lengthen.",
)
@click.option("--only", default="", help="Measure only what has this in its name.")
@click.option(
    "--json", "file", type=click.Path(path_type=Path), help="Write all figures there as well."
)
def growth(
    sizes: tuple[int, ...], made: int, days: int, rounds: int, only: str, file: Path | None
) -> None:
    """Ask the same of small and large databases, and say what takes longer in large ones.

    Some orders are made over the API, with their files, requests, offers, events, deliveries,
    mails and kept answers. PostgreSQL copies them, each with ids and dates of its own: most are
    ended, as many are open in each database, and half of all are those of one buyer. Then all that
    is asked is asked in each database by turns: the lists of the API with each of their parameters,
    also a page in the middle, the pages of the console as a buyer, a workshop and an operator, and
    what runs by itself. What is aimed at: 1.5 times the time, or 20 ms more. At last it is deleted
    from the largest what orders leave behind, and compared how many of them come in a second.
    """
    console = Console(width=max(Console().width, 120))
    with databases.servers() as server, Progress(transient=True, console=console) as bar:
        step = bar.add_task("starting", total=None)

        def told(words: str) -> None:
            bar.update(step, description=words)

        grown = list(databases.fill(server, sorted(sizes), made, days, told))
        times: dict[str, dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
        bytes_of = {each.orders: _sizes(each) for each in grown}
        for number in range(rounds + 1):
            for each in grown:
                told(f"{each.orders:,} orders, round {number}")
                each.connect()
                _measure(each, days, only, times, keep=number > 0)
        grown[-1].connect()
        told(f"{grown[-1].orders:,} orders, retention")
        forgotten = list(forgetting(grown[-1].rows_of_each)) if only in "retention" else []
    console.print(_table_of_sizes(bytes_of))
    console.print(_table(times))
    figures = {"bytes": bytes_of, "milliseconds": times}
    if forgotten:
        orders_per_s = _throughput()
        console.print(_table_of_retention(forgotten, orders_per_s))
        figures |= {"orders_per_s": orders_per_s, "retention": list(map(asdict, forgotten))}
    if file:
        file.write_text(json.dumps(figures, indent=1))


def _throughput() -> float:
    """The orders that are verified and sent in a second, as `werkbank bench orders` measures."""
    with orders.servers() as common, orders.werkbank(common.environment) as contestants:
        rates = [ORDERS / contestants["Werkbank"].run(ORDERS) for _ in range(ROUNDS + 1)]
    return median(rates[1:])


def _table_of_retention(forgotten: list[Forgotten], orders_per_s: float) -> Table:
    table = Table(title=f"What is deleted, beside {orders_per_s:.0f} orders in a second")
    table.add_column("kind")
    headings = "rows an order", "made in a second", "deleted in a second", "ratio"
    for heading in (*headings, "longest transaction"):
        table.add_column(heading, justify="right")
    for each in forgotten:
        made_per_s, ratio = each.made_per_order * orders_per_s, each.times_as_fast(orders_per_s)
        figures = f"{each.made_per_order:.1f}", f"{made_per_s:,.0f}", f"{each.per_second:,.0f}"
        words = f"{ratio:.1f}" if ratio > 1 else f"[red]{ratio:.1f}[/]"
        table.add_row(each.kind, *figures, words, f"{each.longest_s * 1e3:.0f} ms")
    return table


def _sizes(grown: GrownDatabase) -> dict[str, float]:
    grown.connect()
    return {name: each.total for name, each in bytes_by_table(transactions.engine()).items()}


def _measure(
    grown: GrownDatabase,
    days: int,
    only: str,
    times: dict[str, dict[int, list[float]]],
    *,
    keep: bool,
) -> None:
    """Ask everything once; the first time, connections and plans are made."""
    census.forget()
    for question in questions(grown, days):
        if only in question.name:
            _take(times, question.name, grown.orders, _asked(question), keep=keep)
    for sweep in sweeps.sweeps():
        if only in sweep.name:
            sweeps.prepare(sweep)
            _take(times, sweep.name, grown.orders, sweep.run, keep=keep)


def _asked(question: TimedRequest) -> Callable[[], object]:
    def ask() -> None:
        answer = question.caller.get(question.path, {"Accept": question.accept})
        assert answer.status_code in (200, 503), f"{question.path}: {answer.text}"

    return ask


def _take(
    times: dict[str, dict[int, list[float]]],
    name: str,
    orders: int,
    run: Callable[[], object],
    *,
    keep: bool,
) -> None:
    before = times[name][orders]
    if before and before[-1] > SLOW_S * 1e3:
        return
    started = time.perf_counter()
    run()
    took_s = time.perf_counter() - started
    if keep or took_s > SLOW_S:
        before.append(took_s * 1e3)


def _table(times: Times) -> Table:
    sizes = sorted({size for by_size in times.values() for size in by_size})
    table = Table(
        title="The quickest of the rounds, in milliseconds, by the orders in the database"
    )
    table.add_column("what")
    for size in sizes:
        table.add_column(f"{size:,}", justify="right")
    table.add_column("ratio", justify="right")
    bent = 0
    for name, by_size in times.items():
        if not all(by_size.get(size) for size in sizes):
            continue
        quickest = [min(by_size[size]) for size in sizes]
        ratio = quickest[-1] / quickest[0]
        bends = ratio > AIM and quickest[-1] - quickest[0] > UNNOTICED_MS
        bent += bends
        words = f"[red]{ratio:.2f}[/]" if bends else f"{ratio:.2f}"
        table.add_row(name, *(f"{each:.1f}" for each in quickest), words)
    table.caption = (
        f"{bent} of {len(table.rows)} take more than {AIM} times the time, "
        f"and more than {UNNOTICED_MS:.0f} ms longer"
    )
    return table


def _table_of_sizes(bytes_of: Mapping[int, Mapping[str, float]]) -> Table:
    """The tables that hold a hundredth of all or more."""
    sizes = sorted(bytes_of)
    table = Table(title="Bytes per order, with indexes, by the orders in the database")
    table.add_column("table")
    for size in sizes:
        table.add_column(f"{size:,}", justify="right")
    largest = bytes_of[sizes[-1]]
    for name in sorted(largest, key=lambda name: -largest[name]):
        if largest[name] * 100 >= sum(largest.values()):
            table.add_row(name, *(f"{bytes_of[size].get(name, 0) / size:,.0f}" for size in sizes))
    table.add_section()
    table.add_row("all", *(f"{sum(bytes_of[size].values()) / size:,.0f}" for size in sizes))
    return table
