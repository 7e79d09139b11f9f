"""The command `werkbank bench`, which gathers the benchmarks."""

from copy import copy

import click

from benchmarks.api import api
from benchmarks.fairness import fairness
from benchmarks.feed import feed_benchmark
from benchmarks.growth.command import growth
from benchmarks.hosts.command import hosts
from benchmarks.idle import idle
from benchmarks.listing import listing
from benchmarks.matching import matching
from benchmarks.mesh import mesh
from benchmarks.order_bytes import order_bytes
from benchmarks.orders import orders
from benchmarks.pages import pages
from benchmarks.recovery import recovery
from benchmarks.scale.command import scale
from benchmarks.slow_clients import slow_clients
from benchmarks.upgrade import upgrade
from benchmarks.viewer import viewer


@click.group("bench")
def bench() -> None:
    """Measure what docs/benchmarks.md claims.

    Each benchmark compares Werkbank with something in one run and prints ratios: machines differ
    and are shared, so seconds alone say little. Install the extra `dev` first.
    """


for command in (
    *(api, mesh, orders, listing, matching, recovery, feed_benchmark, slow_clients),
    *(fairness, growth, hosts, idle, order_bytes, pages, scale, upgrade, viewer),
):
    bench.add_command(command)
former = copy(recovery)
former.name, former.hidden = "sweep", True
former.deprecated = "its name is `recovery` now; the old one goes with the next release"
bench.add_command(former)
