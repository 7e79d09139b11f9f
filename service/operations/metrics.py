"""The numbers that Prometheus reads: what web processes do, and what the database knows of all.

What a web process does is counted in it, and shown by its host for all that share a folder. What
workers, deliveries and schedulers do is counted in the database, on whatever host they are; each
web process shows the same, and is asked instead of them.
"""

import os
from collections.abc import Iterator, Mapping
from importlib import metadata

import structlog
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from service.database import migrations
from service.database import transactions as database
from service.events.streaming import openings
from service.files import disk_space
from service.operations import count_metrics, work_metrics
from service.operations.families import gauge, gauges
from service.operations.probes import ProbeResult

log = structlog.get_logger(__name__)

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
#: How an attempt at a password, a code or a link may end.
ATTEMPT_RESULTS = ("accepted", "code_wanted", "refused", "limited")
ATTEMPTS = Counter(
    "werkbank_login_attempts",
    "Attempts at a password, a code or a link, by how they ended",
    ("result",),
    registry=_ours,
)
for _result in ATTEMPT_RESULTS:
    ATTEMPTS.labels(_result)


def note_request(method: str, route: str, status: int, seconds: float) -> None:
    """Count a request that was answered."""
    REQUESTS.labels(method, route, str(status)).inc()
    SECONDS.labels(method, route).observe(seconds)


def note_login_attempt(result: str) -> None:
    """Count an attempt that ended in one of ATTEMPT_RESULTS."""
    ATTEMPTS.labels(result).inc()


def exposition(dependencies: Mapping[str, ProbeResult]) -> bytes:
    """All numbers in Prometheus' text format; of all web processes where they share a folder."""
    requests: CollectorRegistry = _ours
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        requests = CollectorRegistry()
        MultiProcessCollector(requests)  # type: ignore[no-untyped-call]
    waiting = CollectorRegistry()
    waiting.register(ServiceCollector(dependencies))
    return generate_latest(requests) + generate_latest(waiting)


class ServiceCollector(Collector):
    """What is true of the whole service, read when it is asked for, beside how its parts are."""

    def __init__(self, dependencies: Mapping[str, ProbeResult]) -> None:
        self._dependencies = dependencies

    def collect(self) -> Iterator[Metric]:
        """The numbers; without a database those that need none."""
        yield from self._of_this_process()
        try:
            with database.reading() as db:
                families = [
                    _build(migrations.revision_of(db.connection())),
                    *work_metrics.families(db),
                    *count_metrics.families(db),
                ]
        except SQLAlchemyError as error:
            log.warning("the database cannot be measured", error=str(error)[:300])
            families = [_build(None)]
            yield gauge("database_up", "1 if the database answers", 0)
        else:
            yield gauge("database_up", "1 if the database answers", 1)
        yield from families

    def _of_this_process(self) -> Iterator[Metric]:
        occupancy = openings.occupancy()
        streams = occupancy.open if occupancy else 0
        yield gauge("event_streams_open", "Event streams of this web process", streams)
        yield gauges(
            "dependency_up",
            "1 if a dependency is well, as this web process sees it",
            "dependency",
            {name: found.status == "ok" for name, found in self._dependencies.items()},
        )
        if (free := disk_space.free_bytes()) is not None:
            yield gauge("disk_free_bytes", "Bytes free on the disk of this host's var folder", free)


def _build(schema: str | None) -> GaugeMetricFamily:
    family = GaugeMetricFamily(
        "werkbank_build_info",
        "1 for the version that runs, and the schema that the database has",
        labels=["version", "schema"],
    )
    family.add_metric([metadata.version("werkbank"), schema or "unknown"], 1)
    return family
