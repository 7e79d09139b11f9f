"""Says when the requests of a process fall due, and with them the process itself."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.models import Offer, Request
from workflows.process import ProcessState
from workflows.request import ANSWERABLE, DEADLINES

#: Here the process' deadline is the earliest one of its requests.
WITH_CONTRACTORS = frozenset({ProcessState.SENT, ProcessState.CLARIFICATION, ProcessState.OFFERED})


def due_of(db: Session, request: Request) -> tuple[datetime, str | None]:
    """When the deadline of a request's state falls due, and the trigger that it then fires."""
    deadline = DEADLINES[request.state]
    dated = None
    if deadline.dated_by == "answer_by":
        dated = request.answer_by
    elif deadline.dated_by == "valid_until":
        offers = sa.select(Offer.valid_until).where(Offer.request_id == request.id)
        dated = db.scalar(offers.order_by(Offer.number.desc()).limit(1))
    return dated or request.updated_at + deadline.after, deadline.then


def next_due(db: Session, process_id: UUID) -> datetime | None:
    """The earliest time at which a request of the process falls due; None where none is open."""
    waiting = sa.select(Request).where(
        Request.process_id == process_id, Request.state.in_(ANSWERABLE)
    )
    return min((due_of(db, request)[0] for request in db.scalars(waiting)), default=None)
