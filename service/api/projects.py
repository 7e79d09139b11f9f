"""Projects over HTTP: creating, listing, changing, deleting; verifying and sending many at once."""

from collections.abc import Callable
from typing import Any, Literal
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, current_app, request
from flask.typing import ResponseReturnValue
from pydantic import Field, JsonValue

from service import access, actions, listing, processes, projects
from service.access import Found
from service.api import web
from service.api.batches import BatchResult, dry_run_report, show_result
from service.api.fields import Body, Line, NewId, PageQuery, Shown
from service.api.process_fields import NewProcess, ProcessChanges, ProcessShown
from service.api.process_views import show, show_all
from service.models import Process, Project
from service.rights import NOBODY, PROCESSES_EDIT, PROCESSES_READ, Forbidden, Unauthenticated
from service.settings import settings
from service.who import Who
from workflows.engine import Actor

blueprint = APIBlueprint("projects", __name__, url_prefix="/projects", tag="Projects")


class NewProject(NewId):
    """A project to be created."""

    title: Line = ""
    details: dict[str, JsonValue] = Field(default_factory=dict, max_length=100)
    organization_id: UUID | None = Field(None, description="owner; by default the caller's home")


class ProjectChanges(Body):
    """JSON merge patch (RFC 7396) of title and details."""

    title: Line | None = None
    details: dict[str, JsonValue] | None = Field(None, max_length=100)


class FlatProject(Shown):
    """A project without its processes."""

    id: UUID
    title: str
    details: dict[str, Any]
    client_id: UUID | None = Field(description="the organization that owns it; null: a visitor")
    role: Literal["client", "contractor", "operator"] = Field(description="the side that looks")
    status: str = Field(description="derived from the processes, for the side that looks")
    process_count: int
    states: dict[str, int] = Field(description="processes by state")
    version: int
    created_at: Any
    updated_at: Any


class ProjectShown(FlatProject):
    """A project with the processes that the caller may see."""

    processes: list[ProcessShown]


class ProjectPage(Shown):
    """Some projects, newest first; `processes` only where they were asked for."""

    items: list[ProjectShown | FlatProject]
    next: str | None = Field(description="cursor of the next page")


class ListQuery(PageQuery):
    """Which projects are wanted."""

    include: Literal["processes"] | None = Field(None, description="list processes as well")
    role: Literal["client", "contractor"] | None = Field(None, description="own or received")
    title: str | None = Field(None, max_length=200, description="part of the title")


class Ids(Body):
    """Which ones, separated by commas."""

    ids: str = Field(max_length=8000)


class VerifyBody(Body):
    """Which processes to verify, and whether to send each as soon as it is verified."""

    process_ids: list[UUID] = Field(min_length=1, max_length=200)
    send: bool = Field(False, description="send to the chosen contractors, else the cheapest")


class SendBody(Body):
    """Which processes to send to their chosen contractors."""

    process_ids: list[UUID] = Field(min_length=1, max_length=200)


class BulkChanges(Body):
    """The same change for several processes, all or nothing."""

    process_ids: list[UUID] = Field(min_length=1, max_length=200)
    changes: ProcessChanges = Field(default_factory=lambda: ProcessChanges.model_validate({}))
    deletions: list[str] = Field(default_factory=list, max_length=50)


def flat(listed: listing.Listed) -> dict[str, Any]:
    """A project as lists show it."""
    project = listed.project
    return {
        "id": project.id,
        "title": project.title,
        "details": project.details if listed.side is not Actor.CONTRACTOR else {},
        "client_id": project.client_id,
        "role": listed.side.value,
        "status": listed.status.value,
        "process_count": listed.count,
        "states": {state.value: n for state, n in sorted(listed.states.items(), key=_by_name)},
        "version": project.version,
        "created_at": project.created_at,
        "updated_at": project.updated_at,
    }


def _by_name(item: tuple[Any, int]) -> str:
    return str(item[0].value)


def whole(project: Project, who: Who) -> dict[str, Any]:
    """A project with the processes that this side sees."""
    db = web.db()
    seen = listing.processes(db, project, who.role, who.party_id)
    states: dict[Any, int] = {}
    for process in seen:
        states[process.state] = states.get(process.state, 0) + 1
    shown = flat(listing.Listed(project, who.role, states))
    return shown | {"processes": show_all(db, project, who, seen)}


@blueprint.post("")
@blueprint.input(NewProject)
@blueprint.output(ProjectShown, status_code=201, description="Created.")
@blueprint.doc(
    operation_id="create_project",
    summary="Create a project",
    description="For anyone: a visitor's project belongs to his session until he logs "
    "in. A client may choose the id itself.",
    responses={401: "Neither key nor session.", 409: "The id is taken."},
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
    )
    who = Who(Actor.CLIENT, None, "", project.owner_id)
    response = web.with_etag(whole(project, who), project.version, 201)
    response.headers["Location"] = f"{request.base_url}/{project.id}"
    return response


@blueprint.get("")
@blueprint.input(ListQuery, location="query")
@blueprint.output(ProjectPage)
@blueprint.doc(
    operation_id="list_projects",
    summary="List projects",
    description="Own and received projects, newest first, flat or with processes.",
    responses={401: "Neither key nor session."},
)
def index(query_data: ListQuery) -> ResponseReturnValue:
    """A page of projects."""
    principal = web.principal()
    if principal == NOBODY:
        raise Unauthenticated("log in, send an API key, or get a session from GET /auth/me")
    found = listing.page(
        web.db(),
        principal,
        before=web.decode_cursor(query_data.cursor),
        limit=query_data.limit,
        side=Actor(query_data.role) if query_data.role else None,
        title=query_data.title,
    )
    shown, following = web.page(found, query_data.limit, lambda listed: listed.project.id)
    items = [flat(listed) for listed in shown]
    if query_data.include:
        for item, listed in zip(items, shown, strict=True):
            project, who = access.find_project(
                web.db(), principal, listed.project.id, PROCESSES_READ
            )
            item |= whole(project, who)
    return web.answer({"items": items, "next": following})


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
    projects.delete(web.db(), web.principal(), web.parse_ids(query_data.ids))
    return "", 204


@blueprint.post("/save")
@blueprint.output(ProjectPage, description="What was saved.")
@blueprint.doc(
    operation_id="save_projects",
    summary="Save a visitor's drafts",
    description="The drafts of this browser become the user's. Logging in does the same by itself.",
    responses={401: "Only a user can save."},
)
def save() -> ResponseReturnValue:
    """Hand the session's drafts over to the user."""
    principal = web.principal()
    if principal.user_id is None:
        raise Unauthenticated("log in first; then the drafts of this browser become yours")
    visitor_id = principal.visitor_id
    saved = projects.save(web.db(), principal, visitor_id) if visitor_id else []
    web.db().flush()
    items = []
    for project_id in saved:
        project, who = access.find_project(web.db(), principal, project_id, PROCESSES_READ)
        items.append(whole(project, who))
    return web.answer({"items": items, "next": None})


@blueprint.get("/<uuid:project_id>")
@blueprint.output(ProjectShown)
@blueprint.doc(
    operation_id="get_project",
    summary="Read a project",
    description="With its processes; a contractor sees only what was sent to it.",
)
def read(project_id: UUID) -> Response:
    """One project with its processes."""
    project, who = access.find_project(web.db(), web.principal(), project_id, PROCESSES_READ)
    response = web.answer(whole(project, who))
    response.headers["ETag"] = web.etag(project.version)
    return response


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
    project, who = access.find_project(
        web.db(), web.principal(), project_id, PROCESSES_EDIT, lock=True
    )
    _only_the_client(who)
    web.check_version(project.version)
    projects.update(web.db(), project, who, json_data.model_dump(exclude_unset=True))
    web.db().flush()
    return web.with_etag(whole(project, who), project.version)


def _only_the_client(who: Who) -> None:
    if who.role is Actor.CONTRACTOR:
        raise Forbidden("only the client's side changes a project")


@blueprint.post("/<uuid:project_id>/processes")
@blueprint.input(NewProcess)
@blueprint.output(ProcessShown, status_code=201, description="Created.")
@blueprint.doc(
    operation_id="create_process",
    summary="Create a process",
    description="A draft of one part to be made.",
    responses={409: "The id is taken, or the project is full."},
)
def create_process(project_id: UUID, json_data: NewProcess) -> ResponseReturnValue:
    """A new draft in the project."""
    project, who = access.find_project(
        web.db(), web.principal(), project_id, PROCESSES_EDIT, lock=True
    )
    fields = json_data.model_dump(mode="json", exclude_unset=True, exclude={"id"})
    process = processes.create(web.db(), project, who, fields, id=json_data.id)
    web.db().flush()
    shown = show(web.db(), Found(process, project, who))
    response = web.with_etag(shown, process.version, 201)
    response.headers["Location"] = f"/api/v1/processes/{process.id}"
    return response


@blueprint.patch("/<uuid:project_id>/processes")
@blueprint.input(BulkChanges)
@blueprint.output(ProjectShown)
@blueprint.doc(
    operation_id="update_processes",
    summary="Change several processes",
    description="`changes` is a merge patch for each, `deletions` names fields to take "
    "out. All or nothing.",
    responses={409: "The state of one forbids it.", 412: "The version has moved on."},
)
def update_processes(project_id: UUID, json_data: BulkChanges) -> Response:
    """The same change for many processes."""
    db = web.db()
    project, who, found = access.find_processes(
        db, web.principal(), project_id, json_data.process_ids, PROCESSES_EDIT, lock=True
    )
    changes = json_data.changes.model_dump(mode="json", exclude_unset=True)
    for process in found:
        web.check_version(process.version) if len(found) == 1 else None
        processes.update(db, process, who, changes, json_data.deletions)
    db.flush()
    return web.answer(whole(project, who))


@blueprint.delete("/<uuid:project_id>/processes")
@blueprint.input(Ids, location="query")
@blueprint.output({}, status_code=204, description="Deleted.")
@blueprint.doc(
    operation_id="delete_processes",
    summary="Delete processes",
    description="All or nothing. What was sent must be cancelled first.",
    responses={409: "A process is past that point."},
)
def delete_processes(project_id: UUID, query_data: Ids) -> ResponseReturnValue:
    """Delete several processes of the project."""
    ids = web.parse_ids(query_data.ids)
    processes.delete(web.db(), web.principal(), project_id, ids)
    return "", 204


@blueprint.post("/<uuid:project_id>/verify")
@blueprint.input(VerifyBody)
@blueprint.output(BatchResult, status_code=202, description="Per process: accepted, or why not.")
@blueprint.doc(
    operation_id="verify_project",
    summary="Verify processes",
    description="Workers calculate whether each part can be made, by whom, at what "
    "price and by when. With `send`, each goes on to the contractors by itself.",
)
def verify(project_id: UUID, json_data: VerifyBody) -> ResponseReturnValue:
    """Start the verification of several processes."""

    def start(process: Process, who: Who) -> actions.Result:
        return actions.verify(web.db(), process, who, then_send=json_data.send)

    return _each(project_id, json_data.process_ids, start)


@blueprint.post("/<uuid:project_id>/send")
@blueprint.input(SendBody)
@blueprint.output(BatchResult, status_code=202, description="Per process: accepted, or why not.")
@blueprint.doc(
    operation_id="send_project",
    summary="Send processes",
    description="Workers dispatch each to its chosen contractors.",
)
def send(project_id: UUID, json_data: SendBody) -> ResponseReturnValue:
    """Start the dispatch of several processes."""

    def start(process: Process, who: Who) -> actions.Result:
        return actions.send(web.db(), process, who)

    return _each(project_id, json_data.process_ids, start)


def _each(
    project_id: UUID, ids: list[UUID], start: Callable[[Process, Who], actions.Result]
) -> ResponseReturnValue:
    db = web.db()
    _, who, found = access.find_processes(
        db, web.principal(), project_id, ids, PROCESSES_EDIT, lock=True
    )
    results = [actions.attempt(process, lambda p=process: start(p, who)) for process in found]  # type: ignore[misc]
    db.flush()
    body: dict[str, Any] = {"items": [show_result(result) for result in results]}
    if web.is_dry_run():
        body["dry_run"] = dry_run_report(db, found)
    response = current_app.make_response((body, 202))
    response.headers["Location"] = f"{settings().public_url}/api/v1/projects/{project_id}"
    return response
