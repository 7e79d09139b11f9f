"""The queue of mails about accounts, which nobody can unsubscribe from and nobody can flood."""

from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.database.clock import database_now
from service.database.locks import SKIP_LOCKED
from service.database.models import AccountMail
from service.database.models.column_json import AccountMailJson
from service.notifications import mail_queue

AccountMailKind = Literal[
    "password_reset",
    "password_changed",
    "new_device",
    "device_approval",
    "device_approval_off",
    "new_key",
    "key_revoked",
    "second_factor_on",
    "second_factor_off",
    "recovery_code_used",
    "passkey_added",
    "passkey_removed",
    "provider_linked",
    "email_confirmation",
    "organization_email",
    "invitation",
    "offer_confirmation",
    "contractor_waits",
    "contractor_approved",
    "contractor_suspended",
]
#: What anybody can have sent to any address, and how many of a kind one address gets in an hour.
ASKED_FOR: frozenset[AccountMailKind] = frozenset(
    {
        "password_reset",
        "email_confirmation",
        "organization_email",
        "invitation",
        "offer_confirmation",
        "device_approval",
    }
)
MOST_PER_HOUR = 5


def enqueue(
    db: Session,
    kind: AccountMailKind,
    email: str,
    *,
    subject_id: UUID | None = None,
    data: AccountMailJson | None = None,
    known_address: str | None = None,
) -> bool:
    """Queue a mail, whoever reads at the address, unless it has had too many; whether it was.

    At the `known_address` from which somebody asks who has been there before, nothing counts that
    was asked for from elsewhere: nobody else can use their mails up.
    """
    now = database_now(db)
    if kind in ASKED_FOR and _queued_since(db, kind, email, now, known_address) >= MOST_PER_HOUR:
        return False
    db.add(
        AccountMail(
            kind=kind,
            email=email,
            subject_id=subject_id,
            data=data or {},
            due_at=now,
            created_at=now,
        )
    )
    db.flush()
    return True


def _queued_since(
    db: Session, kind: AccountMailKind, email: str, now: datetime, known_address: str | None
) -> int:
    query = sa.select(sa.func.count()).where(
        AccountMail.email == email,
        AccountMail.kind == kind,
        AccountMail.created_at > now - timedelta(hours=1),
    )
    if known_address:
        query = query.where(AccountMail.data["address"].as_string() == known_address)
    return db.scalar(query) or 0


def claim(db: Session) -> AccountMail | None:
    """The next mail that is due, claimed for a while."""
    now = database_now(db)
    first = mail_queue.due(AccountMail, now).order_by(AccountMail.due_at, AccountMail.id).limit(1)
    row = db.scalar(first.with_for_update(**SKIP_LOCKED))
    if row is not None:
        mail_queue.claim(row, now)
    return row
