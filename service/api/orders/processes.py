"""One process over HTTP: reading, configuring, choosing contractors, firing moves."""

from typing import Literal
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response
from pydantic import Field

from service.access import lookup
from service.access.lookup import ProcessAccess
from service.access.permissions import PROCESSES_DELETE, PROCESSES_EDIT, PROCESSES_READ
from service.api.http import web
from service.api.http.fields import RequestBody
from service.api.http.selection import FieldsQuery, Selection, select
from service.api.orders.batches import show_dry_run
from service.api.orders.process_input import ProcessChanges
from service.api.orders.process_presenter import show, show_read
from service.api.orders.process_schemas import ProcessShown
from service.orders import cloning, contractor_choice, dependencies, processes
from service.translations import gettext_noop as _

#: What every change of a process may be refused for.
STALE = {412: "The version has moved on."}

blueprint = APIBlueprint("processes", __name__, url_prefix="/processes", tag="Processes")


class Choice(RequestBody):
    """The contractors that `send` will ask."""

    contractor_ids: list[UUID] = Field(max_length=50)


def locked(
    process_id: UUID,
    right: str = PROCESSES_EDIT,
    *,
    client: bool = True,
    with_project: bool = False,
) -> ProcessAccess:
    """The process, locked and of the version that the caller expects; raises PreconditionFailed.

    `client`: only the client's side may do what follows. `with_project` locks the project first.
    """
    access = lookup.find_process(
        web.db(), web.principal(), process_id, right, lock=True, with_project=with_project
    )
    if client:
        lookup.only_client(access.actor, _("only the client's side may do this"))
    web.check_version(access.process.version)
    return access


def answered(access: ProcessAccess, status: int = 200) -> Response:
    """The process after a change, with its new version; in a dry run also what would be told."""
    web.db().flush()
    shown = show(web.db(), web.principal(), access)
    if web.is_dry_run():
        shown.dry_run = show_dry_run(access.actor, [access.process])
    return web.with_etag(web.answer(shown), access.process.version, status)


def created(access: ProcessAccess) -> Response:
    """A new process, and where it is."""
    response = answered(access, 201)
    response.headers["Location"] = f"/api/v1/processes/{access.process.id}"
    return response


class ProcessQuery(FieldsQuery):
    """How much of a process is wanted."""

    include: Literal["completeness"] | None = Field(
        None, description="what is sent only where it is asked for"
    )


@blueprint.get("/<uuid:process_id>")
@blueprint.input(ProcessQuery, location="query")
@blueprint.output(ProcessShown)
@blueprint.doc(
    operation_id="get_process",
    summary="Read a process",
    description="State, what you may do next (`actions`), and what is `missing`.",
)
@web.with_tag
def read(process_id: UUID, query_data: ProcessQuery) -> Response:
    """One process as the caller sees it."""
    access = lookup.find_process(web.db(), web.principal(), process_id, PROCESSES_READ)
    wanted = query_data.selection()
    if query_data.include and wanted.names:
        wanted = Selection((*wanted.names, query_data.include))
    completeness = query_data.include is not None or "completeness" in wanted.top_level
    shown = show_read(web.db(), web.principal(), access, wanted, completeness=completeness)
    return web.with_version(web.answer(select(shown, wanted)), access.process.version)


@blueprint.patch("/<uuid:process_id>")
@blueprint.input(ProcessChanges)
@blueprint.output(ProcessShown)
@blueprint.doc(
    operation_id="update_process",
    summary="Configure a process",
    description="JSON merge patch. Changing what a verification depends on makes it a draft again. "
    "Once contractors are asked, the delivery address alone can be stated, in the country that the "
    "quotes count on.",
    responses=STALE | {409: "The state forbids it."},
)
def update(process_id: UUID, json_data: ProcessChanges) -> Response:
    """Change the configuration."""
    access = locked(process_id)
    changes = json_data.model_dump(mode="json", exclude_unset=True)
    processes.update(web.db(), access.process, access.actor, changes)
    return answered(access)


@blueprint.delete("/<uuid:process_id>")
@blueprint.output({}, status_code=204, description="Deleted.")
@blueprint.doc(
    operation_id="delete_process",
    summary="Delete a process",
    responses=STALE | {409: "It was sent; cancel it first."},
)
def delete(process_id: UUID) -> tuple[str, int]:
    """Delete one process."""
    access = locked(process_id, PROCESSES_DELETE, with_project=True)
    processes.delete(web.db(), access.project, access.actor, [access.process])
    return "", 204


@blueprint.put("/<uuid:process_id>/choice")
@blueprint.input(Choice)
@blueprint.output(ProcessShown)
@blueprint.doc(
    operation_id="choose_contractors",
    summary="Choose contractors",
    description="Whom `send` will ask; see GET /processes/{id}/contractors.",
    responses=STALE | {409: "The state forbids it."},
)
def choose(process_id: UUID, json_data: Choice) -> Response:
    """Choose whom to ask."""
    access = locked(process_id)
    chosen = [str(id) for id in json_data.contractor_ids]
    contractor_choice.choose(web.db(), access.process, access.actor, chosen)
    return answered(access)


@blueprint.post("/<uuid:process_id>/clone")
@blueprint.output(ProcessShown, status_code=201, description="The new draft.")
@blueprint.doc(
    operation_id="clone_process",
    summary="Clone a process",
    description="A new draft with the same configuration, files and dependencies; without state, "
    "quotes, choice and messages. Contents of files are shared, not copied.",
    responses=STALE | {409: "The project is full."},
)
def clone(process_id: UUID) -> Response:
    """Copy a process into a new draft."""
    access = locked(process_id, with_project=True)
    copy = cloning.clone_process(web.db(), access)
    return created(ProcessAccess(copy, access.project, access.actor))


@blueprint.put("/<uuid:process_id>/dependencies/<uuid:other_id>")
@blueprint.output(ProcessShown)
@blueprint.doc(
    operation_id="add_dependency",
    summary="Wait for another process",
    description="Of the same project; circles are refused.",
    responses=STALE | {409: "They would wait for each other, too many do, or the state forbids."},
)
def add_dependency(process_id: UUID, other_id: UUID) -> Response:
    """Let the process wait for another one."""
    access = locked(process_id, with_project=True)
    dependencies.add(web.db(), access, other_id)
    return answered(access)


@blueprint.delete("/<uuid:process_id>/dependencies/<uuid:other_id>")
@blueprint.output(ProcessShown)
@blueprint.doc(
    operation_id="remove_dependency",
    summary="Wait no longer for another process",
    responses=STALE | {409: "The state forbids it."},
)
def remove_dependency(process_id: UUID, other_id: UUID) -> Response:
    """Let the process no longer wait for another one."""
    access = locked(process_id)
    dependencies.remove(web.db(), access, other_id)
    return answered(access)
