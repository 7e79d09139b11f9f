"""Moves requests: acknowledge, ask, decline; and declines a process that nobody will make."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.access.actor import ActingParty
from service.access.request_view import SHOWS_PROCESS, has_arrived, shows_process
from service.catalogue import calendars
from service.database import shared_values
from service.database.locks import AGAINST_WRITERS
from service.database.models import Organization, Process, ProjectAccess, Request
from service.events import outbox
from service.lifecycle import request_deadlines, transitions
from service.lifecycle.parties import project_of
from service.sourcing import messages
from service.values.json_object import JsonObject
from workflows.engine import Actor, Moved
from workflows.process import PROCESS
from workflows.request import OPEN, REQUEST, RequestFacts, RequestState


def move(
    db: Session,
    request: Request,
    process: Process,
    trigger: str,
    by: ActingParty,
    data: JsonObject | None = None,
    *,
    facts: RequestFacts | None = None,
) -> None:
    """Fire a move of the request: state, history, events; raises IllegalMove, NotReady.

    The caller holds the process' lock. A contractor that is no longer under consideration is
    told so, and nothing that follows.
    """
    moved = REQUEST.fire(request, trigger, by.role, facts or RequestFacts())
    request.updated_at = clock.now()
    if _another_deadline(moved):
        request_deadlines.arm(db, process, project_of(db, request.project_id), request)
    if shows_process(moved.source) and not shows_process(moved.dest):
        _take_from_list(db, request)
    way = {"request_from": moved.source.value, "request_to": moved.dest.value}
    written = way | (data or {})
    transitions.record_in_place(
        db, process, f"request.{trigger}", by, data=written, request_id=request.id
    )
    if has_arrived(request.state):
        announce(db, request, f"request.{moved.dest.value}", by, data or {})


def _another_deadline(moved: Moved[RequestState]) -> bool:
    """Whether it now waits for something else; a new offer has another validity, too."""
    states = REQUEST.states
    stays = moved.source is moved.dest
    return stays or states[moved.source].deadline is not states[moved.dest].deadline


def _take_from_list(db: Session, request: Request) -> None:
    """Let the contractor no longer find the project in its list, unless it sees more of it.

    The entry is locked before we look: the same contractor may just be asked for another process.
    """
    entry = (request.contractor_id, request.project_id, Actor.CONTRACTOR.value)
    access = db.get(ProjectAccess, entry, with_for_update=AGAINST_WRITERS, populate_existing=True)
    seeing = sa.select(Request.id).where(
        Request.project_id == request.project_id,
        Request.contractor_id == request.contractor_id,
        SHOWS_PROCESS,
    )
    if access and db.scalar(seeing.limit(1)) is None:
        db.delete(access)


def acknowledge(db: Session, request: Request, process: Process, by: ActingParty) -> None:
    """The contractor has seen it."""
    move(db, request, process, "acknowledge", by)


def ask(db: Session, request: Request, process: Process, by: ActingParty, text: str) -> None:
    """The contractor asks the client; the question is a message."""
    check_is_sent(process)
    project = project_of(db, request.project_id)
    request.question_until = request_deadlines.question_until(db, process, project)
    move(db, request, process, "ask", by)
    messages.write(db, process, project, by, text, request)
    if "ask" in PROCESS.triggers(process.state, Actor.CONTRACTOR):
        data = {"request_id": str(request.id)}
        transitions.move(db, process, "ask", by, data=data, contractor_id=request.contractor_id)
    transitions.schedule(db, process)


def mail_answer(request: Request) -> None:
    """Have a request that went by mail mailed again: its client has answered what was asked.

    The link in that mail shows the answer, which the one of the mail before does not.
    """
    request.question_answered_at = clock.now()
    if "mail" in request.dispatch:
        request.mail_due_at = request.question_answered_at


def faults(request: Request) -> Iterator[str]:
    """That its quote is no longer the one at which it was asked."""
    if request.shared_quote and not shared_values.is_intact(request.shared_quote):
        yield f"request {request.number}: the quote at which it was asked was changed"


def check_is_sent(process: Process) -> None:
    """Raise IllegalMove while the others are still being asked: answers are taken after that."""
    PROCESS.move(process.state, "offer", Actor.CONTRACTOR)


def decline(db: Session, request: Request, process: Process, by: ActingParty, reason: str) -> None:
    """The contractor says no; when nobody is left who might say yes, the process is declined."""
    check_is_sent(process)
    request.reason = reason or None
    move(db, request, process, "decline", by, {"reason": reason})
    db.flush()
    if open_requests(db, process):
        transitions.schedule(db, process)
    else:
        close_process(db, process, by)


def close_process(db: Session, process: Process, by: ActingParty) -> None:
    """Decline a process that nobody is left to accept, and tell the client why."""
    transitions.move(db, process, "decline", by, data={"refusals": refusals(db, process)})


def refusals(db: Session, process: Process) -> list[JsonObject]:
    """What became of each request of the last round that is closed, with the reason if there is."""
    db.flush()
    rows = db.execute(
        sa.select(Request, Organization.name)
        .join(Organization, Organization.id == Request.contractor_id)
        .where(Request.process_id == process.id, Request.round == process.round)
        .where(Request.state.not_in(OPEN))
        .order_by(Request.id)
    )
    return [
        {
            "contractor_id": str(request.contractor_id),
            "contractor": name,
            "state": request.state.value,
            "reason": request.reason,
        }
        for request, name in rows
    ]


def grant_window(db: Session, process: Process, request: Request, now: datetime) -> None:
    """Let the contractor have its whole answer window again, from `now` on."""
    project = project_of(db, request.project_id)
    calendar = calendars.working_days_of(db, request.contractor_id)
    until = request_deadlines.answer_by(db, process, project, calendar, now)
    request.answer_by = max(request.answer_by or until, until)


def open_requests(db: Session, process: Process) -> Sequence[Request]:
    """The requests that may still bring an offer, or have brought one that binds, locked."""
    query = (
        sa.select(Request)
        .where(Request.process_id == process.id, Request.state.in_(OPEN))
        .order_by(Request.contractor_id)  # so that two processes close in the same order
        .with_for_update(**AGAINST_WRITERS)
    )
    return db.scalars(query.execution_options(populate_existing=True)).all()


def tell_client(
    db: Session, request: Request, type: str, by: ActingParty, data: JsonObject
) -> None:
    """Tell the client alone of a request that never reached its contractor."""
    outbox.announce(
        db,
        type,
        actor=by,
        parties=[project_of(db, request.project_id).owner_id],
        project_id=request.project_id,
        process_id=request.process_id,
        data={
            "request_id": str(request.id),
            "number": request.number,
            "contractor_id": str(request.contractor_id),
            **data,
        },
    )


def announce(
    db: Session, request: Request, type: str, by: ActingParty, data: Mapping[str, Any]
) -> None:
    """Tell the client and the contractor of a request, and nobody else."""
    project = project_of(db, request.project_id)
    outbox.announce(
        db,
        type,
        actor=by,
        parties=[project.owner_id, request.contractor_id],
        project_id=request.project_id,
        process_id=request.process_id,
        data={"request_id": str(request.id), "number": request.number, **data},
    )
