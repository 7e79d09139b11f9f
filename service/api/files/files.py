"""Files of a process: taking them in, showing them, giving them out."""

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, request, url_for
from flask.typing import ResponseReturnValue
from pydantic import BaseModel, Field

from service.access.file_view import check_gets_files
from service.access.lookup import ProcessAccess, Unknown, find_process
from service.access.permissions import PROCESSES_FILES
from service.api.http import downloads, paging, preconditions, uploads, web
from service.api.http.fields import Name, PageQuery, RequestBody, Shown
from service.database import Session
from service.database import transactions as database
from service.database.models import File, RepairStatus
from service.documents import verification_report
from service.errors import BadField
from service.files import files, previews, release, storage
from service.files.uploads import Upload, given_name

blueprint = APIBlueprint("files", __name__, tag="Files")

CHANGING: dict[int, Any] = {
    403: "A right is missing, or it is not the client who asks.",
    404: "Unknown, or not yours.",
    409: "The state of the process does not allow it, or it holds as many files as it may.",
    412: "The version of the process has moved on.",
}
TAKING_IN: dict[int, Any] = CHANGING | {
    400: "The upload ended too early or cannot be read.",
    413: "The file is larger than the service takes.",
    422: "The file is empty, or the unit contradicts it.",
}
FINDING: dict[int, Any] = {
    403: "A right is missing, or the client shows the files only to whom it confirms.",
    404: "Unknown, or not yours.",
}


class FileShown(Shown):
    """A file of a process."""

    id: UUID
    process_id: UUID
    name: str
    media_type: str
    model_format: str | None = Field(
        description="stl, 3mf, obj, ply, glb or step; null for an attachment"
    )
    unit: str | None = Field(description="of a model; null: not stated, or an attachment")
    size_bytes: int
    sha256: str
    standing: RepairStatus = Field(
        description="part: is verified and made; offered: a repaired copy that may be accepted in "
        "the place of its original; replaced: by its repaired copy"
    )
    repair_of: UUID | None = Field(description="the file that this is a repaired copy of")
    repair: dict[str, Any] | None = Field(description="of a repaired copy: what was changed")
    created_at: datetime
    version: int = Field(description="of its process: a change of a file changes its process")


class FilePage(Shown):
    """Some files of a process."""

    items: list[FileShown]
    next: str | None = Field(description="cursor of the next page")


class FileChanges(RequestBody):
    """JSON merge patch (RFC 7396) of a file."""

    name: Name | None = None
    unit: str | None = Field(None, max_length=20, description="micron, mm, cm, m, inch or foot")


class PutQuery(BaseModel):
    """What the address of an upload says beside the name."""

    unit: str | None = Field(None, max_length=20, description="of an STL, OBJ or PLY model")


class PictureQuery(BaseModel):
    """Which picture of a model."""

    marks: bool = Field(
        False,
        description="red lines along open edges, crosses on walls that are thinner than the least "
        "that the last verification held them against, lines around what overhangs as it was laid; "
        "both stand in the caption. Contractors see what they were held against themselves. "
        "Without a verification of this file as it is, open edges alone",
    )


@blueprint.post("/processes/<uuid:process_id>/files")
@blueprint.output(FileShown, status_code=201, description="Taken in.")
@blueprint.doc(
    operation_id="upload_file",
    summary="Upload a file",
    description="The format is told from the content: STL, 3MF, OBJ, PLY, GLB, STEP; anything else "
    "is an attachment. STL, OBJ and PLY carry no unit, so state it, here or later; GLB is in "
    "metres.",
    responses=TAKING_IN | {415: "Send multipart/form-data."},
    extensions=uploads.MULTIPART_BODY,
)
@web.own_transaction
def upload_file(process_id: UUID) -> ResponseReturnValue:
    """Check the rights, receive the bytes outside any transaction, then write the row."""
    _check(process_id)
    upload, id = uploads.form()

    def answer() -> ResponseReturnValue:
        found = _editable(process_id)
        return shown(files.add_file(web.db(), found, upload, id), found, 201)

    return web.in_transaction(answer)


@blueprint.put("/processes/<uuid:process_id>/files/<name>")
@blueprint.input(PutQuery, location="query")
@blueprint.output(FileShown, description="The process has this content under this name now.")
@blueprint.doc(
    operation_id="put_file",
    summary="Upload a file under its name",
    description="The body is the file; `unit` as in the upload by form. A file of exactly that "
    "name is replaced, and no other one; the same content in the same unit changes nothing. "
    "`If-Match` and `If-None-Match` take the SHA-256 of the content, which is the ETag at "
    "`/content`, or the version of the process; `If-None-Match: *` makes sure that nothing is "
    "replaced.",
    responses=TAKING_IN
    | {
        201: "The name is new to the process.",
        412: "The version of the process has moved on, or the file is not the expected one.",
    },
    extensions=uploads.RAW_BODY,
)
@web.own_transaction
def put_file(process_id: UUID, name: str, query_data: PutQuery) -> ResponseReturnValue:
    """As `upload_file`, with a name that says which file is meant."""
    name = given_name(name)
    with database.reading() as db:
        _check_tags(db, files.find_editable(db, web.principal(), process_id), name)
    upload = uploads.body(name, query_data.unit)
    return web.in_transaction(lambda: _put(process_id, upload))


@blueprint.get("/processes/<uuid:process_id>/files")
@blueprint.input(PageQuery, location="query")
@blueprint.output(FilePage)
@blueprint.doc(operation_id="list_files", summary="Files of a process", responses=FINDING)
def list_files(process_id: UUID, query_data: PageQuery) -> dict[str, Any]:
    """Oldest first."""
    found = find_process(web.db(), web.principal(), process_id, PROCESSES_FILES)
    shown, following = paging.page(query_data, partial(files.list_files, web.db(), process_id))
    return {"items": [_as_dict(file, found) for file in shown], "next": following}


@blueprint.get("/processes/<uuid:process_id>/files.zip")
@blueprint.doc(
    operation_id="get_files_zip",
    summary="All files of a process as a zip",
    responses=FINDING | {200: downloads.content("application/zip", "Streamed.")},
)
@web.own_transaction
def get_files_zip(process_id: UUID) -> ResponseReturnValue:
    """Find all contents first: an answer that has begun cannot say any more what is wrong."""
    with database.reading() as db:
        seen = find_process(db, web.principal(), process_id, PROCESSES_FILES)
        asked = check_gets_files(db, seen)
        entries = files.list_files(db, process_id)
    release.log_download(asked, seen.who, None, "files.zip")
    found = [(file.name, storage.current_storage().path(file.sha256)) for file in entries]
    return downloads.zipped(f"{process_id}.zip", found)


@blueprint.get("/files/<uuid:file_id>")
@blueprint.output(FileShown)
@blueprint.doc(operation_id="get_file", summary="One file", responses=FINDING)
def get_file(file_id: UUID) -> ResponseReturnValue:
    """What is known of it; the content is at `/content`."""
    return shown(*files.find(web.db(), web.principal(), file_id))


@blueprint.patch("/files/<uuid:file_id>")
@blueprint.input(FileChanges)
@blueprint.output(FileShown)
@blueprint.doc(
    operation_id="update_file",
    summary="State the unit of a file, or rename it",
    description="Another unit makes a draft of a verified process again.",
    responses=CHANGING,
)
def update_file(file_id: UUID, json_data: FileChanges) -> ResponseReturnValue:
    """Takes the unit back if it is null."""
    file, found = to_change(file_id)
    changes = json_data.model_dump(exclude_unset=True)
    if changes.get("name", "") is None:
        raise BadField([("/name", "a file has a name; leave it out to keep it")])
    files.change_file(web.db(), file, found, changes)
    return shown(file, found)


@blueprint.delete("/files/<uuid:file_id>")
@blueprint.output({}, status_code=204, description="Deleted.")
@blueprint.doc(operation_id="delete_file", summary="Delete a file", responses=CHANGING)
def delete_file(file_id: UUID) -> ResponseReturnValue:
    """The history of the process remembers its name and hash."""
    file, found = to_change(file_id)
    files.delete_file(web.db(), file, found)
    return "", 204


@blueprint.get("/files/<uuid:file_id>/content")
@blueprint.doc(
    operation_id="get_file_content",
    summary="The content of a file",
    description="Answers ranges; its ETag is the SHA-256 of the content.",
    responses=FINDING
    | {
        200: downloads.content("*/*", "The content, as an attachment."),
        206: downloads.content("*/*", "The range that was asked for."),
        304: "The caller has it already.",
        416: "The range lies behind the end.",
    },
)
@web.own_transaction
def get_file_content(file_id: UUID) -> ResponseReturnValue:
    """Served so that no browser runs what strangers uploaded."""
    with database.reading() as db:
        file, found = files.find(db, web.principal(), file_id)
        asked = check_gets_files(db, found)
    path = storage.current_storage().path(file.sha256)
    if request.method == "GET" and downloads.from_the_beginning(file.size_bytes):
        release.log_download(asked, found.who, file.id, file.name)
    return downloads.attachment(path, file.name, file.media_type, file.sha256)


@blueprint.get("/files/<uuid:file_id>/preview.png")
@blueprint.input(PictureQuery, location="query")
@blueprint.doc(
    operation_id="get_file_preview",
    summary="A picture of a model",
    responses=FINDING
    | {
        200: downloads.content("image/png", "640 by 480 pixels, the size in mm below."),
        422: "The model cannot be read, or has too many triangles to be drawn at once.",
        503: "Too many pictures are being drawn.",
    },
)
@web.own_transaction
def get_file_preview(file_id: UUID, query_data: PictureQuery) -> ResponseReturnValue:
    """Drawn at the first call, kept for the next ones."""
    with database.reading() as db:
        file, found = files.find(db, web.principal(), file_id)
        held = verification_report.held_of(db, found, file) if query_data.marks else None
    if file.model_format is None:
        raise Unknown(f"{file.name!r} is no model, so there is no picture of it")
    path = previews.picture(storage.current_storage(), file.sha256, file.unit, held=held)
    marked = f"-{previews.picture_name(held)}" if held else ""
    return downloads.picture(path, f"{file.sha256}-{file.unit}{marked}")


def _check(process_id: UUID) -> None:
    """Refuse an upload before its bytes are read."""
    with database.reading() as db:
        found = files.find_editable(db, web.principal(), process_id)
        web.check_version(found.process.version)


def _editable(process_id: UUID) -> ProcessAccess:
    found = files.find_editable(web.db(), web.principal(), process_id, lock=True)
    web.check_version(found.process.version)
    return found


def to_change(file_id: UUID) -> tuple[File, ProcessAccess]:
    """A file and its process, which is locked, of the version that the caller asked for."""
    file, found = files.find(web.db(), web.principal(), file_id, to_change=True)
    web.check_version(found.process.version)
    return file, found


def _check_tags(db: Session, found: ProcessAccess, name: str) -> None:
    """Hold the caller's tags against the file of that name and the version of its process."""
    tags = [str(found.process.version)]
    if file := files.find_by_name(db, found.process.id, name):
        now = f"there is {name!r} with the content {file.sha256}, at version {tags[0]}"
        preconditions.check([*tags, file.sha256], now)
    else:
        now = f"there is no {name!r}, at version {tags[0]}"
        preconditions.check(tags, now, there=False)


def _put(process_id: UUID, upload: Upload) -> ResponseReturnValue:
    found = files.find_editable(web.db(), web.principal(), process_id, lock=True)
    _check_tags(web.db(), found, upload.name)
    file, is_new = files.put_file(web.db(), found, upload)
    return shown(file, found, 201 if is_new else 200)


def _as_dict(file: File, found: ProcessAccess) -> dict[str, Any]:
    fields = {name: getattr(file, name, None) for name in FileShown.model_fields}
    return fields | {"version": found.process.version}


def shown(file: File, found: ProcessAccess, status: int = 200) -> Response:
    """The answer with one file."""
    body = FileShown.model_validate(_as_dict(file, found)).model_dump(mode="json")
    response = web.with_etag(body, found.process.version, status)
    if status == 201:
        response.headers["Location"] = url_for("files.get_file", file_id=file.id)
    return response
