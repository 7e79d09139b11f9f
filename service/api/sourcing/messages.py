"""Messages of a process: reading them, writing one."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import Annotated
from uuid import UUID

from apiflask import APIBlueprint
from flask.typing import ResponseReturnValue
from pydantic import Field, StringConstraints

from service.access.lookup import find_process
from service.access.permissions import PROCESSES_MESSAGES, Forbidden
from service.api.http import paging, web
from service.api.http.fields import NewId, PageQuery, RequestBody, Shown
from service.api.sourcing.attachments import FINDING, AttachmentShown, show_attachment
from service.database.models import Attachment, Message
from service.notifications import unread as missed
from service.sourcing import attachments, messages
from workflows.engine import Actor

blueprint = APIBlueprint("messages", __name__, url_prefix="/processes", tag="Messages")

Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=messages.LONGEST)]


class NewMessage(NewId):
    """The text of a message. Author and time are added by the service."""

    text: Text = Field("", description="may be left out where there are attachments")
    attachment_ids: list[UUID] = Field(
        [],
        max_length=attachments.MOST_OF_A_MESSAGE,
        description="of what you uploaded for this message at `/messages/attachments`",
    )
    request_id: UUID | None = Field(
        None,
        description="the request of the contractor that it goes to; without it the only one "
        "under consideration, or else nobody but the client's own organization",
    )


class Author(Shown):
    """Who wrote a message."""

    role: Actor
    id: UUID | None
    name: str
    organization_id: UUID = Field(description="or the visitor's id")


class MessageShown(Shown):
    """A message."""

    id: UUID
    process_id: UUID
    request_id: UUID | None = Field(description="null: the client's organization alone reads it")
    author: Author
    text: str
    attachments: list[AttachmentShown]
    created_at: datetime


class MessagesQuery(PageQuery):
    """Which messages are wanted."""

    request_id: UUID | None = Field(None, description="only the thread of this request")


class MessagePage(Shown):
    """Some messages, oldest first."""

    items: list[MessageShown]
    unread: int = Field(description="messages of others that the caller has not read yet")
    next: str | None = Field(description="cursor of the next page")


class ReadUntil(RequestBody):
    """How far the caller has read."""

    message_id: UUID = Field(description="the last one that was read")
    request_id: UUID | None = Field(
        None, description="in the thread of this request; without it in all of the process"
    )


class Unread(Shown):
    """What is left."""

    unread: int = Field(description="messages of others that the caller has not read yet")


@blueprint.get("/<uuid:process_id>/messages")
@blueprint.input(MessagesQuery, location="query")
@blueprint.output(MessagePage)
@blueprint.doc(
    operation_id="list_messages",
    summary="Messages of a process",
    description="Oldest first. A contractor sees what is between it and the client.",
    responses=FINDING,
)
def list_messages(process_id: UUID, query_data: MessagesQuery) -> MessagePage:
    """Oldest first, with how many the caller has not read."""
    return messages_of(process_id, query_data)


def messages_of(process_id: UUID, query: MessagesQuery) -> MessagePage:
    """A page of the messages that the caller reads, oldest first; raises Unknown, Forbidden."""
    access = find_process(web.db(), web.principal(), process_id, PROCESSES_MESSAGES)
    of = query.request_id
    thread = partial(messages.page, web.db(), access, request_id=of)
    shown, following = paging.page(query, thread)
    unread = messages.unread(web.db(), access, missed.reader_id(web.principal()), of)
    return MessagePage.model_construct(items=_shown(shown), next=following, unread=unread)


def messages_shown(process_id: UUID, query: MessagesQuery) -> MessagePage | None:
    """The same for a page that shows more than messages; None for who may not read them."""
    try:
        return messages_of(process_id, query)
    except Forbidden:
        return None


@blueprint.put("/<uuid:process_id>/messages/read")
@blueprint.input(ReadUntil)
@blueprint.output(Unread)
@blueprint.doc(
    operation_id="mark_messages_read",
    summary="Mark messages as read",
    description="Up to a message, for all devices of the caller; it never moves back.",
    responses=FINDING | {422: "There is no such message here."},
)
def mark_read(process_id: UUID, json_data: ReadUntil) -> dict[str, int]:
    """Reading itself marks nothing."""
    access = find_process(web.db(), web.principal(), process_id, PROCESSES_MESSAGES)
    me, of = missed.reader_id(web.principal()), json_data.request_id
    messages.mark_read(web.db(), access, me, json_data.message_id, of)
    return {"unread": messages.unread(web.db(), access, me, of)}


@blueprint.post("/<uuid:process_id>/messages")
@blueprint.input(NewMessage)
@blueprint.output(MessageShown, status_code=201, description="Written.")
@blueprint.doc(
    operation_id="post_message",
    summary="Write a message",
    description="With a text, attachments, or both.",
    responses=FINDING
    | {
        409: "The id is taken.",
        422: "Empty, too long, nobody to read it, or an attachment that is not there to be sent.",
    },
)
def post_message(process_id: UUID, json_data: NewMessage) -> ResponseReturnValue:
    """The process itself does not change."""
    access = find_process(web.db(), web.principal(), process_id, PROCESSES_MESSAGES)
    ids = list(dict.fromkeys(json_data.attachment_ids))
    text, to, id = json_data.text, json_data.request_id, json_data.id
    message = messages.post(web.db(), access, text, to, id, ids)
    return web.answer(_shown([message])[0], 201)


def _shown(rows: Sequence[Message]) -> list[MessageShown]:
    carried = attachments.attachments_of(web.db(), [row.id for row in rows])
    return [_message(row, carried.get(row.id, ())) for row in rows]


def _message(row: Message, carried: Iterable[Attachment]) -> MessageShown:
    return MessageShown.model_construct(
        id=row.id,
        process_id=row.process_id,
        request_id=row.request_id,
        author=Author.model_construct(
            role=Actor(row.author_role),
            id=row.author_id,
            name=row.author_name,
            organization_id=row.author_party_id,
        ),
        text=row.text,
        attachments=[show_attachment(each) for each in carried],
        created_at=row.created_at,
    )
