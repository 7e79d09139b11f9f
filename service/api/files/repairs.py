"""Repaired copies of models: asking for one, accepting it."""

from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask.typing import ResponseReturnValue

from service.api.files.files import CHANGING, shown, to_change
from service.api.files.schemas import FileShown
from service.api.http import web
from service.database import transactions as database
from service.files import files, repairs

blueprint = APIBlueprint("repairs", __name__, tag="Files")

OFFERING: dict[int, Any] = CHANGING | {
    201: "A repaired copy is offered; the process has not changed otherwise.",
    409: "The state of the process does not allow it, or there is nothing to repair.",
    422: "The model cannot be read, or not be repaired in simple ways; the detail says why.",
    503: "Too many models are being repaired, or the content cannot be read now.",
}


@blueprint.post("/files/<uuid:file_id>/repair")
@blueprint.output(FileShown, status_code=201, description="A repaired copy is offered.")
@blueprint.doc(
    operation_id="repair_file",
    summary="Ask for a repaired copy of a model",
    description="Drops surplus triangles, welds cracks, turns triangles to the same side, fills "
    "holes that are flat or small. The copy is one more file of the process, `offered`, with what "
    "was changed in `repair`. The original is verified as before until the copy is accepted; "
    "to decline it, delete it.",
    responses=OFFERING,
)
@web.own_transaction
def repair_file(file_id: UUID) -> ResponseReturnValue:
    """Check the rights, repair outside any transaction, then write the row."""
    with database.reading() as db:
        file, _ = files.find(db, web.principal(), file_id)
        access = files.find_editable(db, web.principal(), file.process_id)
        web.check_version(access.process.version)
    repairs.check_repairable(file)
    mended = repairs.make_repaired_copy(file)

    def answer() -> ResponseReturnValue:
        original, access = to_change(file_id)
        repairs.check_repairable(original)
        return shown(repairs.offer_copy(web.db(), access, original, mended), access, 201)

    return web.in_transaction(answer)


@blueprint.post("/files/<uuid:file_id>/accept")
@blueprint.output(FileShown, description="The repaired copy is the part now.")
@blueprint.doc(
    operation_id="accept_repair",
    summary="Accept a repaired copy",
    description="It is verified and made in the place of its original, which stays as `replaced` "
    "and can still be downloaded. A verified process is a draft again. Deleting the copy makes "
    "the original the part again.",
    responses=CHANGING | {409: "The state of the process forbids it, or the file is not offered."},
)
def accept_repair(file_id: UUID) -> ResponseReturnValue:
    """The client's decision; nobody takes it for them."""
    copy, access = to_change(file_id)
    repairs.accept_copy(web.db(), access, copy)
    return shown(copy, access)
