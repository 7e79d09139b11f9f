"""Takes uploads in: bytes stream from the connection into storage, by form or as the raw body."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType
from typing import IO, Any, cast
from uuid import UUID

from flask import request
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import BadRequest, HTTPException
from werkzeug.formparser import FormDataParser

from service.api.http import idempotency
from service.api.http.enumerations import FILE_ROLE, UNIT
from service.api.http.web import BadMediaType, View
from service.database.models import FileRole
from service.errors import BadField
from service.files import storage
from service.files.storage import CHUNK, Arriving
from service.files.uploads import Upload, store_attachment, store_upload
from service.lifecycle.usage import RoomLeft
from service.settings import settings
from service.translations import Sentence
from service.translations import gettext_noop as _

MULTIPART = "multipart/form-data"
#: What boundaries, headers and plain fields may take beside the file; several times the 64 KiB
#: that the parser of forms reads at once.
FORM_BYTES = 512 * 1024
MOST_PARTS = 10
#: What stands around a file in a form, mostly; it is not weighed exactly before it is there.
MULTIPART_SPARE = 4096
_NONE: Mapping[str, str] = MappingProxyType({})
_UNIT = {"description": "unit of an STL, OBJ or PLY model", **UNIT.schema()}
_ROLE = {
    "description": "else a model is a part, and anything else a paper",
    **FILE_ROLE.schema(),
}
#: Generators of clients know a file by its `format`, JSON Schema by its media type.
_BYTES = {"type": "string", "format": "binary", "contentMediaType": "application/octet-stream"}
_ID = {"type": "string", "format": "uuid", "description": "an id that the client chose"}


def _form(**fields: Mapping[str, Any]) -> dict[str, Any]:
    schema = {"type": "object", "required": ["file"], "properties": {"file": _BYTES, **fields}}
    return {"requestBody": {"required": True, "content": {MULTIPART: {"schema": schema}}}}


#: How the OpenAPI document describes the ways to upload.
MULTIPART_BODY = _form(unit=_UNIT, role=_ROLE, id=_ID)
ATTACHMENT_BODY = _form(id=_ID)
RAW_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": _BYTES}},
    }
}


class BadUpload(Exception):
    """The upload cannot be read, or ended before it was complete."""


class _IntoStorage:
    """What the parser of forms takes for a temporary file."""

    def __init__(self, arriving: Arriving) -> None:
        self.write = arriving.write

    def seek(self, offset: int) -> None:
        """The parser rewinds what it has written; nobody reads it from here."""


def takes_file(view: View) -> View:
    """Mark a view whose body is a file, so that it may be as large as one."""
    view.takes_file = True  # type: ignore[attr-defined]
    return view


def announced_bytes() -> int:
    """About how large the file is that is being sent, as far as the request says it; else 0."""
    return max(0, (request.content_length or 0) - MULTIPART_SPARE)


def form(room: RoomLeft) -> tuple[Upload, UUID | None]:
    """The field `file` of the form, in storage, and the id that the client chose, if any.

    Raises BadUpload, BadMediaType, BadField, TooLarge, QuotaExceeded.
    """
    upload, fields = form_with(room)
    return upload, _id(fields.get("id"))


def form_with(room: RoomLeft, *beside: str) -> tuple[Upload, dict[str, str]]:
    """As `form`, with all its fields, those that a page has `beside` the file as well."""
    _check_form()
    with _arriving(room) as arriving:
        name, fields = _parsed(arriving, ("unit", "role", "id", *beside))
        _note(arriving, name, fields)
        _id(fields.get("id"))  # nothing is stored for one that is no id
        unit, role = fields.get("unit") or None, fields.get("role") or None
        return store_upload(arriving, name, unit, role), fields


def attachment(room: RoomLeft) -> tuple[Upload, UUID | None]:
    """As `form`, for a file that is shown and not made, so that it has no unit."""
    return _unmeasured(room, "id")


def paper(room: RoomLeft) -> tuple[Upload, UUID | None]:
    """As `form`, for what a contractor adds to its order, which is a paper and has no unit."""
    return _unmeasured(room, "role", "id")


def _unmeasured(room: RoomLeft, *beside: str) -> tuple[Upload, UUID | None]:
    _check_form()
    with _arriving(room) as arriving:
        name, fields = _parsed(arriving, beside)
        _note(arriving, name, fields)
        if (role := fields.get("role") or FileRole.PAPER.value) != FileRole.PAPER.value:
            sentence = _("whoever has an order adds papers to it; '{role}' is for its client")
            raise BadField.at("/role", sentence, role=role[:40])
        id = _id(fields.get("id"))
        return store_attachment(arriving, name), id


def chosen(most: int) -> list[FileStorage]:
    """What a page's form has in its field `file`, at most so many; a field left empty is none.

    The form is one that a page has read already, with its other fields; nothing is in storage yet.
    Raises BadField.
    """
    files = [each for each in request.files.getlist("file") if each.filename]
    if len(files) > most:
        raise BadField.at("/file", _("at most {most} files go with a message"), most=most)
    return files


def size_of(file: FileStorage) -> int:
    """How many bytes a file of a form has that was read already."""
    size_bytes = file.stream.seek(0, os.SEEK_END)
    file.stream.seek(0)
    return size_bytes


def attached(files: Iterable[FileStorage]) -> list[Upload]:
    """What was `chosen`, in storage; the caller has seen that there is room. Raises TooLarge."""
    taken_in = []
    for each in files:
        with _arriving() as arriving:
            while chunk := each.stream.read(CHUNK):
                arriving.write(chunk)
            taken_in.append(store_attachment(arriving, _without_folders(each.filename or "")))
    return taken_in


def body(name: str, unit: str | None, role: str | None, room: RoomLeft) -> Upload:
    """The whole body as the file `name`, in storage.

    Raises BadUpload, BadMediaType, BadField, TooLarge, QuotaExceeded.
    """
    if request.is_json:  # what is announced as JSON has been read as JSON already
        raise BadMediaType(_("send the file as application/octet-stream, not as JSON"))
    with _arriving(room) as arriving:
        _read(arriving)
        _note(arriving)
        return store_upload(arriving, name, unit or None, role or None)


def _check_form() -> None:
    if request.mimetype != MULTIPART:
        raise BadMediaType(
            Sentence(
                _("send {multipart} with the field file, not {mimetype!r}"),
                multipart=MULTIPART,
                mimetype=request.mimetype,
            )
        )


def content() -> str:
    """Read an upload of either way and keep nothing; the digest that `note_content` makes of it."""
    with _arriving() as arriving:
        if request.mimetype == MULTIPART:
            return _note(arriving, *_parsed(arriving))
        _read(arriving)
        return _note(arriving)


def _note(arriving: Arriving, name: str = "", fields: Mapping[str, str] = _NONE) -> str:
    beside = [word for field in sorted(fields.items()) for word in field]
    return idempotency.note_content(arriving.sha256, name, *beside)


def _read(arriving: Arriving) -> None:
    """Let the whole body stream into storage; raises BadUpload if it ends too early."""
    while chunk := request.stream.read(CHUNK):
        arriving.write(chunk)
    promised = request.content_length
    if promised is not None and arriving.size_bytes != promised:
        raise BadUpload(
            Sentence(
                _("{size_bytes} of {promised} bytes arrived; send it again"),
                size_bytes=arriving.size_bytes,
                promised=promised,
            )
        )


@contextmanager
def _arriving(room: RoomLeft | None = None) -> Iterator[Arriving]:
    """A place for the file, and this request's own limits: the others are made for JSON.

    Nothing beyond the `room` of its party is written, whatever the request said of its length.
    """
    most = settings().max_upload_bytes
    request.max_content_length = most + FORM_BYTES
    taken = min(most, room.left) if room else most
    try:
        with storage.current_storage().arriving(taken) as arriving:
            yield arriving
    except storage.TooLarge as error:
        if room and taken < most:
            raise room.exceeded(arriving.size_bytes) from error
        raise
    except HTTPException as error:
        if error.code == 413:
            message = _("the file is larger than {most} bytes, the most that is taken")
            raise storage.TooLarge(Sentence(message, most=most)) from error
        if isinstance(error, BadRequest):
            raise BadUpload(_("the connection ended before the upload was complete")) from error
        raise


def _parsed(
    arriving: Arriving, beside: Sequence[str] = ("unit", "role", "id")
) -> tuple[str, dict[str, str]]:
    """Let the parts of the form stream by: the file into storage, small fields into memory."""
    opened: list[str | None] = []

    def open_part(
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        opened.append(filename)
        if len(opened) > 1:
            raise BadField.at("/file", _("an upload takes one file; send the others on their own"))
        return cast(IO[bytes], _IntoStorage(arriving))

    parser = FormDataParser(
        open_part, max_form_memory_size=FORM_BYTES, max_form_parts=MOST_PARTS, silent=False
    )
    try:
        __, fields, files = parser.parse(
            request.stream, request.mimetype, request.content_length, request.mimetype_params
        )
    except ValueError as error:
        raise BadUpload(_("the form cannot be read, or ended too early")) from error
    if "file" not in files:
        raise BadField.at(
            "/file", _("the form has no field `file` that holds a file with its name")
        )
    if unknown := sorted(map(str, set(fields) - set(beside))):
        there = " and ".join([", ".join(("file", *beside[:-1])), beside[-1]])
        raise BadField.at(
            f"/{unknown[0]}", _("there is no such field; there are {there}"), there=there
        )
    return _without_folders(files["file"].filename or ""), fields.to_dict()


def _without_folders(name: str) -> str:
    """The last part of what a form calls a file (RFC 7578, 4.2): some send their whole path."""
    return re.split(r"[/\\]", name)[-1]


def _id(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise BadField.at("/id", _("{text!r:.50} is no UUID"), text=text) from error
