"""What all queues of mails have in common: when a mail is due, and what becomes of it."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Final, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.database import event_counts
from service.database.backoff import Backoff
from service.database.clock import database_now
from service.database.due_conditions import NOW, Condition
from service.database.locks import AGAINST_WRITERS
from service.database.models import AccountMail, Notification

RowT = TypeVar("RowT", AccountMail, Notification)
QueueTable = type[AccountMail] | type[Notification]

#: A claim that has not been settled after this is free again.
LEASE = timedelta(minutes=5)
#: Pauses after the first, second, ... try that failed; then it is given up.
BACKOFF = Backoff([60 * minutes for minutes in (1, 5, 30, 120, 360, 720, 1440, 1440)])
MOST_TRIES = len(BACKOFF.pauses_s)
#: What attempts at mails are counted under, followed by the queue and how they ended.
ATTEMPTS: Final = "mail."
RESULTS: Final = ("sent", "failed", "given_up")
#: States of a mail that has an error and still concerns somebody; it may be dropped with one, too.
_FAILING: Final = ("pending", "failed")


def due(table: type[RowT], now: datetime | sa.BindParameter[datetime]) -> sa.Select[RowT]:
    """The mails that are to be sent now."""
    return sa.select(table).where(table.state == "pending", table.due_at <= now)


def waits_with(user_id: UUID, organization_id: UUID, channel: str) -> sa.ColumnElement[bool]:
    """The notes that no mail has told yet, of whatever is told of on this channel."""
    return sa.and_(
        Notification.state == "pending",
        Notification.mail_id.is_(None),
        Notification.user_id == user_id,
        Notification.organization_id == organization_id,
        Notification.channel == channel,
    )


def is_about(project_id: UUID) -> sa.ColumnElement[bool]:
    """The notes of what happened in a project."""
    told: sa.ColumnElement[str] = Notification.event["project_id"].as_string()
    return told == str(project_id)


def has_due(table: type[RowT]) -> Condition:
    """That a mail may be due."""
    return due(table, NOW).with_only_columns(table.id).exists()


def claim(row: AccountMail | Notification, now: datetime) -> None:
    """Let nobody else send this mail for LEASE."""
    row.due_at, row.attempts = now + LEASE, row.attempts + 1


def drop(row: AccountMail | Notification, now: datetime) -> None:
    """Let a mail that nobody wants any more not go out."""
    row.state, row.finished_at = "dropped", now


def mark_sent(db: Session, table: QueueTable, ids: Collection[UUID]) -> None:
    """Record that a mail went out, which these rows made up."""
    _end(db, table, ids, "sent", None)
    _count(db, table, "sent")


def mark_failed(
    db: Session, table: QueueTable, ids: Collection[UUID], error: str, *, for_good: bool
) -> None:
    """Record why a mail did not go out; it is tried again after a pause, or given up."""
    tries = db.scalar(sa.select(sa.func.max(table.attempts)).where(table.id.in_(ids))) or MOST_TRIES
    if for_good or tries > MOST_TRIES:
        _end(db, table, ids, "failed", error[:500])
        _count(db, table, "given_up")
        return
    again_at = database_now(db) + timedelta(seconds=BACKOFF.pause_s(tries))
    db.execute(_pending(table, ids).values(due_at=again_at, error=error[:500]))
    _count(db, table, "failed")


def _count(db: Session, table: QueueTable, result: str) -> None:
    queue = "account" if table is AccountMail else "notification"
    event_counts.increment(db, f"{ATTEMPTS}{queue}.{result}")


def _end(
    db: Session, table: QueueTable, ids: Collection[UUID], state: str, error: str | None
) -> None:
    db.execute(_pending(table, ids).values(state=state, error=error, finished_at=database_now(db)))


def _pending(table: QueueTable, ids: Collection[UUID]) -> sa.Update:
    return sa.update(table).where(table.id.in_(ids), table.state == "pending")


def is_failing(row: AccountMail | Notification) -> bool:
    """Whether a mail was given up, or is tried again because it failed."""
    return row.error is not None and row.state in _FAILING


def has_failed(
    table: QueueTable | sa.orm.util.AliasedClass[Notification],
) -> sa.ColumnElement[bool]:
    """The same as a condition of a query; those with an error have an index of their own."""
    return sa.and_(table.error.is_not(None), table.state.in_(_FAILING))


def stands_for_its_mail() -> sa.ColumnElement[bool]:
    """Of the failing notes that one mail tells of, the first: as a condition of a query."""
    other = sa.orm.aliased(Notification)
    earlier = sa.select(other.id).where(
        other.mail_id == Notification.mail_id, has_failed(other), other.id < Notification.id
    )
    return ~earlier.exists()


def send_again(db: Session, row: AccountMail | Notification) -> None:
    """Let a failing mail go out now, with all that it tells of and all its tries."""
    rows: Iterable[AccountMail | Notification] = [row]
    if isinstance(row, Notification) and row.mail_id is not None:
        told = sa.select(Notification).where(
            Notification.mail_id == row.mail_id, has_failed(Notification)
        )
        rows = db.scalars(told.order_by(Notification.id).with_for_update(**AGAINST_WRITERS))
    now = database_now(db)
    for each in rows:
        each.state, each.due_at, each.attempts, each.finished_at = "pending", now, 0, None


def delete_ended(db: Session, table: QueueTable, before: datetime, most: int) -> int:
    """Delete at most `most` mails from before then that are settled; returns how many."""
    outdated = sa.select(table.id).where(table.state != "pending", table.created_at < before)
    oldest = outdated.order_by(table.created_at).limit(most)
    deletion = sa.delete(table).where(table.id.in_(oldest))
    return len(db.scalars(deletion.returning(table.id)).all())
