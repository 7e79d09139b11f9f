"""The metrics of what waits: how much, and how long the oldest has been waiting."""

from collections.abc import Iterator

from prometheus_client.core import GaugeMetricFamily, Metric
from sqlalchemy.orm import Session

from service.operations import census
from service.operations.families import gauge, gauges

#: So the meaning of a number begins that is shown under its former name.
FORMER_NAME = "Former name of"


def families(db: Session) -> Iterator[Metric]:
    """All of them, of the whole service."""
    counted, ages = census.current(db), census.ages(db)
    yield gauges(
        "processes",
        "Processes by state",
        "state",
        {state.value: number for state, number in counted.processes.items()},
    )
    yield from _work(counted, ages)
    yield from _webhooks(counted)
    yield from _mails(counted)
    yield gauge("stored_files", "Files that are stored and not deleted", counted.stored_files)
    yield gauge("stored_bytes", "Bytes of these files", counted.stored_bytes)
    yield gauge(
        "contractors_pending", "Contractors that wait for approval", counted.pending_contractors
    )


def _work(counted: census.Census, ages: census.Ages) -> Iterator[Metric]:
    words = "Work items that were not published to the workers yet"
    yield from _renamed("work_items_waiting", "bells_waiting", words, counted.work_items)
    yield from _renamed(
        "work_item_oldest_age_seconds",
        "bell_oldest_age_seconds",
        "Age of the oldest work item",
        ages.work_item_s,
    )
    yield gauges(
        "step_oldest_age_seconds",
        "How long a process has been waiting for a worker, or for it to finish, at most",
        "task",
        ages.steps_s,
    )
    yield gauge("processes_parked", "Processes that wait for an operator", counted.parked)
    yield gauge("events_unpublished", "Events without a position yet", counted.unpublished_events)
    yield gauge(
        "event_oldest_unpublished_age_seconds",
        "Age of the oldest event without a position",
        ages.unpublished_event_s,
    )
    if ages.scheduler_beat_s is not None:
        words = "Seconds since the scheduler was last heard of"
        yield gauge("scheduler_beat_age_seconds", words, ages.scheduler_beat_s)


def _renamed(name: str, former_name: str, words: str, value: float) -> Iterator[GaugeMetricFamily]:
    """A gauge under its name and, until the next release, under its former one."""
    yield gauge(name, words, value)
    yield gauge(former_name, f"{FORMER_NAME} werkbank_{name}, until the next release", value)


def _webhooks(counted: census.Census) -> Iterator[Metric]:
    yield gauges(
        "webhook_endpoints",
        "Endpoints: well, failing, disabled by the service, or switched off by their people",
        "condition",
        {str(condition): number for condition, number in counted.endpoints.items()},
    )
    deliveries = counted.deliveries.items()
    yield gauges(
        "webhook_deliveries_waiting",
        "Deliveries that are not made yet, by how their endpoint is",
        "condition",
        {condition: waiting.waiting for condition, waiting in deliveries},
    )
    yield gauges(
        "webhook_deliveries_due",
        "Those of them that are due",
        "condition",
        {condition: waiting.due for condition, waiting in deliveries},
    )
    yield gauges(
        "webhook_delivery_oldest_due_age_seconds",
        "How long a delivery has been due at most",
        "condition",
        {condition: waiting.oldest_due_s for condition, waiting in deliveries},
    )


def _mails(counted: census.Census) -> Iterator[Metric]:
    mails = counted.mails.items()
    yield gauges(
        "mails_due", "Mails that are due", "queue", {queue: waiting.due for queue, waiting in mails}
    )
    yield gauges(
        "mails_retried",
        "Mails that have failed and are tried again",
        "queue",
        {queue: waiting.retried for queue, waiting in mails},
    )
    yield gauges(
        "mail_oldest_due_age_seconds",
        "How long a mail has been due at most",
        "queue",
        {queue: waiting.oldest_due_s for queue, waiting in mails},
    )
