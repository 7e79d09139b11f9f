"""Requests whose mail was not taken at once: they are mailed later, and their orders go on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.database import event_counts, unversioned
from service.database.backoff import Backoff
from service.database.clock import database_now
from service.database.due_conditions import NOW
from service.database.locks import AGAINST_WRITERS, SKIP_LOCKED
from service.database.models import Request
from service.database.models.column_json import AttemptJson, ChannelReportJson
from service.notifications import mail_queue
from service.sourcing.outgoing import News, Outgoing
from workflows.request import READ

MAIL = "mail"
#: Pauses in minutes; servers that greylist want some minutes (RFC 6647, section 2.3), and a broken
#: one is mended within a day or two (RFC 5321, section 4.5.4.1: give up after 4 to 5 days at least,
#: but then the time to answer is over).
BACKOFF = Backoff([60.0 * minutes for minutes in (2, 5, 10, 20, 30, 60, 120, 240)], jitter=0.2)
TRIED_FOR = timedelta(days=2)
#: A mail that has not been settled after this is due again; longer than a conversation may take.
LEASE = timedelta(minutes=5)


@dataclass(frozen=True)
class MailOutcome:
    """How an attempt ended: with a reference, or with an error that may be `final`."""

    at: datetime
    reference: str | None = None
    detail: str = ""
    error: str | None = None
    final: bool = False


def first_try_at(now: datetime) -> datetime:
    """When a mail is tried again that a dispatch which ends at `now` could not deliver."""
    return now + timedelta(seconds=BACKOFF.pause_s(1))


def claim(db: Session) -> Outgoing | None:
    """The next request to mail, claimed for LEASE; one that was answered meanwhile is let be."""
    now = database_now(db)
    query = _due(now).order_by(Request.mail_due_at).limit(1).with_for_update(**SKIP_LOCKED)
    while request := db.scalar(query):
        if request.state not in READ or (request.answer_by or now) < now:
            unversioned.update(db, request, mail_due_at=None)
            continue
        unversioned.update(db, request, mail_due_at=now + LEASE)
        return _outgoing(request)
    return None


def _outgoing(request: Request) -> Outgoing:
    """With a key of its own for each mail, so that one that brings news is no repeat."""
    key, news_at = request.idempotency_key, request.mailed_anew_at
    news: News | None = None
    if news_at:
        key = f"{key}-{news_at:%Y%m%dT%H%M%S%f}"
        news = "answer" if news_at == request.question_answered_at else "files"
    tries = request.dispatch.get(MAIL, {}).get("tries", [])
    attempt = len(_of_newest(tries, news_at)) + 1
    return Outgoing(request.id, request.number, key, attempt, (MAIL,), {MAIL: tries}, news_at, news)


def _of_newest(tries: Sequence[AttemptJson], since: datetime | None) -> list[AttemptJson]:
    """The attempts at the newest mail about a request, oldest first."""
    return [each for each in tries if not since or datetime.fromisoformat(each["at"]) >= since]


def _due(now: datetime | sa.BindParameter[datetime]) -> sa.Select[Request]:
    return sa.select(Request).where(Request.mail_due_at <= now)


#: That a mail is due.
IS_DUE: Final = _due(NOW).with_only_columns(Request.id).exists()


def has_failed() -> sa.ColumnElement[bool]:
    """Whether the last attempt at a mail has failed, and another one is to come.

    A mail that brings news waits as well, and has not failed.
    """
    error: sa.ColumnElement[str] = Request.dispatch[MAIL]["error"].as_string()
    return sa.and_(Request.mail_due_at.is_not(None), error.is_not(None))


def was_given_up() -> sa.ColumnElement[bool]:
    """Whether the last attempt at a mail has failed for good, and its request can be answered."""
    return sa.and_(Request.mail_given_up_at.is_not(None), Request.state.in_(READ))


def send_now(db: Session, request_id: UUID) -> Request | None:
    """Let the mail of a request that has failed go out now; None if there is none.

    One that was given up is tried once more.
    """
    failed = sa.or_(has_failed(), was_given_up())
    wanted = sa.select(Request).where(Request.id == request_id, failed)
    request = db.scalar(wanted.with_for_update(**AGAINST_WRITERS))
    if request is not None:
        unversioned.update(db, request, mail_due_at=database_now(db))
    return request


def settle(db: Session, request_id: UUID, outcome: MailOutcome) -> None:
    """Record how an attempt ended, and when the next one is due if there is to be one.

    The request keeps its version: an answer that is just being made stands.
    """
    request = db.get_one(Request, request_id, with_for_update=AGAINST_WRITERS)
    tries = list(request.dispatch.get(MAIL, {}).get("tries", []))
    at = outcome.at.isoformat()
    tries.append(
        AttemptJson(at=at, detail=outcome.detail)
        if outcome.error is None
        else AttemptJson(at=at, error=outcome.error)
    )
    of_newest = _of_newest(tries, request.mailed_anew_at)
    report = ChannelReportJson(attempts=len(tries), tries=tries)
    mail_due_at = None
    if outcome.error is None:
        report["delivered_at"] = at
        report["reference"] = outcome.reference or ""
    else:
        report["error"] = outcome.error
        began_at = datetime.fromisoformat(of_newest[0]["at"])
        due_at = outcome.at + timedelta(seconds=BACKOFF.pause_s(len(of_newest)))
        if not outcome.final and due_at < began_at + TRIED_FOR:
            mail_due_at = due_at
            report["again_at"] = due_at.isoformat()
    dispatch = request.dispatch | {MAIL: report}
    given_up_at = outcome.at if outcome.error is not None and mail_due_at is None else None
    unversioned.update(
        db, request, mail_due_at=mail_due_at, mail_given_up_at=given_up_at, dispatch=dispatch
    )
    result = "sent" if outcome.error is None else "failed" if mail_due_at else "given_up"
    event_counts.increment(db, f"{mail_queue.ATTEMPTS}request.{result}")
