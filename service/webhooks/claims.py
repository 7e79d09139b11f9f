"""A courier's round: takes deliveries that are due, and brings back how they ended.

Hosts that fail time after time are left alone for a while: then one call tries whether they are
back, and all others wait for how it ends.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.database.models import Attempt, Delivery, WebhookEndpoint, WebhookHost
from service.database.upsert import upsert
from service.webhooks import deliveries, endpoints
from service.webhooks.deliveries import PENDING, UNDER_WAY, Outcome

#: Calls of one endpoint at the same time, so that none takes all couriers.
MOST_AT_ONCE = 4
#: Failures in a row from which on a host is left alone; the first and the longest such pause.
FAILURES = 5
FIRST_PAUSE_S = 30.0
LONGEST_PAUSE_S = 900.0
#: An endpoint that has only failed for so long is not called any more.
FAILING_FOR = timedelta(days=5)
GONE = 410
TOO_MANY = 429


@dataclass(frozen=True)
class DeliveryJob:
    """One call that a courier must make, with the number of the attempt that it is."""

    delivery_id: UUID
    number: int
    webhook_id: UUID
    target: str
    url: str
    message_id: str
    body: bytes
    keys: tuple[str, ...]


def take(db: Session, busy: Mapping[UUID, int], room: int) -> list[DeliveryJob]:
    """At most `room` deliveries that are due, from now on under way.

    `busy` says how many calls of an endpoint the caller has under way already.
    """
    now = clock.now()
    due = sa.exists().where(
        Delivery.webhook_id == WebhookEndpoint.id, Delivery.state == PENDING, Delivery.due_at <= now
    )
    paused = sa.exists().where(
        WebhookHost.target == WebhookEndpoint.target, WebhookHost.paused_until > now
    )
    waiting = list(
        db.scalars(sa.select(WebhookEndpoint).where(WebhookEndpoint.enabled, due, ~paused))
    )
    random.shuffle(waiting)  # nobody is always the last
    taken: list[DeliveryJob] = []
    for webhook in waiting:
        most = min(room - len(taken), MOST_AT_ONCE - busy.get(webhook.id, 0))
        if most > 0:
            most = _as_many(db, webhook.target, most, now)
            taken += [_begun(db, webhook, d, now) for d in _due(db, webhook, most, now)]
    db.flush()
    return taken


def _as_many(db: Session, target: str, most: int, now: datetime) -> int:
    """How many calls a host gets: one if it must show first that it is back, and then no other."""
    query = sa.select(WebhookHost).where(
        WebhookHost.target == target, WebhookHost.failures >= FAILURES
    )
    row = db.scalars(query.with_for_update(skip_locked=True)).one_or_none()
    if row is None:
        return most
    db.refresh(row)
    if row.paused_until and row.paused_until > now:
        return 0
    row.paused_until = now + UNDER_WAY
    return 1


def _due(db: Session, webhook: WebhookEndpoint, most: int, now: datetime) -> Sequence[Delivery]:
    query = (
        sa.select(Delivery)
        .where(Delivery.webhook_id == webhook.id, Delivery.state == PENDING, Delivery.due_at <= now)
        .order_by(Delivery.due_at, Delivery.position)
        .limit(most)
    )
    return db.scalars(query.with_for_update(skip_locked=True)).all()


def _begun(db: Session, webhook: WebhookEndpoint, delivery: Delivery, now: datetime) -> DeliveryJob:
    delivery.attempts += 1
    delivery.tries += 1
    delivery.tried_since = delivery.tried_since or now
    delivery.due_at = now + UNDER_WAY
    db.add(Attempt(delivery_id=delivery.id, number=delivery.attempts, at=now))
    return DeliveryJob(
        delivery_id=delivery.id,
        number=delivery.attempts,
        webhook_id=webhook.id,
        target=webhook.target,
        url=webhook.url,
        message_id=str(delivery.message_id),
        body=delivery.body.encode(),
        keys=tuple(endpoints.keys(webhook, now)),
    )


def bring_back(db: Session, errand: DeliveryJob, outcome: Outcome) -> None:
    """Note how a call ended. One that was given up meanwhile only leaves its line behind."""
    note_target(db, errand.target, outcome)
    query = (
        sa.select(WebhookEndpoint).where(WebhookEndpoint.id == errand.webhook_id).with_for_update()
    )
    webhook = db.scalars(query).one_or_none()
    delivery = db.get(Delivery, errand.delivery_id, with_for_update=True)
    if webhook is None or delivery is None:
        return  # the endpoint was deleted
    if delivery.attempts != errand.number or delivery.state != PENDING:
        _late(db, errand, outcome)
        return
    deliveries.finish(db, webhook, delivery, outcome)
    _judge(db, webhook, outcome)


def _late(db: Session, errand: DeliveryJob, outcome: Outcome) -> None:
    attempt = db.get(Attempt, (errand.delivery_id, errand.number))
    if attempt:
        attempt.duration_ms, attempt.status = outcome.duration_ms, outcome.status
        attempt.error, attempt.response = outcome.error, outcome.body


def _judge(db: Session, webhook: WebhookEndpoint, outcome: Outcome) -> None:
    """End the endpoint if it says so, or has done nothing but fail for days."""
    now = clock.now()
    if outcome.accepted:
        webhook.failing_since = None
        return
    webhook.failing_since = webhook.failing_since or now
    if not webhook.enabled:
        return
    if outcome.status == GONE:
        endpoints.disable(db, webhook, "it answered 410 Gone")
    elif now - webhook.failing_since >= FAILING_FOR:
        since = f"{webhook.failing_since:%Y-%m-%d %H:%M} UTC"
        endpoints.disable(db, webhook, f"every call since {since} has failed")


def is_paused(db: Session, target: str) -> bool:
    """Whether a host is left alone just now."""
    row = db.get(WebhookHost, target)
    return row is not None and row.paused_until is not None and row.paused_until > clock.now()


def note_target(db: Session, target: str, outcome: Outcome) -> None:
    """Count what speaks of the host as a whole; one success makes all good."""
    if outcome.status is not None and outcome.status < 500 and outcome.status != TOO_MANY:
        db.execute(sa.delete(WebhookHost).where(WebhookHost.target == target))
        return
    if outcome.refused:
        return
    first = {"target": target, "failures": 1, "paused_until": None}
    counted = upsert(db, WebhookHost, first, {"failures": WebhookHost.failures + 1})
    failures = db.execute(counted.returning(WebhookHost.failures)).scalar_one()
    if failures >= FAILURES:
        pause = min(FIRST_PAUSE_S * 2 ** min(failures - FAILURES, 10), LONGEST_PAUSE_S)
        until = clock.now() + timedelta(seconds=pause)
        paused = (
            sa.update(WebhookHost).where(WebhookHost.target == target).values(paused_until=until)
        )
        db.execute(paused.execution_options(synchronize_session=False))
