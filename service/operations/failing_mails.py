"""Lists the mails that do not go out, and has one sent again, for operators."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.access.lookup import unknown
from service.audit import log as audit
from service.audit.actions import AuditAction
from service.database.locks import AGAINST_WRITERS
from service.database.models import AccountMail, Notification, Organization, Request, User
from service.notifications import mail_queue
from service.notifications.mail_queue import QueueTable
from service.sourcing import late_mails
from service.translations import gettext_noop as _

#: Mails that are listed.
MOST_LISTED = 50
#: What a mail is about that asks a contractor.
REQUEST = "request"


class FailingMail(NamedTuple):
    """A mail that was given up, or that has failed and is tried again at `due_at`.

    That of a request has the id of the request.
    """

    id: UUID
    kind: str
    email: str
    error: str | None
    attempts: int
    due_at: datetime | None
    created_at: datetime


def failing_mails(db: Session) -> list[FailingMail]:
    """Mails that were given up or have failed so far, the newest first."""
    mails = [*_of_requests(db), *_notifications(db), *_account_mails(db)]
    return sorted(mails, key=lambda mail: mail.created_at, reverse=True)[:MOST_LISTED]


def _of_requests(db: Session) -> Iterator[FailingMail]:
    """Those that are tried again, or were given up while the request can still be answered."""
    query = (
        sa.select(Request, Organization.email)
        .join(Organization, Organization.id == Request.contractor_id)
        .where(sa.or_(late_mails.has_failed(), late_mails.was_given_up()))
        .order_by(Request.id.desc())
        .limit(MOST_LISTED)
    )
    for request, email in db.execute(query):
        report, due_at = request.dispatch[late_mails.MAIL], request.mail_due_at
        yield FailingMail(
            id=request.id,
            kind=REQUEST,
            email=email or "",
            error=report["error"],
            attempts=report["attempts"],
            due_at=due_at,
            created_at=request.created_at,
        )


def _notifications(db: Session) -> Iterator[FailingMail]:
    query = sa.select(Notification, User.email).join(User, User.id == Notification.user_id)
    query = query.where(mail_queue.stands_for_its_mail())
    for note, email in db.execute(_newest(query, Notification)):
        yield _mail(note, note.event["type"], email)


def _account_mails(db: Session) -> Iterator[FailingMail]:
    for mail in db.scalars(_newest(sa.select(AccountMail), AccountMail)):
        yield _mail(mail, mail.kind, mail.email)


def _newest(query: Any, table: QueueTable) -> Any:
    failed = query.where(mail_queue.has_failed(table))
    return failed.order_by(table.created_at.desc()).limit(MOST_LISTED)


def _mail(row: AccountMail | Notification, kind: str, email: str) -> FailingMail:
    due_at = row.due_at if row.state == "pending" else None
    return FailingMail(row.id, kind, email, row.error, row.attempts, due_at, row.created_at)


def _queued(db: Session, mail_id: UUID) -> AccountMail | Notification | None:
    return db.get(
        AccountMail, mail_id, with_for_update=AGAINST_WRITERS, populate_existing=True
    ) or db.get(Notification, mail_id, with_for_update=AGAINST_WRITERS, populate_existing=True)


def send_again(db: Session, mail_id: UUID) -> None:
    """Let a mail that failed go out now, with all its tries; raises Unknown."""
    row = _queued(db, mail_id)
    if row is not None and mail_queue.is_failing(row):
        mail_queue.send_again(db, row)
        account_id = row.user_id if isinstance(row, Notification) else None
        audit.record(db, AuditAction.MAIL_RESENT, account_id=account_id, subject_id=row.id)
        db.flush()
        return
    request = late_mails.send_now(db, mail_id)
    if request is None:
        raise unknown(_("there is no mail {id} that has failed"), id=mail_id)
    audit.record(
        db,
        AuditAction.MAIL_RESENT,
        organization_id=request.contractor_id,
        subject_id=request.id,
        subject_name=request.number,
    )
