"""Forgets what need not be kept any longer, in small bites so that nobody waits for it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.accounts import (
    invitations,
    login_limits,
    sessions,
    sign_ins,
    unconfirmed_accounts,
)
from service.audit import reading
from service.database import idempotency_keys, one_time_tokens, transactions
from service.database.models import AccountMail, Event, Notification
from service.events import feed
from service.files import garbage, storage
from service.notifications import mail_queue
from service.settings import settings
from service.sourcing import attachments
from service.webhooks import deliveries

#: Rows that are deleted in one transaction, and the most of them in one go.
BITE = 1000
MOST_BITES = 100


def tidy(now: datetime) -> dict[str, int]:
    """Delete what is old or was never used: events, answers, accounts, contents without a file.

    The number of each. Walks the whole storage: once an hour or so is enough.
    """
    config = settings()
    events_before = now - timedelta(days=config.event_retention_days)
    audit_before = now - timedelta(days=config.audit_retention_days)
    registered_before = now - timedelta(days=config.unconfirmed_account_days)
    answers = timedelta(hours=config.idempotency_hours)
    return {
        "events": _in_bites(lambda session: forget_events(session, events_before)),
        "deliveries": _in_bites(lambda session: deliveries.forget(session, events_before, BITE)),
        "notifications": _in_bites(
            lambda session: mail_queue.delete_ended(session, Notification, now, BITE)
        ),
        "account_mails": _in_bites(
            lambda session: mail_queue.delete_ended(session, AccountMail, now, BITE)
        ),
        "tokens": _in_bites(lambda session: one_time_tokens.delete_expired(session, now, BITE)),
        "answers": _in_bites(lambda session: idempotency_keys.forget(session, answers)),
        "sessions": _in_bites(lambda session: sessions.forget_expired(session, now)),
        "sign_ins": _in_bites(lambda session: sign_ins.forget(session, now, BITE)),
        "guesses": _in_bites(lambda session: login_limits.delete_old(session, now, BITE)),
        "invitations": _in_bites(lambda session: invitations.delete_expired(session, now, BITE)),
        "audit": _in_bites(lambda session: reading.delete_old(session, audit_before, BITE)),
        "accounts": _in_bites(
            lambda session: unconfirmed_accounts.delete_old(session, registered_before, BITE)
        ),
        "attachments": _in_bites(lambda session: attachments.forget(session, now, BITE)),
        "contents": _collect(),
    }


def forget_events(session: Session, before: datetime) -> int:
    """Delete published events from `before`, oldest first, at most BITE; the number of them.

    What is kept has no gaps, and the newest event always stays: positions count on from it.
    """
    recent = sa.select(Event.position).where(Event.at >= before)
    first_kept = session.scalar(recent.order_by(Event.position).limit(1))
    if first_kept is None:
        first_kept = feed.last_position(session)
    old = sa.select(Event.id).where(Event.position < first_kept).order_by(Event.position)
    gone = sa.delete(Event).where(Event.id.in_(old.limit(BITE)))
    return len(session.scalars(gone.returning(Event.id)).all())


def _collect() -> int:
    with transactions.reading() as session:
        return garbage.collect_garbage(session, storage.current_storage())


def _in_bites(forget: Callable[[Session], int]) -> int:
    total = 0
    for _ in range(MOST_BITES):
        with transactions.writing() as session:
            gone = forget(session)
        total += gone
        if gone < BITE:
            break
    return total
