"""What contractors do with requests, and what a client's decision does to them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock, feed, moves
from service.access import Unknown, admitted
from service.models import Message, Offer, Process, Project, Request
from service.rights import Decision, Principal
from service.who import Who
from workflows.engine import Actor
from workflows.process import PROCESS
from workflows.request import OPEN, REQUEST, RequestFacts, RequestState

#: A request that is still being dispatched is not in its contractor's inbox yet.
ARRIVED = frozenset(RequestState) - {
    RequestState.QUEUED,
    RequestState.DISPATCHING,
    RequestState.UNREACHABLE,
}


class BadOffer(Exception):
    """An offer that cannot be: wrong currency, already expired."""


def find(
    db: Session, principal: Principal, request_id: UUID, right: str, *, lock: bool = False
) -> tuple[Request, Process, Who]:
    """A request for its contractor or its client, with its process; raises Unknown, Forbidden.

    With `lock` the process is locked first and the request after it: always in this order.
    """
    request = db.get(Request, request_id)
    if request is None:
        raise Unknown(f"there is no request {request_id}")
    process = db.get_one(
        Process, request.process_id, with_for_update=lock or None, populate_existing=lock
    )
    if lock:
        request = db.get_one(Request, request_id, with_for_update=True, populate_existing=True)
    project = db.get_one(Project, request.project_id)
    decision = _decide(principal, right, request, project)
    who = admitted(principal, decision, right, f"request {request_id}")
    return request, process, who


def _decide(principal: Principal, right: str, request: Request, project: Project) -> Decision:
    """The contractor's side goes first: it is the one that a request is for."""
    sides = [(request.contractor_id, Actor.CONTRACTOR)] if request.state in ARRIVED else []
    sides.append((project.owner_id, Actor.CLIENT))
    for party, role in sides:
        if right in principal.rights_in(party):
            return Decision("allow", role, party)
    if principal.is_operator:
        return Decision("allow", Actor.OPERATOR)
    known = any(principal.rights_in(party) for party, _ in sides)
    return Decision("forbid" if known else "hide")


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

    The caller holds the process' lock.
    """
    moved = REQUEST.fire(request, trigger, by.role, facts or RequestFacts())
    request.updated_at = clock.now()
    way = {"request_from": moved.source.value, "request_to": moved.dest.value}
    moves.note(db, process, trigger, by, data=way | (data or {}), request_id=request.id)
    if request.state in ARRIVED:
        project = db.get_one(Project, request.project_id)
        feed.announce(
            db,
            f"request.{moved.dest.value}",
            actor=by,
            parties=[project.owner_id, request.contractor_id],
            project_id=request.project_id,
            process_id=request.process_id,
            data={"request_id": str(request.id), "number": request.number} | (data or {}),
        )


def acknowledge(db: Session, request: Request, process: Process, by: Who) -> None:
    """The contractor has seen it."""
    move(db, request, process, "acknowledge", by)


def ask(db: Session, request: Request, process: Process, by: Who, text: str) -> None:
    """The contractor asks the client; the question is a message."""
    move(db, request, process, "ask", by)
    say(db, request, process, by, text)
    if "ask" in PROCESS.triggers(process.state, Actor.CONTRACTOR):
        moves.move(db, process, "ask", by, data={"request_id": str(request.id)})


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

    Raises BadOffer for another currency than the quote's, or a validity that is over.
    """
    quoted = request.quote["total"]["currency"]
    if currency != quoted:
        raise BadOffer(f"the request is quoted in {quoted}; {currency} cannot be compared with it")
    if valid_until <= clock.now():
        raise BadOffer(f"valid_until {valid_until.isoformat()} is already over")
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
        "price": {"amount": str(amount), "currency": currency},
        "lead_time_days": lead_time_days,
    }
    move(db, request, process, "offer", by, data)
    feed.announce(
        db,
        "offer.made",
        actor=by,
        parties=[db.get_one(Project, process.project_id).owner_id, request.contractor_id],
        project_id=process.project_id,
        process_id=process.id,
        data={"request_id": str(request.id), **data},
    )
    moves.move(db, process, "offer", by, data={"request_id": str(request.id), **data})
    return made


def decline(db: Session, request: Request, process: Process, by: Who, reason: str) -> None:
    """The contractor says no; when nobody is left who might say yes, the process is declined."""
    move(db, request, process, "decline", by, {"reason": reason})
    decline_if_alone(db, process, by)


def decline_if_alone(db: Session, process: Process, by: Who) -> None:
    """Let the process be declined if no request of it is open any more."""
    db.flush()
    if not open_requests(db, process):
        moves.move(db, process, "decline", by)


def open_requests(db: Session, process: Process) -> Sequence[Request]:
    """The requests that may still bring an offer, or have brought one that binds, locked."""
    query = sa.select(Request).where(Request.process_id == process.id, Request.state.in_(OPEN))
    return db.scalars(query.order_by(Request.id).with_for_update()).all()


def close_all(
    db: Session, process: Process, trigger: str, by: Who, *, but: UUID | None = None
) -> None:
    """Close every open request of the process: `withdraw` or `lose`."""
    for request in open_requests(db, process):
        if request.id != but:
            move(db, request, process, trigger, by)


def accept(db: Session, process: Process, by: Who, offer_id: UUID) -> None:
    """The client accepts one offer: its request wins, the others lose; raises Unknown, NotReady."""
    accepted = db.get(Offer, offer_id)
    if accepted is None or accepted.process_id != process.id:
        raise Unknown(f"there is no offer {offer_id} in this process")
    request = db.get_one(Request, accepted.request_id, with_for_update=True)
    newest = sa.select(sa.func.max(Offer.number)).where(Offer.request_id == request.id)
    binds = accepted.number == db.scalar(newest) and accepted.valid_until > clock.now()
    data = {"offer_id": str(offer_id)}
    move(db, request, process, "accept_offer", by, data, facts=RequestFacts(offer_binds=binds))
    close_all(db, process, "lose", by, but=request.id)
    process.contractor_id, process.offer_id = request.contractor_id, accepted.id


def answer(db: Session, process: Process, by: Who, text: str, request_id: UUID | None) -> None:
    """The client answers the open question, or one of several; the answer is a message."""
    asked = [r for r in open_requests(db, process) if r.state is RequestState.CLARIFICATION]
    if request_id:
        asked = [request for request in asked if request.id == request_id]
    for request in asked:
        move(db, request, process, "answer", by)
        say(db, request, process, by, text)


def say(db: Session, request: Request, process: Process, by: Who, text: str) -> None:
    """Put a message into the thread between the client and one contractor."""
    project = db.get_one(Project, request.project_id)
    party = by.party_id or project.owner_id
    message = Message(
        process_id=process.id,
        request_id=request.id,
        author_id=by.id,
        author_name=by.name,
        author_party_id=party,
        author_role=by.role.value,
        text=text,
    )
    db.add(message)
    feed.announce(
        db,
        "process.message",
        right="processes:messages",
        actor=by,
        parties=[project.owner_id, request.contractor_id],
        project_id=project.id,
        process_id=process.id,
        data={"request_id": str(request.id)},
    )


def of_process(db: Session, process_ids: Iterable[UUID]) -> dict[UUID, list[Request]]:
    """The requests of each process, oldest first."""
    found: dict[UUID, list[Request]] = {}
    query = sa.select(Request).where(Request.process_id.in_(list(process_ids)))
    for request in db.scalars(query.order_by(Request.id)):
        found.setdefault(request.process_id, []).append(request)
    return found


def offers_of(db: Session, request_ids: Iterable[UUID]) -> list[Offer]:
    """All offers of some requests, oldest first."""
    query = sa.select(Offer).where(Offer.request_id.in_(list(request_ids)))
    return list(db.scalars(query.order_by(Offer.id)))
