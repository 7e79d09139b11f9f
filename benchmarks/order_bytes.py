"""Measures how many bytes of PostgreSQL an order takes, by table."""

from collections.abc import Mapping
from contextlib import ExitStack

import click
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from benchmarks.orders import servers, werkbank
from benchmarks.table_bytes import TableBytes, bytes_by_table, bytes_each, pack
from service.database import transactions

#: What is aimed at: bytes of an order, packed.
AIM = 6000
#: Tables that take less of an order are summed up.
_LEAST = 10


@click.command("bytes")
@click.option("--orders", "count", default=2000, show_default=True, help="Orders that are sent.")
@click.option("--parts", default=1, show_default=True, help="Different parts that they are of.")
def order_bytes(count: int, parts: int) -> None:
    """Verify and send small orders, and print what each takes in PostgreSQL, by table.

    The orders are those of `werkbank bench orders`. They are measured twice: as the server wrote
    them, with the former versions of rows, whose place is used again by and by; and packed, as what
    is there would lie without gaps. `toast` are long values, which stand beside their rows. Answers
    that are kept for an `Idempotency-Key` are not among them: no order came over HTTP.
    """
    with ExitStack() as stack, Progress(transient=True) as bar:
        steps = bar.add_task("starting", total=3)
        environment = stack.enter_context(servers()).environment
        with werkbank(environment, parts=parts) as contestants:
            engine = transactions.engine()
            before = bytes_by_table(engine)
            bar.update(steps, advance=1, description="orders")
            contestants["Werkbank"].run(count)
            written = bytes_each(count, before, bytes_by_table(engine))
        bar.update(steps, advance=1, description="packing")
        pack(engine)
        packed = bytes_each(count, before, bytes_by_table(engine))
        bar.advance(steps)
    Console().print(_table(written, packed, f"{count} orders of {parts} parts, bytes of each"))


def _table(
    written: Mapping[str, TableBytes], packed: Mapping[str, TableBytes], title: str
) -> Table:
    table = Table(title=title)
    table.add_column("table")
    for heading in ("as written", "packed", "heap", "toast", "indexes"):
        table.add_column(heading, justify="right")
    rest, rest_packed = 0.0, TableBytes()
    for name, each in packed.items():
        if max(each.total, written[name].total) >= _LEAST:
            table.add_row(name, *_figures(written[name].total, each))
        else:
            rest += written[name].total
            rest_packed = TableBytes(*(a + b for a, b in zip(rest_packed, each, strict=True)))
    table.add_row("others", *_figures(rest, rest_packed), end_section=True)
    everything = TableBytes(*(sum(part) for part in zip(*packed.values(), strict=True)))
    table.add_row("all", *_figures(sum(each.total for each in written.values()), everything))
    colour = "green" if everything.total < AIM else "yellow"
    table.caption = f"[{colour}]{everything.total:,.0f} bytes packed; aimed at {AIM:,}[/]"
    return table


def _figures(written: float, packed: TableBytes) -> list[str]:
    return [f"{figure:,.0f}" for figure in (written, packed.total, *packed)]
