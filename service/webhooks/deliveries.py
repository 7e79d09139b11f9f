"""Creates webhook deliveries from the feed, keeps them in order, and times their retries."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import orjson
import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.access.permissions import Principal
from service.database.backoff import Backoff
from service.database.clock import database_now
from service.database.locks import SKIP_LOCKED
from service.database.models import (
    Attempt,
    Audience,
    Delivery,
    Event,
    Restoration,
    WebhookEndpoint,
)
from service.events import feed
from service.events.feed import EventFilter
from service.ids import new_id
from service.translations import Sentence
from service.translations import gettext_noop as _

PENDING, DELIVERED, FAILED = "pending", "delivered", "failed"
#: Seconds before each retry; the last value repeats.
BACKOFF = Backoff((5, 30, 120, 600, 1800, 3600, 7200, 14400, 28800, 43200), jitter=0.2)
#: From the first attempt on.
TRIED_FOR = timedelta(days=3)
#: A call that has not come back after this is not expected any more.
UNDER_WAY = timedelta(seconds=60)
#: Events that are turned into deliveries of one endpoint in one transaction.
MOST_EVENTS = 500
#: That the feed holds something for an endpoint that it has not been sent yet. The newest event of
#: its organisation is looked up: of one that none exists PostgreSQL may go through the whole feed.
_NEWEST = sa.select(Audience.position).where(Audience.party_id == WebhookEndpoint.organization_id)
_NEWS = (
    sa.func.coalesce(_NEWEST.order_by(Audience.position.desc()).limit(1).scalar_subquery(), 0)
    > WebhookEndpoint.position
)


@dataclass(frozen=True)
class Outcome:
    """How an attempt ended; `refused` means that the target may not be called at all."""

    status: int | None
    duration_ms: int
    body: str
    error: str | None
    retry_after_s: float | None = None
    refused: bool = False

    @property
    def accepted(self) -> bool:
        """Whether the receiver has taken it."""
        return self.error is None


def behind(db: Session) -> list[UUID]:
    """The enabled endpoints for which the feed holds something new."""
    query = sa.select(WebhookEndpoint.id).where(WebhookEndpoint.enabled, _NEWS)
    return list(db.scalars(query.order_by(WebhookEndpoint.id)))


def catch_up(db: Session) -> None:
    """Move idle endpoints to the end of the feed.

    Otherwise events between would count as missed once the feed no longer keeps them.
    """
    last = feed.last_position(db)
    idle = sa.update(WebhookEndpoint).where(
        WebhookEndpoint.enabled, WebhookEndpoint.position < last, ~_NEWS
    )
    db.execute(idle.values(position=last).execution_options(synchronize_session=False))


def collect(db: Session, webhook_id: UUID) -> int:
    """Create the next deliveries of an endpoint from the feed; the number of them.

    The endpoint goes on in the same transaction, so that it is sent each event that is its own,
    and none twice.
    """
    query = sa.select(WebhookEndpoint).where(
        WebhookEndpoint.id == webhook_id, WebhookEndpoint.enabled
    )
    webhook = db.scalars(query.with_for_update(**SKIP_LOCKED)).one_or_none()
    if webhook is None:
        return 0
    try:
        page = feed.read(
            db,
            listener(webhook),
            after=webhook.position,
            limit=MOST_EVENTS,
            filter=EventFilter(tuple(webhook.types), own=True),
        )
    except feed.Gone as gone:
        webhook.position = gone.last
        add(db, webhook, [_reset(webhook, gone)])
        return 1
    webhook.position = page.position
    new_deliveries = [delivery_of_event(webhook, event) for event in page.events]
    add(db, webhook, new_deliveries if webhook.types else [])
    return len(page.events)


def listener(webhook: WebhookEndpoint) -> Principal:
    """The reader that an endpoint stands for: its organisation, within the rights it has."""
    hides_prices = frozenset(() if webhook.sees_prices else [webhook.organization_id])
    return Principal(
        rights={webhook.organization_id: frozenset(webhook.rights)}, without_prices=hides_prices
    )


def delivery_of_event(webhook: WebhookEndpoint, event: Event) -> Delivery:
    """The delivery of an event, which its endpoint has not had yet."""
    key = event.process_id or event.project_id or webhook.organization_id
    body = orjson.dumps(feed.shown_to(listener(webhook), feed.as_dict(event))).decode()
    return new_delivery(webhook, event.id, event.position or 0, key, event.type, body, event.at)


def _reset(webhook: WebhookEndpoint, gone: feed.Gone) -> Delivery:
    at = clock.now()
    message = {"position": gone.last, "type": "reset", "at": at, "data": {"detail": str(gone)}}
    body = orjson.dumps(message, option=orjson.OPT_UTC_Z).decode()
    return new_delivery(webhook, new_id(), gone.last, webhook.organization_id, "reset", body)


def tell_of_restoration(db: Session, restoration: Restoration) -> None:
    """Tell each enabled endpoint, whatever types it asks for, that the feed has gone back.

    What it was told after the backup may come again: under the `webhook-id` that it had where the
    backup has the event already, under another one where the event happens anew.
    """
    sentence = Sentence(
        _(
            "the service was restored from a backup of {moment}; what came after position {last} "
            "is lost. Read everything anew, and go on after {last}. Messages that you have had "
            "may come again"
        ),
        moment=f"{restoration.backup_at:%Y-%m-%d %H:%M} UTC",
        last=restoration.last_position,
    )
    enabled = sa.select(WebhookEndpoint).where(WebhookEndpoint.enabled)
    for webhook in db.scalars(enabled.order_by(WebhookEndpoint.id)).all():
        add(db, webhook, [_reset(webhook, feed.Gone(sentence, restoration.last_position))])


def new_delivery(
    webhook: WebhookEndpoint,
    message_id: UUID,
    position: int,
    row_key: UUID,
    type: str,
    body: str,
    happened_at: datetime | None = None,
) -> Delivery:
    """A delivery that is not in line yet; without `happened_at` what it tells happens now."""
    return Delivery(
        id=new_id(),
        webhook_id=webhook.id,
        message_id=message_id,
        position=position,
        row_key=row_key,
        type=type,
        body=body,
        happened_at=happened_at or clock.now(),
        state=PENDING,
        due_at=None,
        attempts=0,
        tries=0,
    )


def add(db: Session, webhook: WebhookEndpoint, new_deliveries: Sequence[Delivery]) -> None:
    """Keep new deliveries and put them in line; the caller holds the endpoint's row."""
    if not new_deliveries:
        return
    now = database_now(db)
    if webhook.ordering != "per_process":
        for delivery in new_deliveries:
            delivery.due_at = now
    db.add_all(new_deliveries)
    db.flush()
    line_up(db, webhook, {delivery.row_key for delivery in new_deliveries}, now)


def line_up(db: Session, webhook: WebhookEndpoint, keys: Collection[UUID], now: datetime) -> None:
    """Make the oldest delivery of each queue due, unless one of that queue is due or under way.

    The caller holds the endpoint's row.
    """
    if webhook.ordering != "per_process":
        return
    for key in keys:
        row = (
            Delivery.webhook_id == webhook.id,
            Delivery.row_key == key,
            Delivery.state == PENDING,
        )
        due = sa.select(Delivery.id).where(*row, Delivery.due_at.is_not(None)).limit(1)
        if db.scalar(due) is not None:
            continue
        first = sa.select(Delivery).where(*row).order_by(Delivery.position, Delivery.id).limit(1)
        if delivery := db.scalars(first).one_or_none():
            delivery.due_at = now
            db.flush()


def reorder(db: Session, webhook: WebhookEndpoint) -> None:
    """Put what waits in the order that the endpoint now asks for."""
    waiting = (Delivery.webhook_id == webhook.id, Delivery.state == PENDING)
    now = database_now(db)
    if webhook.ordering == "parallel":
        late = sa.update(Delivery).where(*waiting, Delivery.due_at.is_(None))
        db.execute(late.values(due_at=now))
        return
    idle = sa.update(Delivery).where(*waiting, Delivery.due_at <= now)
    db.execute(idle.values(due_at=None))
    keys = db.scalars(sa.select(Delivery.row_key).where(*waiting).distinct())
    line_up(db, webhook, set(keys), now)


def finish(
    db: Session, webhook: WebhookEndpoint, delivery: Delivery, outcome: Outcome, now: datetime
) -> None:
    """Record an attempt that ended at `now`: delivered, to be retried after a pause, or given up.

    The caller holds the endpoint's row.
    """
    describe_attempt(db, delivery.id, delivery.attempts, outcome)
    if outcome.accepted:
        delivery.state, delivery.due_at, delivery.finished_at = DELIVERED, None, now
    else:
        due_at = now + timedelta(seconds=BACKOFF.pause_s(delivery.tries, outcome.retry_after_s))
        if due_at > (delivery.tried_since or now) + TRIED_FOR:
            delivery.state, delivery.due_at, delivery.finished_at = FAILED, None, now
        else:
            delivery.due_at = due_at
    db.flush()
    line_up(db, webhook, {delivery.row_key}, now)


def describe_attempt(db: Session, delivery_id: UUID, number: int, outcome: Outcome) -> None:
    """Record with an attempt how it ended."""
    attempt = db.get_one(Attempt, (delivery_id, number))
    attempt.duration_ms, attempt.status = outcome.duration_ms, outcome.status
    attempt.error, attempt.response = outcome.error, outcome.body


def forget(db: Session, before: datetime, most: int) -> int:
    """Delete deliveries that ended before a time, with their attempts; at most so many."""
    outdated = sa.select(Delivery.id).where(Delivery.state != PENDING, Delivery.created_at < before)
    oldest = outdated.order_by(Delivery.created_at).limit(most)
    deletion = sa.delete(Delivery).where(Delivery.id.in_(oldest))
    return len(db.scalars(deletion.returning(Delivery.id)).all())
