"""The faults that hosts meet with, one after another, each of which has to be seen to fire."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import NamedTuple

from redis import Redis
from redis.exceptions import RedisError

from benchmarks.hosts.customers import Customers
from benchmarks.hosts.outside import ContractorsMailServer
from benchmarks.hosts.site import HostedSite

#: Seconds within which a fault that was made has to be seen.
_SEEN_WITHIN_S = 20.0


class NotSeen(Exception):
    """A fault was made, and nothing of it was seen."""


class Surroundings(NamedTuple):
    """What a fault can be made of."""

    site: HostedSite
    customers: Customers
    mail: ContractorsMailServer


Maker = Callable[[Surroundings], AbstractContextManager[str]]


@dataclass(frozen=True)
class Fault:
    """Something that goes wrong for `lasts_s` seconds; `make` gives what was seen of it."""

    name: str
    title: str
    lasts_s: float
    make: Maker


def killed(host: str, service: str, *, child: bool = False) -> Maker:
    """A process that dies at once, and is started again by whoever supervises it."""

    @contextmanager
    def make(on: Surroundings) -> Iterator[str]:
        main = on.site.pid(host, service)
        pid = on.site.children(host, service)[0] if child else main
        os.kill(pid, signal.SIGKILL)
        _see(
            lambda: (
                on.site.pid(host, service) != main
                if not child
                else pid not in on.site.children(host, service)
            ),
            f"{service} on {host} goes on without its process {pid}",
        )
        yield f"process {pid} of {service} on {host} was replaced"

    return make


@contextmanager
def leader_killed(on: Surroundings) -> Iterator[str]:
    """The scheduler that leads dies."""
    host = leader(on)
    with killed(host, "scheduler")(on) as seen:
        yield seen


@contextmanager
def leader_paused(on: Surroundings) -> Iterator[str]:
    """The scheduler that leads is frozen, until after another leads; then it goes on."""
    host = leader(on)
    on.site.send_signal(host, "scheduler", signal.SIGSTOP)
    try:
        _see(lambda: leader(on) != host, f"nobody leads in the place of {host}")
        yield f"{leader(on)} led in the place of {host}"
    finally:
        on.site.send_signal(host, "scheduler", signal.SIGCONT)


def host_gone(host: str, successor: str, *services: str) -> Maker:
    """A host is gone with all that it did, and after a while a new one joins."""

    @contextmanager
    def make(on: Surroundings) -> Iterator[str]:
        on.site.take_away(host)
        if on.site.network.reaches("desk", host):
            raise NotSeen(f"{host} still answers")
        yield f"{host} answered nobody any more, {successor} joined"
        on.site.add(successor, *services)

    return make


def cut(one: str, other: str) -> Maker:
    """Two hosts lose whatever they send each other."""

    @contextmanager
    def make(on: Surroundings) -> Iterator[str]:
        on.site.network.cut(one, other)
        try:
            if on.site.network.reaches(one, other) or on.site.network.reaches(other, one):
                raise NotSeen(f"{one} and {other} still reach each other")
            yield f"{one} and {other} did not reach each other"
        finally:
            on.site.network.mend(one, other)

    return make


def frozen(host: str, service: str) -> Maker:
    """A server keeps its connections and answers nobody."""

    @contextmanager
    def make(on: Surroundings) -> Iterator[str]:
        on.site.send_signal(host, service, signal.SIGSTOP)
        pid = on.site.pid(host, service)
        try:
            _see(lambda: _is_stopped(pid), f"{service} still runs")
            yield f"process {pid} of {service} was stopped"
        finally:
            on.site.send_signal(host, service, signal.SIGCONT)

    return make


@contextmanager
def postgres_restarted(on: Surroundings) -> Iterator[str]:
    """PostgreSQL ends without waiting for anybody, and is away for a while."""
    (before,) = on.site.row("select pg_postmaster_start_time()")
    stopped = on.site.stop_server("data", "postgres", signal.SIGQUIT)
    yield f"the server that had started at {before:%H:%M:%S} ended"
    on.site.serve_again(stopped)


@contextmanager
def backends_terminated(on: Surroundings) -> Iterator[str]:
    """Every connection of the service to PostgreSQL is ended, three times in a row."""
    numbers = []
    for _ in range(3):
        (number,) = on.site.row(
            "select count(pg_terminate_backend(pid)) from pg_stat_activity "
            "where usename = 'werkbank_service'"
        )
        numbers.append(str(number))
        time.sleep(1)
    if numbers[0] == "0":
        raise NotSeen("nobody was connected")
    yield f"{', '.join(numbers)} connections were ended"


@contextmanager
def valkey_restarted_empty(on: Surroundings) -> Iterator[str]:
    """Valkey dies and comes back without any of its data."""
    before = _keys(on)
    stopped = on.site.stop_server("data", "valkey", signal.SIGKILL)
    for path in sorted((on.site.composition.folder / "valkey").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    yield f"{before} keys were lost"
    on.site.serve_again(stopped)


@contextmanager
def valkey_full(on: Surroundings) -> Iterator[str]:
    """Valkey refuses every write for want of memory."""
    with _redis(on) as redis:
        (most,) = redis.config_get("maxmemory").values()
        redis.config_set("maxmemory", "1")
        try:
            _see(lambda: bool(_refusals(redis)), "no write was refused")
            yield "writes were refused (OOM)"
        finally:
            redis.config_set("maxmemory", most)


@contextmanager
def mail_hangs(on: Surroundings) -> Iterator[str]:
    """The contractors' mail server takes connections and says nothing."""
    before = on.mail.hung
    on.mail.hang()
    try:
        _see(lambda: on.mail.hung > before, "nobody tried to mail", within_s=60)
        yield "letters were held up"
    finally:
        on.mail.go_on()


@contextmanager
def load_tripled(on: Surroundings) -> Iterator[str]:
    """Three times as many orders are placed."""
    rate, before = on.customers.rate, len(on.customers.orders)
    on.customers.rate = 3 * rate
    began_at = time.monotonic()
    try:
        yield f"orders came at {3 * rate:g} a second"
        placed = (len(on.customers.orders) - before) / (time.monotonic() - began_at)
        if placed < 1.5 * rate:
            raise NotSeen(f"only {placed:.1f} orders a second were placed")
    finally:
        on.customers.rate = rate


#: In the order in which they happen.
FAULTS = (
    Fault("kill-web", "web process killed", 2, killed("web-1", "web")),
    Fault(
        "kill-pool", "pool process of a worker killed", 2, killed("worker-1", "worker", child=True)
    ),
    Fault("kill-worker", "worker killed", 2, killed("worker-1", "worker")),
    Fault("kill-scheduler", "leading scheduler killed", 2, leader_killed),
    Fault("kill-deliveries", "deliveries killed", 2, killed("control-1", "deliveries")),
    Fault("kill-proxy", "proxy killed", 2, killed("proxy", "nginx")),
    Fault("kill-postgres", "PostgreSQL killed", 2, killed("data", "postgres")),
    Fault(
        "worker-gone",
        "worker host gone, another joins",
        10,
        host_gone("worker-2", "worker-3", "worker"),
    ),
    Fault(
        "web-gone",
        "web host gone, another of its name joins",
        10,
        host_gone("web-2", "web-2", "web"),
    ),
    Fault("cut-web-data", "link cut: web and data", 10, cut("web-1", "data")),
    Fault("cut-worker-data", "link cut: worker and data", 10, cut("worker-1", "data")),
    Fault("cut-worker-store", "link cut: worker and store", 10, cut("worker-1", "store")),
    Fault("cut-control-data", "link cut: scheduler and data", 10, cut("control-1", "data")),
    Fault("cut-worker-mail", "link cut: worker and mail server", 10, cut("worker-1", "desk")),
    Fault("cut-proxy-web", "link cut: proxy and web", 10, cut("proxy", "web-1")),
    Fault("restart-postgres", "PostgreSQL restarted", 3, postgres_restarted),
    Fault("backends", "backends terminated", 1, backends_terminated),
    Fault("freeze-postgres", "PostgreSQL frozen", 10, frozen("data", "postgres")),
    Fault("empty-valkey", "Valkey restarted empty", 2, valkey_restarted_empty),
    Fault("freeze-valkey", "Valkey frozen", 10, frozen("data", "valkey")),
    Fault("full-valkey", "Valkey full", 10, valkey_full),
    Fault("mail-hangs", "mail server hangs", 10, mail_hangs),
    Fault("store-hangs", "S3 hangs", 10, frozen("store", "s3")),
    Fault("pause-scheduler", "leading scheduler paused", 5, leader_paused),
    Fault("load", "three times the load", 600, load_tripled),
)


def leader(on: Surroundings) -> str:
    """The host of the scheduler that leads now."""
    (holder,) = on.site.row("select holder from tenures where office = 'relay'")
    return str(holder).partition(":")[0]


def _see(happens: Callable[[], bool], otherwise: str, within_s: float = _SEEN_WITHIN_S) -> None:
    late_at = time.monotonic() + within_s
    while not happens():
        if time.monotonic() > late_at:
            raise NotSeen(otherwise)
        time.sleep(0.1)


def _is_stopped(pid: int) -> bool:
    with open(f"/proc/{pid}/stat") as status:
        return status.read().rpartition(")")[2].split()[0] == "T"


def _redis(on: Surroundings) -> "Redis":
    password = on.site.composition.secret("redis_password")
    return Redis(host=on.site.network.address("data"), password=password, decode_responses=True)


def _keys(on: Surroundings) -> int:
    with _redis(on) as redis:
        return int(redis.dbsize())


def _refusals(redis: "Redis") -> int:
    try:
        return int(redis.info("errorstats").get("errorstat_OOM", {}).get("count", 0))
    except RedisError:
        return 0
