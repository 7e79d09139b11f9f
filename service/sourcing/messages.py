"""Messages between the client and each contractor; contractors never read one another's."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.access.actor import ActingParty
from service.access.lookup import ProcessAccess, Unknown
from service.access.permissions import PROCESSES_MESSAGES
from service.access.process_view import sees_whole
from service.access.request_view import SHOWS_PROCESS, of_contractor
from service.database.chosen_ids import free_id
from service.database.models import Attachment, Message, Process, Project, Request, ThreadRead
from service.database.upsert import insert_unless_there
from service.errors import BadField
from service.events import outbox
from service.ids import new_id
from service.sourcing import attachments
from service.translations import gettext_noop as _

#: Characters of one message, spaces around it left out.
LONGEST = 10_000


def page(
    db: Session,
    access: ProcessAccess,
    after: UUID | None,
    limit: int,
    request_id: UUID | None = None,
) -> list[Message]:
    """The messages that the caller may read, oldest first, beginning after one of them.

    The client reads all of them, a contractor those of its own requests. With a `request_id`
    those of its thread alone.
    """
    query = _readable(db, access)
    query = query.where(Message.request_id == request_id) if request_id else query
    query = query.where(Message.id > after) if after else query
    return list(db.scalars(query.order_by(Message.id).limit(limit)))


def _readable(db: Session, access: ProcessAccess) -> sa.Select[Message]:
    query = sa.select(Message).where(Message.process_id == access.process.id)
    if not sees_whole(access.actor):
        query = query.where(Message.request_id.in_([thread.id for thread in _threads(db, access)]))
    return query


def unread(db: Session, access: ProcessAccess, reader_id: UUID, request_id: UUID | None) -> int:
    """How many messages of others the caller has not read yet, in one thread or in all of them."""
    read_of_process = _read_until(reader_id, sa.literal(access.process.id))
    read_of_thread = _read_until(reader_id, Message.request_id)
    nothing = UUID(int=0)
    query = _readable(db, access).where(
        sa.or_(Message.author_id.is_(None), Message.author_id != reader_id),
        Message.id > sa.func.coalesce(read_of_process, nothing),
        Message.id > sa.func.coalesce(read_of_thread, nothing),
    )
    query = query.where(Message.request_id == request_id) if request_id else query
    return db.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0


def _read_until(reader_id: UUID, thread: Any) -> Any:
    return (
        sa.select(ThreadRead.message_id)
        .where(ThreadRead.reader_id == reader_id, ThreadRead.thread_id == thread)
        .scalar_subquery()
    )


def mark_read(
    db: Session, access: ProcessAccess, reader_id: UUID, message_id: UUID, request_id: UUID | None
) -> None:
    """Note that the caller has read up to a message, in one thread or in all; never moves back.

    Raises BadField for a message that the caller does not read here.
    """
    query = _readable(db, access).where(Message.id == message_id)
    query = query.where(Message.request_id == request_id) if request_id else query
    if db.scalars(query).one_or_none() is None:
        raise BadField.at(
            "/message_id", _("there is no message {message_id} here"), message_id=message_id
        )
    thread_id, now = request_id or access.process.id, clock.now()
    key = {"reader_id": reader_id, "thread_id": thread_id}
    # Two devices may say so at the same moment: neither may fail, the later message counts.
    if not insert_unless_there(db, ThreadRead, **key, message_id=message_id, read_at=now):
        db.execute(
            sa.update(ThreadRead)
            .where(ThreadRead.reader_id == reader_id, ThreadRead.thread_id == thread_id)
            .where(ThreadRead.message_id < message_id)
            .values(message_id=message_id, read_at=now)
        )


def find_attachment(
    db: Session, access: ProcessAccess, attachment_id: UUID
) -> tuple[Attachment, Request | None]:
    """An attachment, for who reads its message; for its uploader alone until there is one.

    And the request by which a contractor gets it, None if it is its own or the caller is none.
    Raises Unknown.
    """
    row, unknown = db.get(Attachment, attachment_id), f"there is no attachment {attachment_id}"
    if row is None or row.process_id != access.process.id:
        raise Unknown(unknown)
    if row.message_id is None:
        if row.uploaded_by != access.actor.id:
            raise Unknown(unknown)
        return row, None
    message = db.scalars(_readable(db, access).where(Message.id == row.message_id)).one_or_none()
    if message is None:
        raise Unknown(unknown)
    if sees_whole(access.actor) or row.party_id == access.actor.party_id:
        return row, None
    return row, db.get(Request, message.request_id)


def post(
    db: Session,
    access: ProcessAccess,
    text: str,
    request_id: UUID | None = None,
    id: UUID | None = None,
    attachment_ids: Sequence[UUID] = (),
) -> Message:
    """Write a message, of a text, attachments or both; raises BadField, IdTaken.

    A contractor's message belongs to its own request. The client's belongs to the request that it
    names; without one to the only contractor under consideration, and if there is none, or more
    than one, it stays within the client's organisation.
    """
    if not text and not attachment_ids:
        raise BadField.at("/text", _("a message has a text, or attachments, or both"))
    id = free_id(db, id)
    threads = _threads(db, access)
    if request_id is not None:
        chosen = [request for request in threads if request.id == request_id]
        if not chosen:
            sentence = _("no contractor can be reached here by the request {id}")
            raise BadField.at("/request_id", sentence, id=request_id)
    elif not sees_whole(access.actor):
        chosen = threads[-1:]
    else:
        chosen = threads if len(threads) == 1 else []
    request = chosen[0] if chosen else None
    return write(
        db, access.process, access.project, access.actor, text, request, id, attachment_ids
    )


def write(
    db: Session,
    process: Process,
    project: Project,
    by: ActingParty,
    text: str,
    request: Request | None,
    id: UUID | None = None,
    attachment_ids: Sequence[UUID] = (),
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
    attachments.attach(db, message, attachment_ids, by)
    outbox.announce(
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
            "attachments": len(attachment_ids),
        },
    )
    return message


def _threads(db: Session, access: ProcessAccess) -> list[Request]:
    """Requests whose contractors are under consideration, or a contractor's own; latest last."""
    query = sa.select(Request).where(
        Request.process_id == access.process.id, SHOWS_PROCESS, of_contractor(access.actor)
    )
    return list(db.scalars(query.order_by(Request.id)))
