"""Takes in what is added to a project, called otherwise in it, and taken out of it."""

from functools import partial
from typing import Any
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue

from service.access import lookup
from service.access.permissions import PROCESSES_DELETE, PROCESSES_EDIT, PROCESSES_READ
from service.api.http import paging, uploads, web
from service.api.http.selection import Selection
from service.api.orders.process_input import ProcessChanges
from service.api.orders.process_schemas import ProcessShown
from service.api.orders.project_input import ProjectChanges
from service.api.orders.project_presenter import whole
from service.console.drop import add_part_to
from service.console.part_forms import check, validated, whole_number
from service.console.projects import address_of, locked_parts, project
from service.console.rendering import acts, blueprint, check_origin, check_token, refusable, see
from service.database import transactions
from service.errors import BadField
from service.files import files
from service.files.uploads import Upload
from service.lifecycle import usage
from service.orders import processes, projects
from service.translations import gettext_noop as _
from workflows.process import ProcessState

#: What is read of parts to know where they go.
ADDRESSES = Selection(("processes.id", "processes.delivery_address"))


@blueprint.post("/projects/<uuid:project_id>/parts")
@uploads.takes_file
def add_part(project_id: UUID) -> ResponseReturnValue:
    """One more part from a browser without scripts; it goes where the others go."""
    check_origin()
    return refusable(project, {"project_id": project_id}, partial(_take_in, project_id))


def _take_in(project_id: UUID) -> ResponseReturnValue:
    with transactions.reading() as db:
        row, _who = lookup.find_project(db, web.principal(), project_id, PROCESSES_EDIT)
        room = usage.check_file(db, row.owner_id, uploads.announced_bytes())
    upload, fields = uploads.form_with(room, "csrf_token")
    check_token(fields.get("csrf_token"))
    return web.in_transaction(partial(_added, project_id, upload))


def _added(project_id: UUID, upload: Upload) -> ResponseReturnValue:
    db, me = web.db(), web.principal()
    row, who = lookup.find_project(db, me, project_id, PROCESSES_READ)
    shown = whole(db, me, row, who, ADDRESSES).processes
    address = address_of([each for each in shown if isinstance(each, ProcessShown)])
    process = add_part_to(project_id, upload, {"delivery_address": address} if address else None)
    return see(url_for("console.part", process_id=process.id))


@blueprint.post("/projects/<uuid:project_id>/title")
@acts(project)
def rename(project_id: UUID) -> ResponseReturnValue:
    """Call the project otherwise."""
    changes = validated(ProjectChanges, {"title": request.form.get("title", "")})
    row, who = lookup.find_project(web.db(), web.principal(), project_id, PROCESSES_EDIT, lock=True)
    projects.update(web.db(), row, who, changes.model_dump(exclude_unset=True))
    return see(url_for("console.project", project_id=project_id))


@blueprint.post("/projects/<uuid:project_id>/parts/delete")
@acts(project)
def remove_parts(project_id: UUID) -> ResponseReturnValue:
    """Take those parts out of the project that are ticked."""
    if not (ticked := request.form.getlist("remove")):
        raise BadField.at("/remove", _("tick the parts that are to go"))
    ids = paging.parse_ids(",".join(ticked))
    row, who, parts = lookup.find_processes(
        web.db(), web.principal(), project_id, ids, PROCESSES_DELETE, with_project=True
    )
    processes.delete(web.db(), row, who, parts)
    return see(url_for("console.project", project_id=project_id))


@blueprint.post("/projects/<uuid:project_id>/delete")
@acts(project)
def delete_project(project_id: UUID) -> ResponseReturnValue:
    """Delete the project with all its parts, of which nobody was asked yet."""
    row, who = lookup.find_project(
        web.db(), web.principal(), project_id, PROCESSES_DELETE, lock=True
    )
    projects.delete(web.db(), who, row)
    return see(url_for("console.drop"))


@blueprint.post("/projects/<uuid:project_id>/configure")
@acts(project)
def configure_together(project_id: UUID) -> ResponseReturnValue:
    """Let all drafts be what the form says, and have those checked that lack nothing more."""
    stated: dict[str, Any] = {}
    if material := request.form.get("material_id", "").strip():
        stated["material_id"] = material
    if quantity := request.form.get("quantity", "").strip():
        stated["quantity"] = whole_number(quantity)
    changes = validated(ProcessChanges, stated).model_dump(mode="json", exclude_unset=True)
    db = web.db()
    row, who, drafts = locked_parts(project_id, (ProcessState.DRAFT,))
    for process in drafts:
        access = lookup.ProcessAccess(process, row, who)
        _state_unit(access, request.form.get("unit"))
        processes.update(db, process, who, changes)
        db.flush()
        check(access)
    return see(url_for("console.project", project_id=project_id))


def _state_unit(access: lookup.ProcessAccess, unit: str | None) -> None:
    """State the unit of the models that have none."""
    for file in files.list_files(web.db(), access.process.id) if unit else ():
        if file.model_format and file.unit is None:
            files.change_file(web.db(), file, access, {"unit": unit})
