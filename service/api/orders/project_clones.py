"""Cloning a whole project over HTTP."""

from uuid import UUID

from apiflask import APIBlueprint
from flask import Response
from pydantic import Field

from service.access import lookup
from service.access.permissions import PROCESSES_EDIT
from service.api.http import web
from service.api.http.fields import Line, NewId
from service.api.orders.batches import show_dry_run
from service.api.orders.project_presenter import ProjectShown, whole
from service.orders import cloning

blueprint = APIBlueprint("project_clones", __name__, url_prefix="/projects", tag="Projects")


class NewClone(NewId):
    """How the clone is called."""

    title: Line | None = Field(None, description="by default as the original")


@blueprint.post("/<uuid:project_id>/clone")
@blueprint.input(NewClone)
@blueprint.output(ProjectShown, status_code=201, description="The new project.")
@blueprint.doc(
    operation_id="clone_project",
    summary="Clone a project",
    description="Title, details, and a draft for every process with its configuration and files. "
    "Clones wait for each other as the originals do. States, quotes, choices and messages stay "
    "behind. Contents of files are shared, not copied.",
    responses={409: "The id is taken.", 412: "The version has moved on."},
)
def clone(project_id: UUID, json_data: NewClone) -> Response:
    """Copy a project with its processes."""
    original, who = lookup.find_project(
        web.db(), web.principal(), project_id, PROCESSES_EDIT, lock=True
    )
    web.check_version(original.version)
    copy = cloning.clone_project(
        web.db(), web.principal(), original, who, title=json_data.title, id=json_data.id
    )
    web.db().flush()
    shown = whole(web.db(), web.principal(), copy, who)
    if web.is_dry_run():
        shown.dry_run = show_dry_run(who, [])
    response = web.with_etag(web.answer(shown), copy.version, 201)
    response.headers["Location"] = f"/api/v1/projects/{copy.id}"
    return response
