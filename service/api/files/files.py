"""Files of a process: taking them in, showing and changing them."""

from functools import partial
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, url_for
from flask.typing import ResponseReturnValue

from service.access.file_view import adds_papers, shows_file
from service.access.lookup import ProcessAccess, find_process
from service.access.permissions import PROCESSES_FILES
from service.api.files.contents import FINDING
from service.api.files.schemas import FileChanges, FilePage, FileShown, PutQuery, show_file
from service.api.http import paging, preconditions, uploads, web
from service.api.http.fields import PageQuery
from service.database import Session
from service.database import transactions as database
from service.database.models import File
from service.errors import BadField
from service.files import files, papers
from service.files.uploads import Upload, given_name
from service.translations import gettext_noop as _

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


@blueprint.post("/processes/<uuid:process_id>/files")
@blueprint.output(FileShown, status_code=201, description="Taken in.")
@blueprint.doc(
    operation_id="upload_file",
    summary="Upload a file",
    description="The format is told from the content: STL, 3MF, OBJ, PLY, GLB, STEP. A model is a "
    "`part` unless `role` says otherwise, and anything else a `paper`. STL, OBJ and PLY carry no "
    "unit, so state it, here or later; GLB is in metres. A contractor adds papers to its order "
    "in the same way, until that is completed: they stay, and the client sees them.",
    responses=TAKING_IN | {415: "Send multipart/form-data."},
    extensions=uploads.MULTIPART_BODY,
)
@web.own_transaction
@uploads.takes_file
def upload_file(process_id: UUID) -> ResponseReturnValue:
    """Check the rights, receive the bytes outside any transaction, then write the row."""
    with database.reading() as db:
        access = papers.find_adding(db, web.principal(), process_id)
        web.check_version(access.process.version)
        check_quota = papers.check_quota if adds_papers(access) else files.check_quota
        room = check_quota(db, access, uploads.announced_bytes())
    upload, id = uploads.paper(room) if adds_papers(access) else uploads.form(room)

    def answer() -> ResponseReturnValue:
        access = papers.find_adding(web.db(), web.principal(), process_id, lock=True)
        web.check_version(access.process.version)
        add = papers.add_paper if adds_papers(access) else files.add_file
        return shown(add(web.db(), access, upload, id), access, 201)

    return web.in_transaction(answer)


@blueprint.put("/processes/<uuid:process_id>/files/<name>")
@blueprint.input(PutQuery, location="query")
@blueprint.output(FileShown, description="The process has this content under this name now.")
@blueprint.doc(
    operation_id="put_file",
    summary="Upload a file under its name",
    description="The body is the file; `unit` and `role` as in the upload by form. A file of "
    "exactly that name is replaced, and no other one, in its role unless another is stated; the "
    "same content in the same unit and role changes nothing. "
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
@uploads.takes_file
def put_file(process_id: UUID, name: str, query_data: PutQuery) -> ResponseReturnValue:
    """As `upload_file`, with a name that says which file is meant."""
    name = given_name(name)
    with database.reading() as db:
        access = files.find_editable(db, web.principal(), process_id)
        _check_tags(db, access, name)
        room = files.check_quota(db, access, uploads.announced_bytes(), name)
    upload = uploads.body(name, query_data.unit, query_data.role, room)
    return web.in_transaction(lambda: _put(process_id, upload))


@blueprint.get("/processes/<uuid:process_id>/files")
@blueprint.input(PageQuery, location="query")
@blueprint.output(FilePage)
@blueprint.doc(operation_id="list_files", summary="Files of a process", responses=FINDING)
def list_files(process_id: UUID, query_data: PageQuery) -> Response:
    """Oldest first."""
    access = find_process(web.db(), web.principal(), process_id, PROCESSES_FILES)
    shown, following = paging.page(query_data, partial(files.list_files, web.db(), process_id))
    items = [
        show_file(file, access.process.version) for file in shown if shows_file(file, access.actor)
    ]
    return web.answer({"items": items, "next": following})


@blueprint.get("/files/<uuid:file_id>")
@blueprint.output(FileShown)
@blueprint.doc(operation_id="get_file", summary="One file", responses=FINDING)
@web.with_tag
def get_file(file_id: UUID) -> ResponseReturnValue:
    """What is known of it; the content is at `/content`."""
    return shown(*files.find(web.db(), web.principal(), file_id))


@blueprint.patch("/files/<uuid:file_id>")
@blueprint.input(FileChanges)
@blueprint.output(FileShown)
@blueprint.doc(
    operation_id="update_file",
    summary="State the unit or the role of a file, or rename it",
    description="Another unit makes a draft of a verified process again, as does another set of "
    "parts: a model in the role `reference` is shown and not made. A repaired copy and its "
    "original have the same role.",
    responses=CHANGING,
)
def update_file(file_id: UUID, json_data: FileChanges) -> ResponseReturnValue:
    """Takes the unit or the role back if it is null."""
    file, access = to_change(file_id)
    changes = json_data.model_dump(exclude_unset=True)
    if changes.get("name", "") is None:
        raise BadField.at("/name", _("a file has a name; leave it out to keep it"))
    files.change_file(web.db(), file, access, changes)
    return shown(file, access)


@blueprint.delete("/files/<uuid:file_id>")
@blueprint.output({}, status_code=204, description="Deleted.")
@blueprint.doc(operation_id="delete_file", summary="Delete a file", responses=CHANGING)
def delete_file(file_id: UUID) -> ResponseReturnValue:
    """The history of the process remembers its name and hash."""
    file, access = to_change(file_id)
    files.delete_file(web.db(), file, access)
    return "", 204


def to_change(file_id: UUID) -> tuple[File, ProcessAccess]:
    """A file and its process, which is locked, of the version that the caller asked for."""
    file, access = files.find(web.db(), web.principal(), file_id, to_change=True)
    web.check_version(access.process.version)
    return file, access


def _check_tags(db: Session, access: ProcessAccess, name: str) -> File | None:
    """The file of that name, after the caller's tags were held against it and its process."""
    tags = [str(access.process.version)]
    file = files.find_by_name(db, access.process.id, name)
    if file:
        now = f"there is {name!r} with the content {file.sha256}, at version {tags[0]}"
        preconditions.check([*tags, file.sha256], now)
    else:
        now = f"there is no {name!r}, at version {tags[0]}"
        preconditions.check(tags, now, there=False)
    return file


def _put(process_id: UUID, upload: Upload) -> ResponseReturnValue:
    access = files.find_editable(web.db(), web.principal(), process_id, lock=True)
    before = _check_tags(web.db(), access, upload.name)
    file = files.put_file(web.db(), access, upload, before)
    return shown(file, access, 200 if before else 201)


def shown(file: File, access: ProcessAccess, status: int = 200) -> Response:
    """The answer with one file."""
    version = access.process.version
    response = web.with_etag(web.answer(show_file(file, version)), version, status)
    if status == 201:
        response.headers["Location"] = url_for("files.get_file", file_id=file.id)
    return response
