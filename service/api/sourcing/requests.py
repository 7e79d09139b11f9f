"""Requests over HTTP: a contractor's inbox and its answers."""

from functools import partial
from typing import Literal
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response
from pydantic import Field

from service.access.actor import ActingParty
from service.access.lookup import find_request
from service.access.permissions import (
    NOBODY,
    PROCESSES_EDIT,
    PROCESSES_READ,
    Unauthenticated,
)
from service.access.process_view import check_answers
from service.api.http import paging, web
from service.api.http.fields import PageQuery
from service.api.http.selection import FieldsQuery, select, select_each
from service.api.orders.batches import show_dry_run
from service.api.sourcing.request_presenter import (
    ProjectOfInboxPage,
    RequestOfInbox,
    RequestPage,
    show_project,
    show_requests,
)
from service.database.models import Process, Request
from service.sourcing import inbox
from service.sourcing import requests as requesting
from service.sourcing.answer_fields import Question, Refusal
from service.translations import gettext_noop
from workflows.engine import Actor
from workflows.request import RequestState

REFUSED = {409: "The state forbids it.", 412: "The version has moved on."}

blueprint = APIBlueprint("requests", __name__, url_prefix="/requests", tag="Requests")


class InboxQuery(FieldsQuery, PageQuery):
    """Which requests are wanted."""

    state: (
        Literal[
            "dispatched",
            "acknowledged",
            "clarification",
            "offered",
            "accepted",
            "declined",
            "expired",
            "withdrawn",
            "lost",
        ]
        | None
    ) = None
    project_id: UUID | None = Field(None, description="of one project alone")


class ProjectsQuery(PageQuery):
    """Which projects are wanted."""

    limit: int = Field(20, ge=1, le=50, description="projects on a page")


@blueprint.get("")
@blueprint.input(InboxQuery, location="query")
@blueprint.output(RequestPage)
@blueprint.doc(
    operation_id="list_requests",
    summary="A contractor's inbox",
    description="What the caller's organizations were asked, newest first.",
    responses={401: "Neither key nor session."},
)
def received(query_data: InboxQuery) -> Response:
    """A page of received requests."""
    principal = web.principal()
    if principal == NOBODY:
        raise Unauthenticated(gettext_noop("log in or send an API key"))
    state = RequestState(query_data.state) if query_data.state else None
    fetch = partial(inbox.page, web.db(), principal, state=state, project_id=query_data.project_id)
    shown, following = paging.page(query_data, fetch)
    me = partial(
        ActingParty,
        Actor.CONTRACTOR,
        principal.user_id,
        principal.name,
        sees_prices=principal.sees_prices,
    )
    wanted = query_data.selection()
    items = show_requests(web.db(), [(r, me(r.contractor_id)) for r in shown], wanted)
    each = select_each(RequestOfInbox, items, wanted)
    return web.answer({"items": each, "next": following})


@blueprint.get("/projects")
@blueprint.input(ProjectsQuery, location="query")
@blueprint.output(ProjectOfInboxPage)
@blueprint.doc(
    operation_id="list_requested_projects",
    summary="A contractor's inbox by project",
    description="What one client asks together, to be answered together with POST "
    "/requests/offers: the projects in which the caller is still under consideration, "
    "newest first.",
    responses={401: "Neither key nor session."},
)
def received_projects(query_data: ProjectsQuery) -> Response:
    """A page of projects with the requests of each."""
    principal = web.principal()
    if principal == NOBODY:
        raise Unauthenticated(gettext_noop("log in or send an API key"))
    shown, following = paging.page(
        query_data, partial(inbox.projects, web.db(), principal), lambda project_id: project_id
    )
    me = partial(
        ActingParty,
        Actor.CONTRACTOR,
        principal.user_id,
        principal.name,
        sees_prices=principal.sees_prices,
    )
    rows = inbox.requests_of_projects(web.db(), principal, shown)
    requests = show_requests(web.db(), [(r, me(r.contractor_id)) for r in rows])
    items = [
        show_project(project_id, [r for r in requests if r.project_id == project_id])
        for project_id in shown
    ]
    return web.answer(ProjectOfInboxPage.model_construct(items=items, next=following))


@blueprint.get("/<uuid:request_id>")
@blueprint.input(FieldsQuery, location="query")
@blueprint.output(RequestOfInbox)
@blueprint.doc(operation_id="get_request", summary="Read a request")
@web.with_tag
def read(request_id: UUID, query_data: FieldsQuery) -> Response:
    """One request; what is said of its process may change without its version."""
    request, _, who = find_request(web.db(), web.principal(), request_id, PROCESSES_READ)
    wanted = query_data.selection()
    (shown,) = show_requests(web.db(), [(request, who)], wanted)
    return web.with_version(web.answer(select(shown, wanted)), request.version)


def locked(request_id: UUID) -> tuple[Request, Process, ActingParty]:
    """A request for its contractor, locked with its process, of the version that it expects."""
    request, process, who = find_request(
        web.db(), web.principal(), request_id, PROCESSES_EDIT, lock=True
    )
    check_answers(who)
    web.check_version(request.version)
    return request, process, who


def _answered(request: Request, process: Process, who: ActingParty) -> Response:
    """The request after a move; in a dry run also what would be told, and to whom."""
    web.db().flush()
    (shown,) = show_requests(web.db(), [(request, who)])
    if web.is_dry_run():
        shown.dry_run = show_dry_run(who, [process])
    return web.with_etag(web.answer(shown), request.version)


@blueprint.post("/<uuid:request_id>/actions/acknowledge")
@blueprint.output(RequestOfInbox)
@blueprint.doc(
    operation_id="acknowledge_request",
    summary="Acknowledge a request",
    responses=REFUSED,
)
def acknowledge(request_id: UUID) -> Response:
    """The contractor has seen it."""
    request, process, who = locked(request_id)
    requesting.acknowledge(web.db(), request, process, who)
    return _answered(request, process, who)


@blueprint.post("/<uuid:request_id>/actions/ask")
@blueprint.input(Question)
@blueprint.output(RequestOfInbox)
@blueprint.doc(operation_id="ask_client", summary="Ask the client", responses=REFUSED)
def ask(request_id: UUID, json_data: Question) -> Response:
    """Ask; the question is a message."""
    request, process, who = locked(request_id)
    requesting.ask(web.db(), request, process, who, json_data.text)
    return _answered(request, process, who)


@blueprint.post("/<uuid:request_id>/actions/decline")
@blueprint.input(Refusal)
@blueprint.output(RequestOfInbox)
@blueprint.doc(
    operation_id="decline_request",
    summary="Decline a request",
    responses=REFUSED,
)
def decline(request_id: UUID, json_data: Refusal) -> Response:
    """Say no."""
    request, process, who = locked(request_id)
    requesting.decline(web.db(), request, process, who, json_data.reason)
    return _answered(request, process, who)
