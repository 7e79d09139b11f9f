"""Projects over HTTP: creating, listing, changing, deleting, saving a visitor's drafts."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, request
from flask.typing import ResponseReturnValue

from service.access import lookup
from service.access.actor import ActingParty
from service.access.permissions import (
    NOBODY,
    PROCESSES_DELETE,
    PROCESSES_EDIT,
    PROCESSES_READ,
    Unauthenticated,
)
from service.api.http import paging, web
from service.api.http.selection import select, select_each
from service.api.orders.project_cursors import cursor_of, place_of
from service.api.orders.project_input import (
    Ids,
    ListQuery,
    NewProject,
    ProjectChanges,
    ProjectParts,
)
from service.api.orders.project_presenter import (
    FlatProject,
    ProjectPage,
    ProjectShown,
    flat,
    whole,
    whole_all,
)
from service.orders import project_list, projects
from service.translations import gettext_noop as _
from workflows.engine import Actor

blueprint = APIBlueprint("projects", __name__, url_prefix="/projects", tag="Projects")


@blueprint.post("")
@blueprint.input(NewProject)
@blueprint.output(ProjectShown, status_code=201, description="Created.")
@blueprint.doc(
    operation_id="create_project",
    summary="Create a project",
    description="For anyone: a visitor's project belongs to their session until they log "
    "in. A client may choose the id itself.",
    responses={
        401: "Neither key nor session.",
        404: "You belong to no such organization.",
        409: "The id is taken.",
    },
)
def create(json_data: NewProject) -> ResponseReturnValue:
    """A new project of the caller."""
    project = projects.create(
        web.db(),
        web.principal(),
        title=json_data.title,
        details=json_data.details,
        organization_id=json_data.organization_id,
        id=json_data.id,
        sandbox=json_data.sandbox,
    )
    who = ActingParty(Actor.CLIENT, None, "", project.owner_id)
    shown = whole(web.db(), web.principal(), project, who)
    response = web.with_etag(web.answer(shown), project.version, 201)
    response.headers["Location"] = f"{request.base_url}/{project.id}"
    return response


@blueprint.get("")
@blueprint.input(ListQuery, location="query")
@blueprint.output(ProjectPage)
@blueprint.doc(
    operation_id="list_projects",
    summary="List projects",
    description="Own and received projects, flat or with processes, as filtered and sorted. A "
    "cursor belongs to the order that it was given out in. Flat, they leave out what says nothing "
    "new: `details` unless included, `sandbox` where it is false, `as` for who has one "
    "organization. With `processes` among the `fields` also a row for each process. Flat also as "
    "`/projects.csv`.",
    responses={401: "Neither key nor session."},
)
def index(query_data: ListQuery) -> ResponseReturnValue:
    """A page of projects."""
    principal = web.principal()
    if principal == NOBODY:
        raise Unauthenticated(_("log in, send an API key, or get a session from GET /auth/me"))
    search, after = query_data.search(), place_of(query_data)
    shown, following = paging.first_rows(
        query_data.limit,
        lambda limit: project_list.page(web.db(), principal, search, after=after, limit=limit),
        partial(cursor_of, query_data),
    )
    wanted, in_short = query_data.selection(), query_data.include != "processes"
    with_processes = not in_short or "processes" in wanted.top_level
    items: Sequence[FlatProject] = (
        whole_all(
            web.db(),
            principal,
            [(each.project, each.side) for each in shown],
            wanted,
            in_short=in_short,
        )
        if with_processes
        else flat(principal, shown, wanted, details=query_data.include == "details")
    )
    model = ProjectShown if with_processes else FlatProject
    return web.answer({"items": select_each(model, items, wanted), "next": following})


@blueprint.delete("")
@blueprint.input(Ids, location="query")
@blueprint.output({}, status_code=204, description="Deleted.")
@blueprint.doc(
    operation_id="delete_projects",
    summary="Delete projects",
    description="All or nothing. A process that was sent must be cancelled first.",
    responses={404: "Unknown or not yours.", 409: "A process is past that point."},
)
def delete(query_data: Ids) -> ResponseReturnValue:
    """Delete several projects with their processes."""
    ids = paging.parse_ids(query_data.ids)
    for project_id in sorted(ids):  # always in this order, so that two cannot block each other
        project, who = lookup.find_project(
            web.db(), web.principal(), project_id, PROCESSES_DELETE, lock=True
        )
        if len(ids) == 1:
            web.check_version(project.version)
        projects.delete(web.db(), who, project)
    return "", 204


@blueprint.post("/save")
@blueprint.output(ProjectPage, description="What was saved.")
@blueprint.doc(
    operation_id="save_projects",
    summary="Save a visitor's drafts",
    description="The drafts of this browser become the user's. Logging in does the same by itself, "
    "and so does opening the event stream after it. The feed of the user's organization then holds "
    "a `project.saved` for each project, and before it what the visitor could hear of it: who has "
    "read beyond that, fetches the project anew.",
    responses={401: "Only a user can save."},
)
def save() -> ResponseReturnValue:
    """Hand the session's drafts over to the user."""
    principal = web.principal()
    if principal.user_id is None:
        raise Unauthenticated(_("log in first; then the drafts of this browser become yours"))
    visitor_id = principal.visitor_id
    saved = projects.save(web.db(), principal, visitor_id) if visitor_id else []
    web.db().flush()
    rows = [(project, Actor.CLIENT) for project in saved]
    shown = whole_all(web.db(), principal, rows)
    return web.answer(ProjectPage.model_construct(items=[*shown], next=None))


@blueprint.get("/<uuid:project_id>")
@blueprint.input(ProjectParts, location="query")
@blueprint.output(ProjectShown)
@blueprint.doc(
    operation_id="get_project",
    summary="Read a project",
    description="With a row for each of its processes, or with all of them; a contractor sees only "
    "what was sent to it.",
)
@web.with_tag
def read(project_id: UUID, query_data: ProjectParts) -> Response:
    """One project with its processes."""
    project, who = lookup.find_project(web.db(), web.principal(), project_id, PROCESSES_READ)
    wanted, in_short = query_data.selection(), query_data.include is None
    shown = whole(web.db(), web.principal(), project, who, wanted, in_short=in_short)
    return web.with_version(web.answer(select(shown, wanted)), project.version)


@blueprint.patch("/<uuid:project_id>")
@blueprint.input(ProjectChanges)
@blueprint.output(ProjectShown)
@blueprint.doc(
    operation_id="update_project",
    summary="Change a project",
    description="JSON merge patch of title and details.",
    responses={412: "The version has moved on."},
)
def update(project_id: UUID, json_data: ProjectChanges) -> Response:
    """Change title and details."""
    project, who = lookup.find_project(
        web.db(), web.principal(), project_id, PROCESSES_EDIT, lock=True
    )
    web.check_version(project.version)
    projects.update(web.db(), project, who, json_data.model_dump(exclude_unset=True))
    web.db().flush()
    shown = whole(web.db(), web.principal(), project, who, in_short=True)
    return web.with_etag(web.answer(shown), project.version)
