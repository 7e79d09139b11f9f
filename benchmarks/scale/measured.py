"""Measures what an order takes of workers, of the database and of the relay, on this machine."""

import os
import time
from collections.abc import Callable
from dataclasses import astuple, dataclass, replace
from importlib import import_module
from statistics import mean, median
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from benchmarks import orders
from benchmarks.growth import sweeps
from benchmarks.growth.callers import BenchmarkCaller, create_buyer
from benchmarks.orders import Contestant
from service.app import create_app
from service.database import transactions
from service.events import outbox
from service.settings import settings

#: Orders that are laid in for each round, and processes that are made over the API.
ORDERS, MADE = 500, 60
#: Rounds of which the median counts, after one that warms up.
ROUNDS = 3


@dataclass(frozen=True)
class Round:
    """Orders that were verified and sent: how many in a second, and seconds of a processor each.

    Bytes and records of the write-ahead log are without images of whole pages. `others` is how many
    cores were busy meanwhile with what is none of ours, on average.
    """

    orders_per_s: float
    worker_s: float
    scheduler_s: float
    database_s: float
    wal_bytes: float
    wal_records: float
    commits: float
    events: float
    others: float


@dataclass(frozen=True)
class ServiceTimes:
    """What the simulation goes by, in seconds of an order if nothing else is said.

    `relay_s` is what the relay needs until the events of an order have their positions; `web_s` is
    the processor's time for making one over the API; `usage_s` is how long meanwhile the counters
    of its organisation are locked; `announce_s` a transaction that writes one event alone.
    """

    one: Round
    two: Round
    relay_s: float
    web_s: float
    usage_s: float
    announce_s: float


def measure(told: Callable[[str], None]) -> ServiceTimes:
    """Measure with one and with two worker processes, each with servers of its own."""
    told("one worker process")
    with orders.servers() as common, orders.werkbank(common.environment, workers=1) as ours:
        one = _rounds(ours["Werkbank"])
    told("two worker processes")
    with orders.servers() as common:
        with orders.werkbank(common.environment, workers=2) as ours:
            two = _rounds(ours["Werkbank"])
        told("the relay, and orders over the API")
        relay_s = _publishing_s() * two.events
        web_s, usage_s = _making()
        return ServiceTimes(one, two, relay_s, web_s, usage_s, _announcing_s())


def _rounds(contestant: Contestant) -> Round:
    measured = [_round(contestant) for _ in range(ROUNDS + 1)][1:]
    return Round(*(median(figures) for figures in zip(*map(astuple, measured), strict=True)))


def _round(contestant: Contestant) -> Round:
    worker, scheduler = contestant.processes
    contestant.lay_in(ORDERS)
    laid_in = replace(contestant, lay_in=lambda _: None)
    pids = worker.pid, scheduler.pid, _server_pid()
    before, busy_before_s = (*map(_processor_s, pids), *_written()), _busy_s()
    taken_s = laid_in.run(ORDERS)
    after, busy_after_s = (*map(_processor_s, pids), *_written()), _busy_s()
    shares = [(now - then) / ORDERS for now, then in zip(after, before, strict=True)]
    others_s = busy_after_s - busy_before_s - sum(shares[: len(pids)]) * ORDERS
    figures = [ORDERS / taken_s, *shares, max(0.0, others_s / taken_s)]
    return Round(*figures)


def _busy_s() -> float:
    """The seconds for which all cores of the machine were busy together, since it was started."""
    psutil: Any = import_module("psutil")
    times = psutil.cpu_times()
    return float(sum(times) - times.idle - times.iowait - times.guest - times.guest_nice)


def _processor_s(pid: int) -> float:
    """The seconds for which a process, all below it and those that have ended kept one busy."""
    psutil: Any = import_module("psutil")
    root = psutil.Process(pid)
    total = 0.0
    for process in (root, *root.children(recursive=True)):
        times = process.cpu_times()
        total += times.user + times.system
    ended = root.cpu_times()
    return float(total + ended.children_user + ended.children_system)


def _server_pid() -> int:
    psutil: Any = import_module("psutil")
    with transactions.engine().connect() as connection:
        backend = connection.scalar(sa.text("select pg_backend_pid()"))
    return int(psutil.Process(backend).ppid())


def _written() -> tuple[float, ...]:
    """Bytes and records of the log, transactions that committed, and events, so far."""
    query = sa.text(
        "select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0'), "
        "(select wal_records from pg_stat_wal), "
        "(select sum(xact_commit) from pg_stat_database), (select count(*) from events)"
    )
    with transactions.engine().connect() as connection:
        connection.execute(sa.text("select pg_stat_clear_snapshot()"))
        return tuple(map(float, connection.execute(query).one()))


def _publishing_s() -> float:
    """The seconds until one of many events that wait has its position."""
    times = []
    for _ in range(10):
        with transactions.engine().begin() as connection:
            connection.execute(sa.text(sweeps.ANNOUNCE))
        began_at = time.perf_counter()
        with transactions.writing() as session:
            number = outbox.publish(session, sweeps.EVENTS)
        times.append((time.perf_counter() - began_at) / number)
    return median(times)


def _announcing_s() -> float:
    times = []
    one = sa.text(sweeps.ANNOUNCE.replace(f"limit {sweeps.EVENTS}", "limit 1"))
    for _ in range(200):
        began_at = time.perf_counter()
        with transactions.engine().begin() as connection:
            connection.execute(one)
        times.append(time.perf_counter() - began_at)
    return median(times)


def _making() -> tuple[float, float]:
    """The processor's seconds of a process made over the API, and those of the locked counters."""
    os.environ["WERKBANK_LOG_LEVEL"] = "WARNING"
    settings.cache_clear()
    buyer = create_buyer(create_app(), "Buyer")
    project_id = buyer.ask("POST", "/projects", {"title": "scale"})["id"]
    lock = _LockOfUsage()
    _make(buyer, project_id)
    lock.held_s.clear()
    began_s = time.process_time()
    for _ in range(MADE):
        _make(buyer, project_id)
    web_s = (time.process_time() - began_s) / MADE
    lock.end()
    return web_s, mean(lock.held_s)


def _make(buyer: BenchmarkCaller, project_id: UUID) -> None:
    buyer.ask("POST", f"/projects/{project_id}/processes", {"title": "part", "quantity": 5})


class _LockOfUsage:
    """Listens how long the counters of an organisation are locked: until the commit."""

    def __init__(self) -> None:
        self.held_s: list[float] = []
        self._since: float | None = None
        sa.event.listen(Engine, "before_cursor_execute", self._begin)
        sa.event.listen(Engine, "commit", self._commit)

    def end(self) -> None:
        """Listen no more."""
        sa.event.remove(Engine, "before_cursor_execute", self._begin)
        sa.event.remove(Engine, "commit", self._commit)

    def _begin(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        locks = "usage" in statement and ("UPDATE" in statement or "INSERT" in statement)
        if locks and self._since is None:
            self._since = time.perf_counter()

    def _commit(self, _connection: Any) -> None:
        if self._since is not None:
            # The commit itself is still to come; it is a transaction's that writes one row.
            self.held_s.append(time.perf_counter() - self._since)
            self._since = None
