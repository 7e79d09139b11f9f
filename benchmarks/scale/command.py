"""Measures service times, checks the model against them, and says how far shards reach."""

import os

import click
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from benchmarks.scale import measured, model
from benchmarks.scale.measured import ServiceTimes
from benchmarks.scale.model import Layout, SimulatedOutcome

#: How far the model may be from what was measured before it may say anything of more.
TOLERANCE = 0.25
#: Seconds within which 99 of 100 orders are to be sent.
PATIENCE_S = 2.0


@click.command("scale")
@click.option("--shards", default="1,2,4", show_default=True, help="Numbers of shards.")
@click.option("--seconds", default=10.0, show_default=True, help="Simulated seconds of each run.")
@click.option("--across", default=0.1, show_default=True, help="Share of orders to other shards.")
@click.option("--seed", default=1, show_default=True, help="Of all chance in the simulation.")
def scale(shards: str, seconds: float, across: float, seed: int) -> None:
    """Simulate one to many shards with service times that are measured first.

    Orders are verified and sent by one worker process and by two, as in `werkbank bench orders`,
    and what each order takes of a processor is read from the operating system. The model gets the
    times of one worker process, and must say how many orders two send in a second, within a
    quarter, before it is asked about more: what it says of shards with cores of their own follows
    from the same times. Cores that others on the machine take meanwhile are subtracted.
    """
    console = Console()
    with Progress(transient=True) as bar:
        step = bar.add_task("starting", total=None)
        times = measured.measure(lambda words: bar.update(step, description=words))
        console.print(_table_of_times(times))
        predicted = check(times)
        console.print(predicted)
        layout = Layout(across=across)
        outcomes = []
        for number in map(int, shards.split(",")):
            bar.update(step, description=f"{number} shards")
            outcomes.append(model.most_per_s(times, layout, number, PATIENCE_S, seconds, seed))
    console.print(_table(outcomes, layout))
    console.print(_limits(times, layout))


def check(times: ServiceTimes) -> str:
    """What the model says of two worker processes; raises if that is too far from the truth."""
    said = model.drained_per_s(
        times.one, times.relay_s, 2, _cores(), times.two.others, measured.ORDERS
    )
    ratio = said / times.two.orders_per_s
    words = (
        f"Two worker processes: {times.two.orders_per_s:.0f} orders in a second were measured; "
        f"with the times of one, the model says {said:.0f} ({ratio:.2f} times as many)."
    )
    if abs(ratio - 1) > TOLERANCE:
        raise click.ClickException(f"{words} That is too far off to say anything of more.")
    return words


def _cores() -> int:
    """The cores of the machine on which is measured, which all that takes part shares."""
    return os.cpu_count() or 1


def _table_of_times(times: ServiceTimes) -> Table:
    table = Table(title="What was measured, with one and with two worker processes")
    for heading in ("of each order", "one", "two"):
        table.add_column(heading, justify="left" if heading == "of each order" else "right")
    for words, name, factor, unit in (
        ("orders in a second", "orders_per_s", 1.0, ""),
        ("processor, workers", "worker_s", 1e3, " ms"),
        ("processor, scheduler", "scheduler_s", 1e3, " ms"),
        ("processor, PostgreSQL", "database_s", 1e3, " ms"),
        ("write-ahead log", "wal_bytes", 1e-3, " kB"),
        ("its records", "wal_records", 1.0, ""),
        ("transactions", "commits", 1.0, ""),
        ("events", "events", 1.0, ""),
        ("cores that others took", "others", 1.0, ""),
    ):
        figures = (f"{getattr(each, name) * factor:,.1f}{unit}" for each in (times.one, times.two))
        table.add_row(words, *figures)
    for words, seconds in (
        ("the relay, until its events have positions", times.relay_s),
        ("made over the API, processor", times.web_s),
        ("its organisation's usage row is locked", times.usage_s),
        ("a transaction that writes one event", times.announce_s),
    ):
        table.add_row(words, "", f"{seconds * 1e3:.2f} ms")
    return table


def _table(outcomes: list[SimulatedOutcome], layout: Layout) -> Table:
    title = (
        f"Simulated: each shard with {layout.web_cores} cores for web processes, {layout.workers} "
        f"worker processes, {layout.database_cores} cores for PostgreSQL; {layout.across:.0%} of "
        f"the orders go to another shard; 99 of 100 within {PATIENCE_S:g} s"
    )
    table = Table(title=title)
    for heading in ("shards", "orders/s", "times one", "median", "p99", "busiest of all"):
        table.add_column(heading, justify="right")
    for each in outcomes:
        ratio = each.offered_per_s / outcomes[0].offered_per_s
        times = f"{each.median_s * 1e3:.0f} ms", f"{each.p99_s * 1e3:.0f} ms"
        busiest = f"{each.busiest}, {each.utilization:.0%}"
        figures = f"{each.shards}", f"{each.offered_per_s:,.0f}", f"{ratio:.2f}"
        table.add_row(*figures, *times, busiest)
    return table


def _limits(times: ServiceTimes, layout: Layout) -> Table:
    table = Table(title="What limits one shard, each taken alone")
    table.add_column("limit")
    table.add_column("orders/s", justify="right")
    for words, seconds in (
        (f"{layout.web_cores} cores for web processes", times.web_s / layout.web_cores),
        (
            f"{layout.workers} worker processes",
            (times.two.worker_s + times.two.database_s) / layout.workers,
        ),
        (
            f"{layout.database_cores} cores for PostgreSQL",
            times.two.database_s / layout.database_cores,
        ),
        ("the relay, one at a time", times.relay_s + times.two.scheduler_s),
        ("the usage row of one organisation", times.usage_s),
    ):
        table.add_row(words, f"{1 / seconds:,.0f}" if seconds else "–")
    return table
