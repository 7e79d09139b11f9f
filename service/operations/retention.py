"""Forgets what need not be kept any longer, in small bites so that nobody waits for it.

RETENTIONS says of each kind of data how long it is kept; docs/privacy.md has the same table.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import takewhile
from typing import Final

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from service.accounts import (
    api_keys,
    approved_devices,
    invitations,
    login_limits,
    sessions,
    sign_ins,
    unconfirmed_accounts,
)
from service.audit import reading
from service.database import idempotency_keys, one_time_tokens, trace_contexts, transactions
from service.database.errors import DatabaseError
from service.database.models import AccountMail, Event, Notification
from service.files import garbage, storage
from service.notifications import mail_queue
from service.settings import settings
from service.sourcing import attachments
from service.verification import record_contents
from service.webhooks import deliveries

log = structlog.get_logger(__name__)

#: Rows that are deleted in one transaction.
BITE = 1000


@dataclass(frozen=True)
class Retention:
    """How long a kind of data is kept: `forget` deletes at most BITE of what is older than that.

    `kept` names the setting that says so, or is what the code says in words.
    """

    kind: str
    #: the same in words
    words: str
    #: the tables whose rows go
    tables: tuple[str, ...]
    kept: str
    forget: Callable[[Session, datetime], int]


def _days(setting: str, now: datetime) -> datetime:
    days: int = getattr(settings(), setting)
    return now - timedelta(days=days)


def _forget_answers(session: Session, now: datetime) -> int:
    hours = timedelta(hours=settings().idempotency_hours)
    return idempotency_keys.forget(session, now - hours, BITE)


#: In the order in which they go.
RETENTIONS: Final = (
    Retention(
        "events",
        "events",
        ("events", "event_audience"),
        "event_retention_days",
        lambda db, now: forget_events(db, _days("event_retention_days", now)),
    ),
    Retention(
        "traces",
        "traces of requests, where they are made",
        ("trace_contexts",),
        "event_retention_days",
        lambda db, now: trace_contexts.forget(db, _days("event_retention_days", now), BITE),
    ),
    Retention(
        "deliveries",
        "deliveries of webhooks, with their attempts",
        ("webhook_deliveries", "webhook_attempts"),
        "event_retention_days",
        lambda db, now: deliveries.forget(db, _days("event_retention_days", now), BITE),
    ),
    Retention(
        "notifications",
        "notifications by mail",
        ("notifications",),
        "mail_retention_days",
        lambda db, now: mail_queue.delete_ended(
            db, Notification, _days("mail_retention_days", now), BITE
        ),
    ),
    Retention(
        "account_mails",
        "mails about accounts",
        ("account_mails",),
        "mail_retention_days",
        lambda db, now: mail_queue.delete_ended(
            db, AccountMail, _days("mail_retention_days", now), BITE
        ),
    ),
    Retention(
        "tokens",
        "tokens of links in mails",
        ("one_time_tokens",),
        "until they expire",
        lambda db, now: one_time_tokens.delete_expired(db, now, BITE),
    ),
    Retention(
        "answers",
        "answers that can be replayed",
        ("kept_answers",),
        "idempotency_hours",
        _forget_answers,
    ),
    Retention(
        "sessions",
        "sessions",
        ("sessions",),
        "session_days",
        lambda db, now: sessions.forget_expired(db, now, BITE),
    ),
    Retention(
        "sign_ins",
        "sign-ins",
        ("sign_ins",),
        "sign_in_retention_days",
        lambda db, now: sign_ins.forget(db, now, BITE),
    ),
    Retention(
        "devices",
        "approved devices",
        ("approved_devices",),
        "sign_in_retention_days",
        lambda db, now: approved_devices.forget_unused(db, now, BITE),
    ),
    Retention(
        "guesses",
        "guesses at passwords",
        ("login_guesses",),
        "an hour",
        lambda db, now: login_limits.delete_old(db, now, BITE),
    ),
    Retention(
        "invitations",
        "invitations",
        ("invitations",),
        "seven days",
        lambda db, now: invitations.delete_expired(db, now, BITE),
    ),
    Retention(
        "api_keys",
        "API keys that were revoked or have expired",
        ("api_keys",),
        "audit_retention_days",
        lambda db, now: api_keys.delete_ended(db, _days("audit_retention_days", now), BITE),
    ),
    Retention(
        "audit",
        "audit entries",
        ("audit_entries", "audit_audiences"),
        "audit_retention_days",
        lambda db, now: reading.delete_old(db, _days("audit_retention_days", now), BITE),
    ),
    Retention(
        "accounts",
        "accounts that were never confirmed and have nothing",
        ("users", "organizations", "memberships", "roles", "preferences"),
        "unconfirmed_account_days",
        lambda db, now: unconfirmed_accounts.delete_old(
            db, _days("unconfirmed_account_days", now), BITE
        ),
    ),
    Retention(
        "attachments",
        "attachments that were never sent",
        ("attachments",),
        "a day",
        lambda db, now: attachments.forget(db, now, BITE),
    ),
    Retention(
        "analyses",
        "measures of contents that no file refers to any more, or that are measured otherwise now",
        ("analyses",),
        "a day",
        lambda db, now: garbage.delete_analyses(db, now, BITE),
    ),
    Retention(
        "record_contents",
        "what was calculated for verifications that are not there",
        ("record_contents",),
        "a day",
        lambda db, now: record_contents.delete_unused(db, now, BITE),
    ),
)


def tidy(now: datetime, goes_on: Callable[[], bool] = lambda: True) -> dict[str, int]:
    """Delete what is old or was never used: RETENTIONS, and contents without a file.

    The number of each. All of it goes, however much that is, BITE by BITE; it ends early when it is
    not to go on. Walks the whole storage: once an hour or so is enough. What the database refuses
    to forget of one kind holds up no other; that is logged, and tried again the next time.
    """
    forgotten = {
        retention.kind: _in_bites(partial(_forget, retention, now), retention.kind, goes_on)
        for retention in RETENTIONS
    }
    return {**forgotten, "contents": garbage.collect_garbage(storage.current_storage(), goes_on)}


def _forget(retention: Retention, now: datetime, session: Session) -> int:
    return retention.forget(session, now)


def forget_events(session: Session, before: datetime) -> int:
    """Delete published events from `before`, oldest first, at most BITE; the number of them.

    What is kept has no gaps, and the newest event always stays: positions count on from it. Only
    the oldest are looked at: to look for the first that stays would mean to pass all others.
    """
    query = sa.select(Event.position, Event.at).order_by(Event.position).limit(BITE + 1)
    oldest = session.execute(query).all()[:-1]
    outdated = [position for position, _ in takewhile(lambda row: row.at < before, oldest)]
    if outdated:
        session.execute(sa.delete(Event).where(Event.position <= outdated[-1]))
    return len(outdated)


def _in_bites(forget: Callable[[Session], int], kind: str, goes_on: Callable[[], bool]) -> int:
    total, gone = 0, BITE
    try:
        while gone >= BITE and goes_on():
            with transactions.writing() as session:
                gone = forget(session)
            total += gone
    except DatabaseError as error:
        log.warning("not all that is old could be deleted", kind=kind, error=str(error)[:300])
    return total
