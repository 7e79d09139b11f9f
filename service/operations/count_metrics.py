"""The metrics of what was counted in the database: what workers, deliveries and schedulers did."""

from collections.abc import Iterator, Mapping
from typing import Final

from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily, Metric
from sqlalchemy.orm import Session

from service.database import event_counts
from service.events.catalogue import TYPES_OF_FEED
from service.lifecycle import batches, leases, transitions
from service.notifications import mail_bounds, mail_queue
from service.operations import step_counts
from service.operations.families import PREFIX, counters
from service.operations.step_counts import ABOVE, BOUNDS_S, MILLISECONDS
from service.webhooks import claims
from workflows.engine import Actor
from workflows.process import PROCESS

#: Queues of mails whose attempts are counted.
QUEUES: Final = ("account", "notification", "request")
#: Where each task leads to when a worker ends it; a client may end it otherwise.
_RESULTS: Final = sorted(
    {
        (transitions.TASKS[source], move.dest.value)
        for move in PROCESS.moves
        for source in move.sources
        if source in transitions.TASKS and Actor.SYSTEM in move.by and move.dest is not source
    }
)


def families(db: Session) -> Iterator[Metric]:
    """All of them, of the whole service since its database was made."""
    counted = event_counts.numbers(db, "")
    yield from _attempts(counted)
    yield _counters(
        "events",
        "Events of the feed, by type",
        ("type",),
        {(type,): step_counts.EVENTS + type for type in sorted(TYPES_OF_FEED)},
        counted,
    )
    yield _steps(counted)
    yield from _calls(counted)
    yield from _mails(counted)


def _attempts(counted: Mapping[str, int]) -> Iterator[Metric]:
    yield _counters(
        "batches_failed",
        "Batches of workers that failed, so that each process was tried by itself",
        ("task",),
        {(task,): batches.FAILED + task for task in transitions.TASKS.values()},
        counted,
    )
    yield _counters(
        "attempts_failed",
        "Attempts of workers that failed: by an error, for an outage, or lost with their process",
        ("task", "failure"),
        {
            (task, how): f"{leases.FAILED_ATTEMPTS}{task}.{how}"
            for task in transitions.TASKS.values()
            for how in leases.FAILURES
        },
        counted,
    )


def _mails(counted: Mapping[str, int]) -> Iterator[Metric]:
    yield _counters(
        "mails_put_off",
        "Mails that were put off because their recipient or organisation has had its share",
        (),
        {(): mail_bounds.PUT_OFF},
        counted,
    )
    yield _counters(
        "mail_attempts",
        "Attempts at mails that were queued, by how they ended",
        ("queue", "result"),
        {
            (queue, result): f"{mail_queue.ATTEMPTS}{queue}.{result}"
            for queue in QUEUES
            for result in mail_queue.RESULTS
        },
        counted,
    )


def _counters(
    name: str,
    words: str,
    labels: tuple[str, ...],
    names: Mapping[tuple[str, ...], str],
    counted: Mapping[str, int],
) -> CounterMetricFamily:
    values = {of_labels: counted.get(key, 0) for of_labels, key in names.items()}
    return counters(name, words, labels, values)


def _steps(counted: Mapping[str, int]) -> HistogramMetricFamily:
    family = HistogramMetricFamily(
        f"{PREFIX}step_duration_seconds",
        "Seconds from when a step of machines was asked for until it ended, by where it led",
        labels=["task", "state"],
    )
    for task, state in sorted({*_RESULTS, *_counted_steps(counted)}):
        prefix, total, buckets = f"{step_counts.STEPS}{task}.{state}.", 0, []
        for bound in (*map(str, BOUNDS_S), ABOVE):
            total += counted.get(prefix + bound, 0)
            buckets.append((bound, total))
        seconds = counted.get(prefix + MILLISECONDS, 0) / 1000
        family.add_metric([task, state], buckets, seconds)
    return family


def _counted_steps(counted: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    for name in counted:
        if name.startswith(step_counts.STEPS):
            _, task, state, _ = name.split(".", 3)
            yield task, state


def _calls(counted: Mapping[str, int]) -> Iterator[Metric]:
    yield _counters(
        "webhook_calls",
        "Calls of webhooks, by how they ended",
        ("result",),
        {(result,): claims.CALLS + result for result in claims.RESULTS},
        counted,
    )
    milliseconds = counted.get(claims.CALLS + claims.MILLISECONDS, 0)
    yield counters("webhook_call_seconds", "Seconds of these calls", (), {(): milliseconds / 1000})
