"""Takes in messages of both sides, with the pictures and papers that go along."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue

from service.access.lookup import find_process, find_request
from service.access.permissions import PROCESSES_MESSAGES, PROCESSES_READ
from service.api.http import uploads, web
from service.api.sourcing.messages import NewMessage
from service.console.jobs import job
from service.console.part_forms import validated
from service.console.parts import part
from service.console.rendering import (
    LONGEST_FORM,
    blueprint,
    check_form,
    check_origin,
    refusable,
    see,
)
from service.database import transactions
from service.files.uploads import Upload
from service.settings import settings
from service.sourcing import attachments, messages


@blueprint.post("/parts/<uuid:process_id>/messages")
@uploads.takes_file
def write(process_id: UUID) -> ResponseReturnValue:
    """Write to the contractor that was picked, or among the client's own people."""
    # Before the form is read: nobody sends files who may not write there.
    check_origin()
    with transactions.reading() as db:
        find_process(db, web.principal(), process_id, PROCESSES_MESSAGES)
    _check_form()

    def act() -> ResponseReturnValue:
        return _write(
            process_id,
            request.form.get("request_id") or None,
            url_for("console.part", process_id=process_id, done="written", _anchor="messages"),
        )

    return refusable(part, {"process_id": process_id}, act)


@blueprint.post("/jobs/<uuid:request_id>/messages")
@uploads.takes_file
def write_to_client(request_id: UUID) -> ResponseReturnValue:
    """Write to the client."""
    check_origin()
    with transactions.reading() as db:
        _asked, process, _who = find_request(db, web.principal(), request_id, PROCESSES_READ)
        find_process(db, web.principal(), process.id, PROCESSES_MESSAGES)
    _check_form()

    def act() -> ResponseReturnValue:
        onward = url_for("console.job", request_id=request_id, done="written", _anchor="messages")
        return _write(process.id, request_id, onward)

    return refusable(job, {"request_id": request_id}, act)


def _check_form() -> None:
    check_form(settings().max_upload_bytes + LONGEST_FORM)


def _write(process_id: UUID, request_id: UUID | str | None, onward: str) -> ResponseReturnValue:
    """Store what goes along outside any transaction, then write the message."""
    text = request.form.get("text", "").replace("\r\n", "\n")
    message = validated(NewMessage, {"text": text, "request_id": request_id})
    chosen = uploads.chosen(attachments.MOST_OF_A_MESSAGE)
    with transactions.reading() as db:
        access = find_process(db, web.principal(), process_id, PROCESSES_MESSAGES)
        attachments.check_room(db, access)
        attachments.check_quota_of_all(db, access, [uploads.size_of(each) for each in chosen])
    taken_in = uploads.attached(chosen)
    return web.in_transaction(partial(_post, process_id, message, taken_in, onward))


def _post(
    process_id: UUID, message: NewMessage, taken_in: Sequence[Upload], onward: str
) -> ResponseReturnValue:
    db = web.db()
    access = find_process(db, web.principal(), process_id, PROCESSES_MESSAGES, lock=bool(taken_in))
    ids = [attachments.add(db, access, upload).id for upload in taken_in]
    messages.post(db, access, message.text, message.request_id, attachment_ids=ids)
    return see(onward)
