"""What contractors do with requests: acknowledge, ask, offer, decline."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock, feed, messages, moves
from service.access import SEEING
from service.inbox import ARRIVED
from service.models import Offer, Process, Project, ProjectAccess, Request
from service.processes import BadField
from service.who import Who
from workflows.engine import Actor
from workflows.process import PROCESS
from workflows.request import OPEN, REQUEST, RequestFacts

#: An offer binds for a year at the most.
LONGEST_VALIDITY = timedelta(days=366)


def move(
    db: Session,
    request: Request,
    process: Process,
    trigger: str,
    by: Who,
    data: dict[str, Any] | None = None,
    *,
    facts: RequestFacts | None = None,
) -> None:
    """Fire a move of the request: state, history, events; raises IllegalMove, NotReady.

    The caller holds the process' lock. Who is out of the race by it hears of that, and of nothing
    that follows.
    """
    moved = REQUEST.fire(request, trigger, by.role, facts or RequestFacts())
    request.updated_at = clock.now()
    if moved.source in SEEING and moved.dest not in SEEING:
        _take_from_list(db, request)
    way = {"request_from": moved.source.value, "request_to": moved.dest.value}
    moves.note(db, process, trigger, by, data=way | (data or {}), request_id=request.id)
    if request.state in ARRIVED:
        announce(db, request, f"request.{moved.dest.value}", by, data or {})


def _take_from_list(db: Session, request: Request) -> None:
    """Let the contractor no longer find the project in its list, unless it sees more of it.

    The entry is locked before we look: the same contractor may just be asked for another process.
    """
    entry = (request.contractor_id, request.project_id, Actor.CONTRACTOR.value)
    access = db.get(ProjectAccess, entry, with_for_update=True, populate_existing=True)
    seeing = sa.select(Request.id).where(
        Request.project_id == request.project_id,
        Request.contractor_id == request.contractor_id,
        Request.state.in_(SEEING),
    )
    if access and db.scalar(seeing.limit(1)) is None:
        db.delete(access)


def acknowledge(db: Session, request: Request, process: Process, by: Who) -> None:
    """The contractor has seen it."""
    move(db, request, process, "acknowledge", by)


def ask(db: Session, request: Request, process: Process, by: Who, text: str) -> None:
    """The contractor asks the client; the question is a message."""
    _check_is_sent(process)
    move(db, request, process, "ask", by)
    messages.write(db, process, db.get_one(Project, request.project_id), by, text, request)
    if "ask" in PROCESS.triggers(process.state, Actor.CONTRACTOR):
        data = {"request_id": str(request.id)}
        moves.move(db, process, "ask", by, data=data, contractor_id=request.contractor_id)
    reschedule(db, process)


def offer(
    db: Session,
    request: Request,
    process: Process,
    by: Who,
    *,
    amount: Decimal,
    currency: str,
    lead_time_days: int,
    valid_until: datetime,
    note: str = "",
) -> Offer:
    """The contractor offers bindingly; an earlier offer of the request is superseded.

    Raises BadField for another currency than the quote's, or a validity that is over or endless.
    """
    _check_is_sent(process)
    _check_offer(request, currency, valid_until)
    earlier = sa.select(sa.func.max(Offer.number)).where(Offer.request_id == request.id)
    made = Offer(
        request_id=request.id,
        process_id=process.id,
        contractor_id=request.contractor_id,
        number=(db.scalar(earlier) or 0) + 1,
        amount=amount,
        currency=currency,
        lead_time_days=lead_time_days,
        valid_until=valid_until,
        note=note,
    )
    db.add(made)
    db.flush()
    data = {
        "offer_id": str(made.id),
        "number": made.number,
        "price": {"amount": f"{amount:.2f}", "currency": currency},
        "lead_time_days": lead_time_days,
    }
    move(db, request, process, "offer", by, data)
    data["request_id"] = str(request.id)
    announce(db, request, "offer.made", by, data)
    moves.move(db, process, "offer", by, data=data, contractor_id=request.contractor_id)
    reschedule(db, process)
    return made


def _check_is_sent(process: Process) -> None:
    """Raise IllegalMove while the others are still being asked: answers are taken after that."""
    PROCESS.move(process.state, "offer", Actor.CONTRACTOR)


def _check_offer(request: Request, currency: str, valid_until: datetime) -> None:
    quoted = request.quote["total"]["currency"]
    if currency != quoted:
        sentence = f"the request is quoted in {quoted}; {currency} cannot be compared with it"
        raise BadField([("/price/currency", sentence)])
    now = clock.now()
    if valid_until <= now:
        raise BadField([("/valid_until", f"{valid_until.isoformat()} is already over")])
    if valid_until > now + LONGEST_VALIDITY:
        days = LONGEST_VALIDITY.days
        sentence = f"{valid_until.isoformat()} is more than {days} days ahead"
        raise BadField([("/valid_until", sentence)])


def decline(db: Session, request: Request, process: Process, by: Who, reason: str) -> None:
    """The contractor says no; when nobody is left who might say yes, the process is declined."""
    _check_is_sent(process)
    move(db, request, process, "decline", by, {"reason": reason})
    db.flush()
    if open_requests(db, process):
        reschedule(db, process)
    else:
        moves.move(db, process, "decline", by)


def reschedule(db: Session, process: Process) -> None:
    """After a move of a request: let the process fall due with its earliest request."""
    db.flush()
    process.due_at = moves.due_at(db, process)


def open_requests(db: Session, process: Process) -> Sequence[Request]:
    """The requests that may still bring an offer, or have brought one that binds, locked."""
    query = (
        sa.select(Request)
        .where(Request.process_id == process.id, Request.state.in_(OPEN))
        .order_by(Request.contractor_id)  # so that two processes close in the same order
        .with_for_update(key_share=True)
    )
    return db.scalars(query.execution_options(populate_existing=True)).all()


def announce(db: Session, request: Request, type: str, by: Who, data: Mapping[str, Any]) -> None:
    """Tell the client and the contractor of a request, and nobody else."""
    project = moves.project_of(db, request.project_id)
    feed.announce(
        db,
        type,
        actor=by,
        parties=[project.owner_id, request.contractor_id],
        project_id=request.project_id,
        process_id=request.process_id,
        data={"request_id": str(request.id), "number": request.number, **data},
    )
