"""Bounds of mails about projects: what a user or an organisation would get beyond them comes later.

They are counted by what went out, without a lock: delivery workers that look at the same moment
may each send one.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from service.database import event_counts
from service.database.models import Notification
from service.notifications.preferences import NotificationChannel
from service.settings import settings

log = structlog.get_logger(__name__)

#: What mails that were put off are counted under.
PUT_OFF: Final = "mail_put_off"
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


class Bound(NamedTuple):
    """How many of these mails may go out within a span of time, by the name of the setting."""

    setting: str
    span: timedelta
    counted: sa.ColumnElement[bool]


class ReachedBound(NamedTuple):
    """A bound beyond which nothing goes out until then."""

    setting: str
    until: datetime


def put_off(db: Session, notes: Sequence[Notification], now: datetime) -> bool:
    """Put off the mail of these notes, of one user and organisation, if it is over a bound.

    What then waits for the same user and organisation comes as one digest, so that what flows in
    faster than it may go out does not pile up. A mail that was tried before stays as it is.
    """
    reached = max(_reached(db, notes[0], now), key=lambda bound: bound.until, default=None)
    if reached is None:
        return False
    for note in notes:
        note.due_at = reached.until
        if note.mail_id is None:
            note.channel = NotificationChannel.DIGEST.value
    event_counts.increment(db, PUT_OFF)
    log.warning(
        "a mail was put off",
        bound=reached.setting,
        until=reached.until.isoformat(),
        user_id=str(notes[0].user_id),
        organization_id=str(notes[0].organization_id),
        events=len(notes),
    )
    return True


def _reached(db: Session, note: Notification, now: datetime) -> Iterator[ReachedBound]:
    to_user = Notification.user_id == note.user_id
    to_organization = Notification.organization_id == note.organization_id
    for bound in (
        Bound("recipient_mails_per_hour", _HOUR, to_user),
        Bound("recipient_mails_per_day", _DAY, to_user),
        Bound("organization_mails_per_day", _DAY, to_organization),
    ):
        most: int = getattr(settings(), bound.setting)
        if most and (until := _full_until(db, bound, most, now)):
            yield ReachedBound(bound.setting, until)


def _full_until(db: Session, bound: Bound, most: int, now: datetime) -> datetime | None:
    """When one more may go out: as soon as only `most` - 1 mails are younger than the span."""
    sent_at = sa.func.max(Notification.finished_at)
    query = (
        sa.select(sent_at)
        .where(
            bound.counted,
            Notification.finished_at > now - bound.span,
            Notification.state == "sent",
            Notification.mail_id.is_not(None),
        )
        .group_by(Notification.mail_id)
        .order_by(sent_at.desc())
    )
    oldest = db.scalar(query.offset(most - 1).limit(1))
    return oldest + bound.span if oldest else None
