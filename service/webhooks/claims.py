"""Claims due deliveries for a delivery worker, and records how the calls ended."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.database import event_counts, restorations
from service.database.clock import database_now
from service.database.locks import AGAINST_WRITERS, SKIP_LOCKED
from service.database.models import Attempt, Delivery, Event, WebhookEndpoint
from service.translations import gettext_noop
from service.webhooks import circuit_breaker, deliveries, endpoints
from service.webhooks.deliveries import PENDING, UNDER_WAY, Outcome
from service.webhooks.shares import Load

#: An endpoint that has only failed for so long is not called any more.
FAILING_FOR = timedelta(days=5)
GONE = 410
#: What calls are counted under, by how they ended, with the milliseconds of all together; `refused`
#: are those to targets that may not be called.
CALLS: Final = "webhook_call."
RESULTS: Final = ("accepted", "failed", "refused")
MILLISECONDS: Final = "ms"
#: Why endpoints are called no more.
ANSWERED_GONE = gettext_noop("it answered 410 Gone")
ALWAYS_FAILED = gettext_noop("every call since {moment} has failed")


@dataclass(frozen=True)
class DeliveryJob:
    """One call that a delivery worker must make, with the number of the attempt that it is."""

    delivery_id: UUID
    number: int
    webhook_id: UUID
    organization_id: UUID
    circuit: str
    url: str
    message_id: str
    body: bytes
    keys: tuple[str, ...]
    #: of the HTTP request that led to it, for the log
    http_request_id: str | None = None


def is_due(db: Session) -> bool:
    """Whether a delivery is due, even if it must wait for others; takes no lock."""
    due = _with_due(database_now(db)).with_only_columns(WebhookEndpoint.id)
    return db.scalar(due.limit(1)) is not None


def _with_due(now: datetime) -> sa.Select[WebhookEndpoint]:
    """The enabled endpoints for which deliveries are due."""
    due = sa.exists().where(
        Delivery.webhook_id == WebhookEndpoint.id, Delivery.state == PENDING, Delivery.due_at <= now
    )
    return sa.select(WebhookEndpoint).where(WebhookEndpoint.enabled, due)


def claim(db: Session, load: Load) -> list[DeliveryJob]:
    """As many deliveries that are due as `load` has room for, from now on under way.

    None while sending is on hold.
    """
    if restorations.sending_is_on_hold(db):
        return []
    now = database_now(db)
    paused = circuit_breaker.open_circuits(db, now)
    waiting = list(db.scalars(_with_due(now)))
    random.shuffle(waiting)  # nobody is always the last
    claimed: list[DeliveryJob] = []
    for webhook in waiting:
        circuit = circuit_breaker.circuit_of(webhook)
        most = load.room_for(webhook.id, webhook.organization_id)
        if most > 0 and circuit not in paused:
            most = circuit_breaker.calls_allowed(db, circuit, most, now)
            begun = [_begin(db, webhook, d, now) for d in _due(db, webhook, most, now)]
            load.take(webhook.id, webhook.organization_id, len(begun))
            claimed += begun
    db.flush()
    return _with_requests(db, claimed)


def _with_requests(db: Session, jobs: Sequence[DeliveryJob]) -> list[DeliveryJob]:
    ids = [UUID(job.message_id) for job in jobs]
    query = sa.select(Event.id, Event.http_request_id).where(Event.id.in_(ids))
    requests = {str(id): name for id, name in db.execute(query)} if ids else {}
    return [replace(job, http_request_id=requests.get(job.message_id)) for job in jobs]


def _due(db: Session, webhook: WebhookEndpoint, most: int, now: datetime) -> Sequence[Delivery]:
    query = (
        sa.select(Delivery)
        .where(Delivery.webhook_id == webhook.id, Delivery.state == PENDING, Delivery.due_at <= now)
        .order_by(Delivery.due_at, Delivery.position)
        .limit(most)
    )
    return db.scalars(query.with_for_update(**SKIP_LOCKED)).all()


def _begin(db: Session, webhook: WebhookEndpoint, delivery: Delivery, now: datetime) -> DeliveryJob:
    delivery.attempts += 1
    delivery.tries += 1
    delivery.tried_since = delivery.tried_since or now
    delivery.due_at = now + UNDER_WAY
    db.add(Attempt(delivery_id=delivery.id, number=delivery.attempts, at=now))
    return DeliveryJob(
        delivery_id=delivery.id,
        number=delivery.attempts,
        webhook_id=webhook.id,
        organization_id=webhook.organization_id,
        circuit=circuit_breaker.circuit_of(webhook),
        url=webhook.url,
        message_id=str(delivery.message_id),
        body=delivery.body.encode(),
        keys=tuple(endpoints.keys(webhook, now)),
    )


def settle(db: Session, job: DeliveryJob, outcome: Outcome) -> None:
    """Note how a call ended. One that was given up meanwhile is recorded, nothing more."""
    circuit_breaker.count_outcome(db, job.circuit, outcome)
    webhook = db.get(WebhookEndpoint, job.webhook_id, with_for_update=AGAINST_WRITERS)
    delivery = db.get(Delivery, job.delivery_id, with_for_update=AGAINST_WRITERS)
    if webhook is None or delivery is None:
        return  # the endpoint was deleted
    if delivery.attempts != job.number or delivery.state != PENDING:
        deliveries.describe_attempt(db, job.delivery_id, job.number, outcome)  # it comes too late
    else:
        now = database_now(db)
        deliveries.finish(db, webhook, delivery, outcome, now)
        _judge(db, webhook, outcome, now)
    _count(db, outcome)


def _count(db: Session, outcome: Outcome) -> None:
    result = "accepted" if outcome.accepted else "refused" if outcome.refused else "failed"
    event_counts.add(db, {CALLS + result: 1, CALLS + MILLISECONDS: outcome.duration_ms})


def _judge(db: Session, webhook: WebhookEndpoint, outcome: Outcome, now: datetime) -> None:
    """End the endpoint if it says so, or has done nothing but fail for days."""
    if outcome.accepted:
        webhook.failing_since = None
        return
    webhook.failing_since = webhook.failing_since or now
    if not webhook.enabled:
        return
    if outcome.status == GONE:
        endpoints.disable(db, webhook, ANSWERED_GONE)
    elif now - webhook.failing_since >= FAILING_FOR:
        since = f"{webhook.failing_since:%Y-%m-%d %H:%M} UTC"
        endpoints.disable(db, webhook, ALWAYS_FAILED.format(moment=since))
