"""Takes in what a client decides of a damaged model: to repair it, to take the copy or not."""

from uuid import UUID

from flask import url_for
from flask.typing import ResponseReturnValue

from service.api.files.files import to_change
from service.api.http import web
from service.console.part_forms import check
from service.console.parts import part
from service.console.rendering import acts, blueprint, check_form, refusable, see
from service.database import transactions
from service.files import files, repairs


@blueprint.post("/parts/<uuid:process_id>/files/<uuid:file_id>/repair")
def repair(process_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """Have a copy repaired, outside any transaction, and show it beside its original."""
    check_form()
    back = {"process_id": process_id}
    return refusable(part, back, lambda: _repaired(process_id, file_id))


def _repaired(process_id: UUID, file_id: UUID) -> ResponseReturnValue:
    with transactions.reading() as db:
        file, _access = files.find(db, web.principal(), file_id)
        files.find_editable(db, web.principal(), file.process_id)
    repairs.check_repairable(file)
    copy = repairs.make_repaired_copy(file)

    def offer() -> ResponseReturnValue:
        original, access = to_change(file_id)
        repairs.check_repairable(original)
        repairs.offer_copy(web.db(), access, original, copy)
        return see(url_for("console.part", process_id=process_id, _anchor=f"repair-{file_id}"))

    return web.in_transaction(offer)


@blueprint.post("/parts/<uuid:process_id>/repairs/<uuid:file_id>")
@acts(part)
def accept_repair(process_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """Let the repaired copy be the part, and check it."""
    copy, access = to_change(file_id)
    repairs.accept_copy(web.db(), access, copy)
    web.db().flush()
    check(access)
    return see(url_for("console.part", process_id=process_id))


@blueprint.post("/parts/<uuid:process_id>/repairs/<uuid:file_id>/decline")
@acts(part)
def decline_repair(process_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """Keep the original as it is, and forget the copy."""
    copy, access = to_change(file_id)
    repairs.check_offered(copy)
    files.delete_file(web.db(), copy, access)
    return see(url_for("console.part", process_id=process_id))
