"""Attachments of messages: taking them in, giving them out."""

from functools import partial
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import url_for
from flask.typing import ResponseReturnValue
from pydantic import Field

from service.access.lookup import find_process
from service.access.permissions import PROCESSES_MESSAGES
from service.api.http import downloads, uploads, web
from service.api.http.fields import Shown
from service.database import transactions as database
from service.database.models import Attachment
from service.files import release, storage
from service.files.uploads import Upload
from service.sourcing import attachments, messages

blueprint = APIBlueprint("attachments", __name__, url_prefix="/processes", tag="Messages")

#: What pages show of attachments, and browsers draw without running anything.
PICTURES = ("image/png", "image/jpeg", "image/webp")

FINDING: dict[int, Any] = {
    403: "The right processes:messages is missing.",
    404: "Unknown, or not yours.",
}


class AttachmentShown(Shown):
    """What a message carries, or will."""

    id: UUID
    name: str
    media_type: str
    size_bytes: int
    sha256: str
    href: str = Field(description="where its content is")


@blueprint.post("/<uuid:process_id>/messages/attachments")
@blueprint.output(AttachmentShown, status_code=201, description="Taken in.")
@blueprint.doc(
    operation_id="upload_attachment",
    summary="Upload an attachment for a message",
    description="Nobody else sees it until you write the message with its id in "
    "`attachment_ids`; what was not sent after a day is forgotten.",
    responses=FINDING
    | {
        400: "The upload ended too early or cannot be read.",
        409: "The id is taken, or your side has brought as many as it may.",
        413: "The file is larger than the service takes.",
        415: "Send multipart/form-data.",
        422: "The file is empty.",
    },
    extensions=uploads.ATTACHMENT_BODY,
)
@web.own_transaction
@uploads.takes_file
def upload_attachment(process_id: UUID) -> ResponseReturnValue:
    """Check the rights, receive the bytes outside any transaction, then write the row."""
    with database.reading() as db:
        access = find_process(db, web.principal(), process_id, PROCESSES_MESSAGES)
        attachments.check_room(db, access)
        room = attachments.check_quota(db, access, uploads.announced_bytes())
    upload, id = uploads.attachment(room)
    return web.in_transaction(lambda: _add(process_id, upload, id))


@blueprint.get("/<uuid:process_id>/messages/attachments/<uuid:attachment_id>/content")
@blueprint.doc(
    operation_id="get_attachment_content",
    summary="The content of an attachment",
    description="For whoever reads its message. Answers ranges; its ETag is the SHA-256 of the "
    "content. What contractors download is logged for the client.",
    responses=FINDING
    | {
        200: downloads.content("*/*", "The content, to be saved."),
        206: downloads.content("*/*", "The range that was asked for."),
        304: "The caller has it already.",
        416: "The range lies behind the end.",
    },
)
@web.own_transaction
@web.with_tag
def get_attachment_content(process_id: UUID, attachment_id: UUID) -> ResponseReturnValue:
    """Served so that no browser runs what strangers uploaded."""
    with database.reading() as db:
        access = find_process(db, web.principal(), process_id, PROCESSES_MESSAGES)
        row, asked = messages.find_attachment(db, access, attachment_id)
    log = partial(
        release.log_download, web.caller(), access.process, access.actor, asked, None, row.name
    )
    if row.media_type in PICTURES:  # a page shows them each time that somebody reads the messages
        log = partial(_once_an_hour, log)
    with storage.current_storage().local(row.sha256) as path:
        return downloads.attachment(path, row.name, row.media_type, row.sha256, log)


def _once_an_hour(log: downloads.LogDelivery, _is_part: bool) -> None:
    log(True)


def _add(process_id: UUID, upload: Upload, id: UUID | None) -> ResponseReturnValue:
    access = find_process(web.db(), web.principal(), process_id, PROCESSES_MESSAGES, lock=True)
    shown = show_attachment(attachments.add(web.db(), access, upload, id))
    response = web.answer(shown, 201)
    response.headers["Location"] = shown.href
    return response


def show_attachment(row: Attachment) -> AttachmentShown:
    """An attachment, and where its content is."""
    content = "attachments.get_attachment_content"
    return AttachmentShown.model_construct(
        id=row.id,
        name=row.name,
        media_type=row.media_type,
        size_bytes=row.size_bytes,
        sha256=row.sha256,
        href=url_for(content, process_id=row.process_id, attachment_id=row.id),
    )
