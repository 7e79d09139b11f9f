"""Lists deliveries, and delivers again: one message, or all from a period of time."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.access.lookup import unknown
from service.access.permissions import Forbidden, Principal
from service.audit.actions import AuditAction
from service.database.clock import database_now
from service.database.locks import AGAINST_WRITERS
from service.database.models import Attempt, Audience, Delivery, Event, WebhookEndpoint
from service.errors import BadField
from service.events import feed
from service.translations import gettext_noop as _
from service.webhooks import circuit_breaker, deliveries, endpoints
from service.webhooks.audited import note
from service.webhooks.deliveries import DELIVERED, FAILED, PENDING, UNDER_WAY

#: Messages that are sent again at one request.
MOST_AT_ONCE = 10_000
#: How long ago what was given up may be, to be sent again where nobody says since when.
LATELY = timedelta(days=7)


def page(
    db: Session,
    webhook: WebhookEndpoint,
    before: UUID | None,
    limit: int,
    *,
    state: str | None = None,
    types: Sequence[str] = (),
) -> list[Delivery]:
    """Deliveries of an endpoint, newest first."""
    query = sa.select(Delivery).where(Delivery.webhook_id == webhook.id)
    if before:
        query = query.where(Delivery.id < before)
    if state:
        query = query.where(Delivery.state == state)
        if state != DELIVERED:  # as the index says it that holds these alone
            query = query.where(Delivery.state != sa.literal_column(f"'{DELIVERED}'"))
    if types:
        query = query.where(sa.or_(*(feed.is_type(Delivery.type, type) for type in types)))
    return list(db.scalars(query.order_by(Delivery.id.desc()).limit(limit)))


def attempts_of(db: Session, delivery_ids: Collection[UUID]) -> dict[UUID, list[Attempt]]:
    """The attempts of some deliveries, oldest first."""
    attempts: dict[UUID, list[Attempt]] = {id: [] for id in delivery_ids}
    query = sa.select(Attempt).where(Attempt.delivery_id.in_(delivery_ids))
    for attempt in db.scalars(query.order_by(Attempt.number)):
        attempts[attempt.delivery_id].append(attempt)
    return attempts


def find(db: Session, webhook: WebhookEndpoint, delivery_id: UUID) -> Delivery:
    """One delivery of an endpoint; raises Unknown."""
    delivery = db.get(Delivery, delivery_id)
    if delivery is None or delivery.webhook_id != webhook.id:
        raise unknown(
            _("there is no delivery {delivery_id} of webhook {id}"),
            delivery_id=delivery_id,
            id=webhook.id,
        )
    return delivery


def redeliver(db: Session, webhook: WebhookEndpoint, delivery: Delivery) -> None:
    """Deliver it once more, or now if it waits for its next attempt; not if that is under way.

    The caller holds the endpoint's row.
    """
    db.refresh(delivery, with_for_update=AGAINST_WRITERS)
    now = database_now(db)
    if delivery.state == PENDING:
        if delivery.due_at is not None and not _is_being_called(db, delivery, now):
            delivery.due_at = now
    else:
        _put_up(webhook, delivery, now)
        db.flush()
        deliveries.line_up(db, webhook, [delivery.row_key], now)
    note(db, AuditAction.WEBHOOK_REDELIVERED, webhook)
    db.flush()


def redeliver_between(
    db: Session, webhook: WebhookEndpoint, since: datetime, until: datetime, *, failed_only: bool
) -> int:
    """Deliver once more what happened from `since` on and before `until`; the number of messages.

    With `failed_only` what was not taken; otherwise also what was taken, and what the endpoint
    should have been sent but never was. The caller holds the endpoint's row. Raises BadField.
    """
    states = [FAILED] if failed_only else [FAILED, DELIVERED]
    query = _sent_between(webhook, since, until, states).limit(MOST_AT_ONCE + 1)
    sent_before = db.scalars(query.with_for_update(**AGAINST_WRITERS)).all()
    unsent = [] if failed_only else _never_sent(db, webhook, since, until)
    if len(sent_before) + len(unsent) > MOST_AT_ONCE:
        message = _("these are more than {most} messages; choose a shorter time")
        raise BadField.at("/to", message, most=MOST_AT_ONCE)
    _deliver_again(db, webhook, sent_before, unsent)
    return len(sent_before) + len(unsent)


def call_now(db: Session, principal: Principal, webhook: WebhookEndpoint) -> None:
    """Call an endpoint at once: what waits for its next attempt, and what was given up lately.

    One that the service has disabled is enabled for it; raises Forbidden for one that its own
    people have switched off. Of what was given up the newest MOST_AT_ONCE go. What is under way is
    not called a second time. The caller holds the endpoint's row.
    """
    if endpoints.is_switched_off(webhook):
        raise Forbidden(
            _("its own people have switched the webhook off, and only they switch it on again")
        )
    if not webhook.enabled:
        endpoints.update(db, principal, webhook, {"enabled": True})
    circuit_breaker.end_pause(db, circuit_breaker.circuit_of(webhook))
    now = database_now(db)
    waiting = sa.update(Delivery).where(
        Delivery.webhook_id == webhook.id,
        Delivery.state == PENDING,
        Delivery.due_at > now,
        ~_under_way(now),
    )
    db.execute(waiting.values(due_at=now).execution_options(synchronize_session=False))
    newest = _sent_between(webhook, now - LATELY, now, [FAILED])
    newest = newest.order_by(Delivery.happened_at.desc(), Delivery.id.desc()).limit(MOST_AT_ONCE)
    given_up = db.scalars(newest.with_for_update(**AGAINST_WRITERS)).all()
    _deliver_again(db, webhook, given_up, ())


def _sent_between(
    webhook: WebhookEndpoint, since: datetime, until: datetime, states: Collection[str]
) -> sa.Select[Delivery]:
    return sa.select(Delivery).where(
        Delivery.webhook_id == webhook.id,
        Delivery.happened_at >= since,
        Delivery.happened_at < until,
        Delivery.state.in_(states),
    )


def _under_way(now: datetime) -> sa.ColumnElement[bool]:
    """Whether a delivery is just being called; a worker that died is not waited for."""
    return sa.exists().where(
        Attempt.delivery_id == Delivery.id,
        Attempt.number == Delivery.attempts,
        Attempt.duration_ms.is_(None),
        Attempt.at > now - UNDER_WAY,
    )


def _is_being_called(db: Session, delivery: Delivery, now: datetime) -> bool:
    query = sa.select(Delivery.id).where(Delivery.id == delivery.id, _under_way(now))
    return db.scalar(query) is not None


def _deliver_again(
    db: Session, webhook: WebhookEndpoint, sent: Sequence[Delivery], unsent: Sequence[Delivery]
) -> None:
    now = database_now(db)
    for delivery in sent:
        _put_up(webhook, delivery, now)
    db.flush()
    deliveries.add(db, webhook, unsent)
    deliveries.line_up(db, webhook, {delivery.row_key for delivery in sent}, now)
    note(db, AuditAction.WEBHOOK_REDELIVERED, webhook)


def _put_up(webhook: WebhookEndpoint, delivery: Delivery, now: datetime) -> None:
    delivery.state, delivery.finished_at = PENDING, None
    delivery.tries, delivery.tried_since = 0, None
    delivery.due_at = None if webhook.ordering == "per_process" else now


def _never_sent(
    db: Session, webhook: WebhookEndpoint, since: datetime, until: datetime
) -> list[Delivery]:
    was_sent = sa.exists().where(Delivery.webhook_id == webhook.id, Delivery.message_id == Event.id)
    query = (
        sa.select(Event)
        .join(Audience, Audience.event_id == Event.id)
        .where(
            Audience.party_id == webhook.organization_id,
            Audience.position <= webhook.position,
            Event.at >= since,
            Event.at < until,
            Event.is_read_with(webhook.rights),
            sa.or_(sa.false(), *(feed.is_type(Event.type, type) for type in webhook.types)),
            ~was_sent,
        )
        .order_by(Audience.position)
        .limit(MOST_AT_ONCE + 1)
    )
    return [deliveries.delivery_of_event(webhook, event) for event in db.scalars(query)]
