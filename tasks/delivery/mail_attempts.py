"""Composes and sends queued mails, and records what came of it: the same for every queue."""

import smtplib
from collections.abc import Callable, Collection
from email.headerregistry import Address
from email.message import EmailMessage
from typing import NamedTuple, TypeVar
from uuid import UUID

import structlog

from service import clock
from service.database import Session, transactions
from service.notifications import mail_queue
from service.notifications.mail_queue import QueueTable
from service.settings import settings
from service.values import emails
from tasks.channels import DispatchRefused
from tasks.channels.request_mail import address, message_id
from tasks.mail import letters
from tasks.mail.outgoing import hand_over
from tasks.mail.template import MailContent, one_line, write

log = structlog.get_logger(__name__)

MailT = TypeVar("MailT")


class Failure(NamedTuple):
    """Why a mail did not go out, and whether it never will."""

    error: str
    for_good: bool


def compose(key: str, to: Address, subject: str, content: MailContent) -> EmailMessage:
    """A mail of this content; a repeat under `key` has the same Message-ID."""
    sender = settings().mail_sender
    mail = EmailMessage(policy=letters.POLICY)
    mail["From"] = address("Werkbank", sender)
    mail["To"] = to
    mail["Subject"] = one_line(subject)
    mail["Date"] = clock.now()
    mail["Message-ID"] = message_id(key, sender)
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834
    write(mail, content)
    mail["Content-Language"] = content.language
    return mail


def send_each(
    claim: Callable[[Session], MailT | None],
    send: Callable[[MailT], bool],
    goes_on: Callable[[], bool],
) -> int:
    """Claim and send one mail after the other until none is due; the number that went out.

    One by one, so that a slow mail server keeps none beyond its lease.
    """
    number = 0
    while goes_on():
        with transactions.writing() as session:
            mail = claim(session)
        if mail is None:
            break
        number += send(mail)
    return number


def send_queued(
    table: QueueTable, ids: Collection[UUID], compose: Callable[[], EmailMessage], name: str
) -> bool:
    """Send the mail of these rows, and record whether it went out, is tried again or given up."""
    failure = _failure_of(lambda: hand_over(compose(), name))
    with transactions.writing() as session:
        _settle(session, table, ids, failure)
    return failure is None


def _failure_of(send: Callable[[], None]) -> Failure | None:
    try:
        send()
    except DispatchRefused as error:
        return Failure(str(error), for_good=True)
    except smtplib.SMTPRecipientsRefused as error:
        code, reply = next(iter(error.recipients.values()))
        return Failure(f"{code} {reply!r}", for_good=500 <= code <= 599)
    except (smtplib.SMTPException, OSError, ValueError) as error:
        return Failure(f"{type(error).__name__}: {error}", for_good=False)
    return None


def _settle(db: Session, table: QueueTable, ids: Collection[UUID], failure: Failure | None) -> None:
    if failure is None:
        mail_queue.mark_sent(db, table, ids)
        return
    # Cut without the addresses that servers like to repeat: half of one would be known as none.
    error = emails.without_addresses(failure.error)[:300]
    log.warning("a mail did not go out", error=error, for_good=failure.for_good)
    mail_queue.mark_failed(db, table, ids, failure.error, for_good=failure.for_good)
