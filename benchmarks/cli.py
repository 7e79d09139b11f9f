"""The command `werkbank bench`, which gathers the benchmarks."""

import click

from benchmarks.feed import feed_benchmark
from benchmarks.listing import listing
from benchmarks.matching import matching
from benchmarks.mesh import mesh
from benchmarks.orders import orders
from benchmarks.sweep import sweep


@click.group("bench")
def bench() -> None:
    """Measure what the README claims.

    Each benchmark compares Werkbank with something in one run and prints ratios: machines differ
    and are shared, so seconds alone say little. Install the extra `dev` first.
    """


for command in (mesh, orders, listing, matching, sweep, feed_benchmark):
    bench.add_command(command)
