"""The numbers that Prometheus reads: what the web process does, and what waits in the database."""

import os
from collections.abc import Iterator

import structlog
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from service.database import event_counts
from service.database import transactions as database
from service.events.streaming import openings
from service.lifecycle import batches, transitions
from service.notifications import mail_bounds
from service.operations import overview

log = structlog.get_logger(__name__)

#: So the meaning of a number begins that is shown under its former name.
FORMER_NAME = "Former name of"
_UP_TO = f"counted up to {overview.MOST}"

disable_created_metrics()  # type: ignore[no-untyped-call]
_ours = CollectorRegistry()
REQUESTS = Counter(
    "werkbank_http_requests",
    "Requests answered, by route and status",
    ("method", "route", "status"),
    registry=_ours,
)
SECONDS = Histogram(
    "werkbank_http_request_duration_seconds",
    "Seconds until the answer began",
    ("method", "route"),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0),
    registry=_ours,
)


def note_request(method: str, route: str, status: int, seconds: float) -> None:
    """Count a request that was answered."""
    REQUESTS.labels(method, route, str(status)).inc()
    SECONDS.labels(method, route).observe(seconds)


def exposition() -> bytes:
    """All numbers in Prometheus' text format; of all web processes where they share a folder."""
    requests: CollectorRegistry = _ours
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        requests = CollectorRegistry()
        MultiProcessCollector(requests)  # type: ignore[no-untyped-call]
    waiting = CollectorRegistry()
    waiting.register(WorkCollector())
    return generate_latest(requests) + generate_latest(waiting)


class WorkCollector(Collector):
    """What waits in the database, read when it is asked for, with bounded counts."""

    def collect(self) -> Iterator[Metric]:
        """The numbers; without a database only that it is down."""
        occupancy = openings.occupancy()
        streams = occupancy.open if occupancy else 0
        yield _gauge("event_streams_open", "Event streams of this web process", streams)
        try:
            with database.reading() as db:
                families: list[Metric] = [
                    _processes(db),
                    _failed_batches(db),
                    _mails_put_off(db),
                    *_gauges(db),
                ]
        except SQLAlchemyError as error:
            log.warning("the database cannot be measured", error=str(error)[:300])
            families = []
        yield _gauge("database_up", "1 if the database answers", 1 if families else 0)
        yield from families


def _gauge(name: str, words: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"werkbank_{name}", words, value=value)


def _renamed(name: str, former_name: str, words: str, value: float) -> Iterator[GaugeMetricFamily]:
    """A gauge under its name and, until the next release, under its former one."""
    yield _gauge(name, words, value)
    yield _gauge(former_name, f"{FORMER_NAME} werkbank_{name}, until the next release", value)


def _processes(db: Session) -> GaugeMetricFamily:
    family = GaugeMetricFamily(
        "werkbank_processes", f"Processes by state, each {_UP_TO}", labels=["state"]
    )
    for state, number in overview.processes_by_state(db).items():
        family.add_metric([state.value], number)
    return family


def _failed_batches(db: Session) -> CounterMetricFamily:
    family = CounterMetricFamily(
        "werkbank_batches_failed",
        "Batches of workers that failed, so that each process was tried by itself",
        labels=["task"],
    )
    counted = event_counts.numbers(db, batches.FAILED)
    for task in transitions.TASKS.values():
        family.add_metric([task], counted.get(task, 0))
    return family


def _mails_put_off(db: Session) -> CounterMetricFamily:
    return CounterMetricFamily(
        "werkbank_mails_put_off",
        "Mails that were put off because their recipient or organisation has had its share",
        value=event_counts.number(db, mail_bounds.PUT_OFF),
    )


def _gauges(db: Session) -> Iterator[GaugeMetricFamily]:
    waits = overview.waiting(db)
    words = f"Work items that were not published to the workers yet, {_UP_TO}"
    yield from _renamed("work_items_waiting", "bells_waiting", words, waits.work_items)
    yield from _renamed(
        "work_item_oldest_age_seconds",
        "bell_oldest_age_seconds",
        "Age of the oldest work item",
        waits.oldest_work_item_s or 0.0,
    )
    yield _gauge(
        "events_unpublished", f"Events without a position yet, {_UP_TO}", waits.unpublished
    )
    yield _gauge("processes_parked", f"Processes that wait for an operator, {_UP_TO}", waits.parked)
    if waits.scheduler_beat_s is not None:
        words = "Seconds since the scheduler was last heard of"
        yield _gauge("scheduler_beat_age_seconds", words, waits.scheduler_beat_s)
