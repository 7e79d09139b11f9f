"""The command `werkbank bench hosts`: orders on several hosts while everything goes wrong."""

import shutil
import signal
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import click
import orjson

from benchmarks.hosts import promises
from benchmarks.hosts.customers import Customers, through_proxy
from benchmarks.hosts.faults import FAULTS, Fault, NotSeen, Surroundings
from benchmarks.hosts.outside import ContractorsMailServer, FeedReaders, WebhookReceiver
from benchmarks.hosts.promises import Evidence, Promise
from benchmarks.hosts.site import HostedSite, running_site

#: Seconds from the end of a fault until all is well: what is aimed at, and what is promised.
AIM_S, BOUND_S = 10.0, 60.0
#: Seconds without a fault: at first, to see what is usual, and between two faults.
_CALM_S, _BETWEEN_S = 20.0, 3.0
_LOOK_S = 0.25
#: Until the first order must have passed.
_FIRST_WITHIN_S = 120.0
#: Orders that are still to be placed while a fault is felt, so that it meets some.
_IN_HAND = 20
#: Orders a second that are more than a machine takes, as few are under way: at first, to see how
#: many it takes, and when all faults are over.
_MORE_THAN_TAKEN = 20.0
#: The part of what it takes that is placed while faults happen, so that what waits grows less.
_USUAL_PART = 0.5
#: Seconds that the clocks of the second hosts are ahead.
_AHEAD_S = 60
#: What waits: orders for workers, events for readers, messages for webhooks.
_QUEUES = """
select (select count(*) from processes where state in ('verifying', 'sending')),
    (select count(*) from announcements),
    (select count(*) from webhook_deliveries where state = 'pending')
"""


class Recovery(NamedTuple):
    """A fault, what was seen of it, and seconds from its end until orders pass and all is well."""

    fault: Fault
    seen: str
    order_s: float | None
    all_s: float | None


@click.command("hosts")
@click.option("--orders", default=2000, show_default=True, help="Orders that are placed at least.")
@click.option(
    "--rate",
    type=click.FloatRange(min=0, min_open=True),
    help="Orders that are placed a second; without it half of those that pass when many are.",
)
@click.option(
    "--fault",
    "names",
    multiple=True,
    type=click.Choice([fault.name for fault in FAULTS]),
    help="Let only this fault happen; may be repeated. Without it all of them happen.",
)
@click.option("--nginx", help="The program of the proxy; without it that on the PATH.")
@click.option("--logs", type=click.Path(path_type=Path), help="Folder to leave all logs in.")
@click.pass_context
def hosts(
    ctx: click.Context,
    orders: int,
    rate: float | None,
    names: Sequence[str],
    nginx: str | None,
    logs: Path | None,
) -> None:
    """Order parts from several hosts while everything goes wrong, one after another.

    Starts the services of docker-compose.yml by its own commands, two hosts of each, in network
    namespaces: a proxy with deploy/nginx.conf, web processes, workers, schedulers and deliveries,
    PostgreSQL and Valkey, an S3 service, a mail server, a receiver of webhooks and readers of the
    feed. The clocks of the second hosts are a minute ahead where there is a C compiler
    (`cc`). Needs root, iproute2 and nginx.

    Prints how long each fault went on to be felt, and what became of every promise. Exit code 1
    if one did not hold.
    """
    signal.signal(signal.SIGTERM, lambda *_: ctx.exit(1))
    chosen = [fault for fault in FAULTS if not names or fault.name in names]
    with running_site(nginx, _AHEAD_S) as site:
        try:
            recoveries, kept = _run(site, chosen, orders, rate)
        finally:
            if logs:
                _keep_logs(site, logs)
    clocks = "a minute ahead on the second hosts" if site.skew else "alike: there is no C compiler"
    click.echo(f"\nThe clocks were {clocks}.\n")
    click.echo(recoveries_table(recoveries))
    click.echo(promises_table(kept))
    felt_too_long = any(each.all_s is None or each.all_s > BOUND_S for each in recoveries)
    ctx.exit(1 if felt_too_long or not all(promise.held for promise in kept) else 0)


def _run(
    site: HostedSite, chosen: Sequence[Fault], orders: int, rate: float | None
) -> tuple[list[Recovery], list[Promise]]:
    network, folder = site.network, site.composition.folder
    desk, proxy = network.address("desk"), network.address("proxy")
    site.run("web", "control-1", ["werkbank", "seed"])
    made = site.run("web", "control-1", ["python", "-m", "benchmarks.hosts.people"])
    people: dict[str, str] = orjson.loads(made.splitlines()[-1])
    authority, key = str(folder / "nginx" / "ca.pem"), people["key"]
    webs = [network.address(host) for host in ("web-1", "web-2")]
    customers = Customers(through_proxy(proxy, authority, key))
    with (
        ContractorsMailServer(desk) as mail,
        WebhookReceiver(desk) as webhooks,
        FeedReaders(proxy, webs, authority, key, customers.hear) as readers,
    ):
        customers.ask("POST", "/webhooks", json={"url": webhooks.url})
        (begins_after,) = site.row("select coalesce(max(position), 0) from events")
        customers.begin(orders, rate or _MORE_THAN_TAKEN)
        try:
            _await_first(customers)
            if rate is None:
                customers.rate = _USUAL_PART * _taken_per_s(customers)
                click.echo(f"{customers.rate:.2f} orders a second are placed.")
                _await_less(customers)
            around = Surroundings(site, customers, mail)
            recoveries = list(_endured(around, chosen))
            customers.rate = _MORE_THAN_TAKEN
            while customers.left:
                time.sleep(_LOOK_S)
        finally:
            customers.end()
        seen = Evidence(
            site=site,
            orders=customers.orders,
            organization_id=people["organization_id"],
            begins_after=begins_after,
            late_at=time.monotonic() + promises.SETTLED_WITHIN_S,
            mail=mail,
            webhooks=webhooks,
            readers=readers,
        )
        return recoveries, list(_told(promises.examine(seen)))


def _told(kept: Iterable[Promise]) -> Iterator[Promise]:
    for promise in kept:
        click.echo(f"{promise.words}: {'yes' if promise.held else 'NO'}, {promise.counted}")
        yield promise


def _endured(around: Surroundings, chosen: Iterable[Fault]) -> Iterator[Recovery]:
    usual = _usual(around.site)
    click.echo(f"Usually up to {usual} orders, events and messages wait.")
    for fault in chosen:
        around.customers.order_more(_IN_HAND)
        try:
            with fault.make(around) as seen:
                wait_until = time.monotonic() + fault.lasts_s
                while time.monotonic() < wait_until:
                    around.customers.order_more(_IN_HAND)
                    time.sleep(_LOOK_S)
        except NotSeen as error:
            yield Recovery(fault, f"**not seen**: {error}", None, None)
            continue
        recovery = _recovery(around, fault, seen, usual)
        click.echo(f"{fault.title}: {_seconds(recovery.all_s)}")
        yield recovery
        time.sleep(_BETWEEN_S)


def _await_first(customers: Customers) -> None:
    began_at = time.monotonic()
    while not customers.passed_since(began_at):
        if time.monotonic() > began_at + _FIRST_WITHIN_S:
            errors = [order.error for order in customers.orders if order.error]
            raise click.ClickException(f"No order passes, before any fault: {errors[:1]}")
        time.sleep(_LOOK_S)


def _taken_per_s(customers: Customers) -> float:
    """How many orders pass in a second while as many are under way as may be."""
    before, ends_at = customers.sent, time.monotonic() + _CALM_S
    while time.monotonic() < ends_at:
        customers.order_more(_IN_HAND)
        time.sleep(_LOOK_S)
    if customers.sent == before:
        raise click.ClickException(f"No order passes for {_CALM_S:.0f} s, before any fault.")
    return (customers.sent - before) / _CALM_S


def _await_less(customers: Customers) -> None:
    """Wait until the orders are through that were placed to see how many pass."""
    placed = list(customers.orders)
    while not all(order.sent_at or order.error for order in placed):
        time.sleep(_LOOK_S)


def _usual(site: HostedSite) -> tuple[int, ...]:
    """The most that waits while nothing goes wrong, with room for chance."""
    samples = []
    calm_until = time.monotonic() + _CALM_S
    while time.monotonic() < calm_until:
        samples.append(site.row(_QUEUES))
        time.sleep(_LOOK_S)
    return tuple(3 + max(numbers) * 3 // 2 for numbers in zip(*samples, strict=True))


def _recovery(around: Surroundings, fault: Fault, seen: str, usual: tuple[int, ...]) -> Recovery:
    """Wait until an order passes that began after the fault, and no more waits than usual."""
    ended_at = time.monotonic()
    order_s = None
    while time.monotonic() < ended_at + 2 * BOUND_S:
        around.customers.order_more(_IN_HAND)
        if order_s is None and around.customers.passed_since(ended_at):
            order_s = time.monotonic() - ended_at
        waiting = around.site.row(_QUEUES)
        if order_s and all(now <= most for now, most in zip(waiting, usual, strict=True)):
            return Recovery(fault, seen, order_s, time.monotonic() - ended_at)
        time.sleep(_LOOK_S)
    return Recovery(fault, seen, order_s, None)


def recoveries_table(recoveries: Iterable[Recovery]) -> str:
    """The recoveries as a table in Markdown."""
    lines = [
        "| fault | for | what was seen | next order passed after | all as usual after |",
        "| --- | --- | --- | --- | --- |",
    ]
    for each in recoveries:
        cells = (
            each.fault.title,
            f"{each.fault.lasts_s:g} s",
            each.seen,
            _seconds(each.order_s),
            _seconds(each.all_s) + _judgement(each.all_s),
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join((*lines, ""))


def promises_table(kept: Iterable[Promise]) -> str:
    """The promises as a table in Markdown."""
    lines = ["| promise | held | counted |", "| --- | --- | --- |"]
    for promise in kept:
        counted = promise.counted.replace("\n", " ").replace("|", "/")
        held = "yes" if promise.held else "**no**"
        lines.append(f"| {promise.words} | {held} | {counted} |")
    return "\n".join((*lines, ""))


def _seconds(seconds: float | None) -> str:
    return "not at all" if seconds is None else f"{seconds:.1f} s"


def _judgement(seconds: float | None) -> str:
    if seconds is None or seconds > BOUND_S:
        return f" (**bound: {BOUND_S:g} s**)"
    return f" (aim: {AIM_S:g} s)" if seconds > AIM_S else ""


def _keep_logs(site: HostedSite, folder: Path) -> None:
    shutil.copytree(site.composition.folder / "log", folder, dirs_exist_ok=True)
