"""What a client's decision does to the requests of a process: answer, accept, close."""

from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock, messages, requesting
from service.access import AGAINST_WRITERS, Unknown
from service.models import Offer, Process, Project, Request
from service.requesting import open_requests
from service.settings import settings
from service.who import Who
from workflows.request import RequestFacts, RequestState


def accept(db: Session, process: Process, by: Who, offer_id: UUID) -> None:
    """The client accepts one offer: its request wins, the others lose; raises Unknown, NotReady."""
    accepted = db.get(Offer, offer_id)
    if accepted is None or accepted.process_id != process.id:
        raise Unknown(f"there is no offer {offer_id} in this process")
    request = db.get_one(Request, accepted.request_id)
    db.refresh(request, with_for_update=AGAINST_WRITERS)
    newest = sa.select(sa.func.max(Offer.number)).where(Offer.request_id == request.id)
    binds = accepted.number == db.scalar(newest) and accepted.valid_until > clock.now()
    data = {"offer_id": str(offer_id)}
    facts = RequestFacts(offer_binds=binds)
    requesting.move(db, request, process, "accept_offer", by, data, facts=facts)
    close_all(db, process, "lose", by, but=request.id)
    process.contractor_id, process.offer_id = request.contractor_id, accepted.id


def close_all(
    db: Session, process: Process, trigger: str, by: Who, *, but: UUID | None = None
) -> None:
    """Close every open request of the process: `withdraw` or `lose`."""
    for request in open_requests(db, process):
        if request.id != but:
            requesting.move(db, request, process, trigger, by)


def answer(db: Session, process: Process, by: Who, text: str, request_id: UUID | None) -> bool:
    """The client answers one question, or all open ones with the same words, by message.

    Whoever asked has his whole answer window again. Whether every question is answered now; raises
    Unknown if the request `request_id` asks nothing.
    """
    asked = [r for r in open_requests(db, process) if r.state is RequestState.CLARIFICATION]
    answered = [r for r in asked if request_id in (None, r.id)]
    if request_id and not answered:
        raise Unknown(f"the request {request_id} waits for no answer in this process")
    project = db.get_one(Project, process.project_id)
    window = timedelta(hours=settings().answer_window_h)
    for request in answered:
        requesting.move(db, request, process, "answer", by)
        request.answer_by = max(request.answer_by or clock.now(), clock.now() + window)
        messages.write(db, process, project, by, text, request)
    requesting.reschedule(db, process)
    return len(answered) == len(asked)
