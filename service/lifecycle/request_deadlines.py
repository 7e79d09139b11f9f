"""Computes when the requests of a process fall due, and when reminders go out before that."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.catalogue import calendars
from service.database.models import Offer, Process, Project, Request
from service.lifecycle import windows
from service.manufacturing.quoting import working_time
from service.manufacturing.quoting.working_days import WorkingDays
from workflows.process import ProcessState
from workflows.request import ANSWERABLE, DEADLINES, RequestState

#: Here the process' deadline is the earliest one of its requests.
WITH_CONTRACTORS = frozenset({ProcessState.SENT, ProcessState.CLARIFICATION, ProcessState.OFFERED})


class Due(NamedTuple):
    """When a request falls due, what the system fires then, and what that means in words."""

    at: datetime
    then: str | None
    summary: str


def due(request: Request, valid_until: datetime | None) -> Due | None:
    """The deadline of a request's state; `valid_until` is that of its newest offer."""
    deadline = DEADLINES.get(request.state)
    if deadline is None:
        return None
    if deadline.dated_by == "valid_until":
        dated = valid_until
    else:
        dated = getattr(request, deadline.dated_by or "", None)
    at = dated or request.updated_at + deadline.after
    return Due(at, deadline.then, deadline.summary)


def due_of(db: Session, request: Request) -> Due | None:
    """The deadline of a request's state, None once it is closed."""
    valid_until = None
    if request.state is RequestState.OFFERED:
        offers = sa.select(Offer.valid_until).where(Offer.request_id == request.id)
        valid_until = db.scalar(offers.order_by(Offer.number.desc()).limit(1))
    return due(request, valid_until)


def next_times(db: Session, process_id: UUID) -> tuple[datetime | None, datetime | None]:
    """When the first request of a process falls due, and when the first reminder is.

    None where no request is open, or where nobody is to be reminded.
    """
    db.flush()
    query = sa.select(Request).where(
        Request.process_id == process_id, Request.state.in_(ANSWERABLE)
    )
    waiting = db.scalars(query).all()
    due_times = [due.at for request in waiting if (due := due_of(db, request))]
    reminders = [request.remind_at for request in waiting if request.remind_at]
    return min(due_times, default=None), min(reminders, default=None)


def answer_by(
    db: Session, process: Process, project: Project, calendar: WorkingDays, asked_at: datetime
) -> datetime:
    """When the answer window of a contractor that is asked at `asked_at` is over."""
    answering = DEADLINES[RequestState.DISPATCHED]
    lasts = windows.window_of(db, process, project, answering).after
    return working_time.end_of(calendar, asked_at, lasts)


def question_until(db: Session, process: Process, project: Project) -> datetime:
    """When a question that is asked now is dropped."""
    asking = DEADLINES[RequestState.CLARIFICATION]
    return clock.now() + windows.window_of(db, process, project, asking).after


def arm(
    db: Session,
    process: Process,
    project: Project,
    request: Request,
    calendar: WorkingDays | None = None,
) -> None:
    """Set the reminder that belongs to the deadline of the request's state.

    `calendar` is the contractor's, if it is known already.
    """
    request.remind_at = None
    deadline, falls = DEADLINES.get(request.state), due_of(db, request)
    if deadline is None or falls is None or request.state not in ANSWERABLE:
        return
    reminder = windows.window_of(db, process, project, deadline).reminder
    if reminder is None:
        return
    at = falls.at - reminder
    if deadline.working_days:
        calendar = calendar or calendars.working_days_of(db, request.contractor_id)
        at = working_time.before(calendar, falls.at, reminder)
    request.remind_at = at if at > clock.now() else None
