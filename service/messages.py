"""What the parties of a process write to each other; contractors never read one another."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import feed
from service.access import SEEING, Found
from service.ids import new_id
from service.models import Message, Process, Project, Request
from service.processes import BadField
from service.projects import IdTaken
from service.rights import PROCESSES_MESSAGES
from service.who import Who
from workflows.engine import Actor

#: Characters of one message, spaces around it left out.
LONGEST = 10_000


def page(db: Session, found: Found, after: UUID | None, limit: int) -> list[Message]:
    """The messages that the caller may read, oldest first, beginning after one of them.

    The client reads all of them, a contractor those of its own requests.
    """
    query = sa.select(Message).where(Message.process_id == found.process.id)
    if found.who.role is Actor.CONTRACTOR:
        query = query.where(Message.request_id.in_([own.id for own in _threads(db, found)]))
    query = query.where(Message.id > after) if after else query
    return list(db.scalars(query.order_by(Message.id).limit(limit)))


def post(
    db: Session, found: Found, text: str, request_id: UUID | None = None, id: UUID | None = None
) -> Message:
    """Write a message; raises BadField, IdTaken.

    A contractor's message belongs to its own request. The client's belongs to the request that it
    names; without one to the only contractor in the race, and if there is none, or more than one,
    it stays within the client's organisation.
    """
    if id and db.get(Message, id):
        raise IdTaken(f"the id {id} is taken")
    threads = _threads(db, found)
    if request_id is not None:
        chosen = [request for request in threads if request.id == request_id]
        if not chosen:
            sentence = f"no contractor can be reached here by the request {request_id}"
            raise BadField([("/request_id", sentence)])
    elif found.who.role is Actor.CONTRACTOR:
        chosen = threads[-1:]
    else:
        chosen = threads if len(threads) == 1 else []
    request = chosen[0] if chosen else None
    return write(db, found.process, found.project, found.who, text, request, id)


def write(
    db: Session,
    process: Process,
    project: Project,
    by: Who,
    text: str,
    request: Request | None,
    id: UUID | None = None,
) -> Message:
    """Keep a message in the thread of `request`, or for the client alone, and announce it."""
    message = Message(
        id=id or new_id(),
        process_id=process.id,
        request_id=request.id if request else None,
        author_id=by.id,
        author_name=by.name,
        author_party_id=by.party_id or project.owner_id,
        author_role=by.role.value,
        text=text,
    )
    db.add(message)
    db.flush()
    feed.announce(
        db,
        "process.message",
        actor=by,
        parties=[project.owner_id, *([request.contractor_id] if request else [])],
        right=PROCESSES_MESSAGES,
        project_id=project.id,
        process_id=process.id,
        data={
            "message_id": str(message.id),
            "request_id": str(request.id) if request else None,
        },
    )
    return message


def _threads(db: Session, found: Found) -> list[Request]:
    """The requests whose contractors are in the race; for a contractor its own, the last last."""
    query = sa.select(Request).where(
        Request.process_id == found.process.id, Request.state.in_(SEEING)
    )
    if found.who.role is Actor.CONTRACTOR:
        query = query.where(Request.contractor_id == found.who.party_id)
    return list(db.scalars(query.order_by(Request.id)))
