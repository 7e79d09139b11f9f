"""Gives out the contents of files, and pictures of models."""

from functools import partial
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import request
from flask.typing import ResponseReturnValue

from service.access.file_view import check_gets_file, check_gets_files, shows_file
from service.access.lookup import Unknown, find_process
from service.access.permissions import PROCESSES_FILES
from service.api.files.schemas import MeshQuery, PictureQuery
from service.api.http import downloads, web
from service.database import transactions as database
from service.documents import verification_report
from service.files import files, previews, release, storage, viewer_meshes
from service.translations import Sentence
from service.translations import gettext_noop as _

blueprint = APIBlueprint("contents", __name__, tag="Files")

FINDING: dict[int, Any] = {
    403: "A right is missing, or the client shows the files only to whom it confirms.",
    404: "Unknown, or not yours.",
}


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
        access = find_process(db, web.principal(), process_id, PROCESSES_FILES)
        asked = check_gets_files(db, access)
        entries = [f for f in files.list_files(db, process_id) if shows_file(f, access.actor)]
    log = partial(
        release.log_download, web.caller(), access.process, access.actor, asked, None, "files.zip"
    )
    held = storage.current_storage()
    contents = [
        (file.name, storage.Stored(file.sha256, held.size_bytes(file.sha256))) for file in entries
    ]
    return downloads.zipped(f"{process_id}.zip", contents, log)


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
@web.with_tag
def get_file_content(file_id: UUID) -> ResponseReturnValue:
    """Served so that no browser runs what strangers uploaded."""
    with database.reading() as db:
        file, access = files.find(db, web.principal(), file_id)
        asked = check_gets_file(db, access, file)
    log = partial(
        release.log_download, web.caller(), access.process, access.actor, asked, file.id, file.name
    )
    with storage.current_storage().local(file.sha256) as path:
        return downloads.attachment(path, file.name, file.media_type, file.sha256, log)


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
@web.with_tag
def get_file_preview(file_id: UUID, query_data: PictureQuery) -> ResponseReturnValue:
    """Drawn at the first call, kept for the next ones."""
    with database.reading() as db:
        file, access = files.find(db, web.principal(), file_id)
        held = verification_report.held_of(db, access, file) if query_data.marks else None
    if file.model_format is None:
        raise Unknown(
            Sentence(_("{name!r} is no model, so there is no picture of it"), name=file.name)
        )
    path = previews.picture(storage.current_storage(), file.sha256, file.unit, held=held)
    marked = f"-{previews.picture_name(held)}" if held else ""
    return downloads.shown(path, "image/png", f"{file.sha256}-{file.unit}{marked}")


@blueprint.get("/files/<uuid:file_id>/mesh")
@blueprint.input(MeshQuery, location="query")
@blueprint.doc(
    operation_id="get_file_mesh",
    summary="A mesh of a model for viewers",
    description="Binary glTF 2.0 without extensions: one mesh of float32 positions, with triangles "
    "(uint32) and, as a second primitive, the edges where the surface bends by more than 30° or "
    "ends. Positions are mm relative to `asset.extras.origin_mm` in the axes of the model; the "
    "node takes them to metres with y upwards. `asset.extras` also says `triangles`, "
    "`triangles_of_model`, and `deviation_mm`: the largest distance from the model to this mesh, "
    "of `deviation_samples` corners and centres of the model's triangles (one-sided, sampled). "
    "The first call makes it, the next ones are given the same. Only those who get the file get "
    "it, because it is fine enough to make the part from; a contractor's first is told like a "
    "download.",
    responses=FINDING
    | {
        200: downloads.content("model/gltf-binary", "The mesh; its ETag follows the content."),
        304: "The caller has it already.",
        409: "No unit is stated for the model.",
        422: "The model cannot be read, or has too many triangles to be reduced at once.",
        503: "Too many meshes are being made.",
    },
)
@web.own_transaction
@web.with_tag
def get_file_mesh(file_id: UUID, query_data: MeshQuery) -> ResponseReturnValue:
    """Whoever looks at it again within the hour is not logged again."""
    with database.reading() as db:
        file, access = files.find(db, web.principal(), file_id)
        asked = check_gets_file(db, access, file)
    if file.model_format is None:
        raise Unknown(
            Sentence(_("{name!r} is no model, so there is no mesh of it"), name=file.name)
        )
    path = viewer_meshes.viewer_mesh(
        storage.current_storage(), file.sha256, file.unit, query_data.triangles
    )
    if request.method == "GET":
        release.log_download(
            web.caller(), access.process, access.actor, asked, file.id, file.name, is_part=True
        )
    return downloads.shown(path, "model/gltf-binary", path.stem)
