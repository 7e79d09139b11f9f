"""Tries to send a queued mail, and records what came of it: the same for every queue."""

import smtplib
from collections.abc import Callable, Collection
from typing import NamedTuple
from uuid import UUID

import structlog

from service.database import Session
from service.notifications import mail_queue
from service.notifications.mail_queue import QueueTable
from tasks.channels import DispatchRefused

log = structlog.get_logger(__name__)


class Failure(NamedTuple):
    """Why a mail did not go out, and whether it never will."""

    error: str
    for_good: bool


def failure_of(send: Callable[[], None]) -> Failure | None:
    """Compose and hand over a mail; why that failed, None if it did not."""
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


def settle(db: Session, table: QueueTable, ids: Collection[UUID], failure: Failure | None) -> None:
    """Record that the mail went out, or that it is tried again, or given up."""
    if failure is None:
        mail_queue.mark_sent(db, table, ids)
        return
    log.warning("a mail did not go out", error=failure.error[:300], for_good=failure.for_good)
    mail_queue.mark_failed(db, table, ids, failure.error, for_good=failure.for_good)
