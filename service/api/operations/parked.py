"""Operations over HTTP, for operators: what is parked, retrying it, contradictions."""

from datetime import datetime
from functools import partial
from operator import attrgetter
from typing import Annotated
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response
from pydantic import Field, StringConstraints

from service.access.actor import ActingParty
from service.access.permissions import NOBODY, Forbidden, Unauthenticated
from service.api.http import paging, web
from service.api.http.fields import PageQuery, RequestBody, Shown
from service.operations import consistency
from service.operations import parked as operations
from service.translations import gettext_noop as _
from workflows.engine import Actor
from workflows.process import ProcessState

blueprint = APIBlueprint("operations", __name__, url_prefix="/operations", tag="Operations")

OPERATORS_ONLY = "Only operators may do this."


class ParkedShown(Shown):
    """A process that was given up after its last attempt."""

    process_id: UUID
    project_id: UUID
    title: str
    state: ProcessState
    since: datetime
    attempts: int
    reason: str = Field(description="why it was given up")
    last_error: str | None = Field(description="what the last attempt ended with, if it did")


class ParkedPage(Shown):
    """Some of what is parked."""

    items: list[ParkedShown]
    next: str | None = Field(description="cursor of the next page")


class RetryBody(RequestBody):
    """Why it may succeed now."""

    reason: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)
    ] = Field(description="stands in the history of the process")


class Retried(Shown):
    """A process that a worker takes up again."""

    process_id: UUID
    state: ProcessState
    version: int


class InconsistencyShown(Shown):
    """A contradiction in what is kept."""

    process_id: UUID
    detail: str


class FindingPage(Shown):
    """What was found in some processes."""

    items: list[InconsistencyShown]
    next: str | None = Field(description="cursor of the next processes; null: all were examined")
    examined: int = Field(description="processes that this page is about")


def operator() -> ActingParty:
    """The operator who asks; raises Unauthenticated, Forbidden."""
    principal = web.principal()
    if principal == NOBODY:
        raise Unauthenticated(_("log in as an operator, or send an operator's API key"))
    if not principal.is_operator:
        raise Forbidden(_("only operators may do this"))
    return ActingParty(Actor.OPERATOR, principal.user_id, principal.name)


@blueprint.get("/parked")
@blueprint.input(PageQuery, location="query")
@blueprint.output(ParkedPage)
@blueprint.doc(
    operation_id="list_parked",
    summary="What is parked",
    description="Processes whose verification, dispatch or next move in the sandbox failed too "
    "often.",
    responses={401: "Neither key nor session.", 403: OPERATORS_ONLY},
)
def list_parked(query_data: PageQuery) -> Response:
    """In the order of ids."""
    operator()
    shown, following = paging.page(
        query_data, partial(operations.parked, web.db()), attrgetter("process_id")
    )
    return web.answer({"items": shown, "next": following})


@blueprint.post("/parked/<uuid:process_id>/retry")
@blueprint.input(RetryBody)
@blueprint.output(Retried, status_code=202, description="A worker takes it up.")
@blueprint.doc(
    operation_id="retry_parked",
    summary="Retry what is parked",
    description="With all its attempts again.",
    responses={
        401: "Neither key nor session.",
        403: OPERATORS_ONLY,
        404: "There is no such process.",
        409: "The process is not parked.",
    },
)
def retry(process_id: UUID, json_data: RetryBody) -> Response:
    """Let it be tried again."""
    process = operations.retry(web.db(), process_id, operator(), json_data.reason)
    web.db().flush()
    shown = {"process_id": process.id, "state": process.state.value, "version": process.version}
    response = web.answer(shown, 202)
    response.headers["Location"] = f"/api/v1/processes/{process.id}"
    return response


@blueprint.get("/consistency")
@blueprint.input(PageQuery, location="query")
@blueprint.output(FindingPage)
@blueprint.doc(
    operation_id="check_consistency",
    summary="Look for contradictions",
    description="Examines `limit` processes: the hash chain of the history, the state it ends in, "
    "and that requests, offers, pieces, shipments and events agree with it. Go on with `next` "
    "until it is null. `werkbank check` does the same for all.",
    responses={401: "Neither key nor session.", 403: OPERATORS_ONLY},
)
def check_consistency(query_data: PageQuery) -> Response:
    """What contradicts itself in some processes."""
    operator()
    after = paging.decode_cursor(query_data.cursor)
    page = consistency.examine(web.db(), after, query_data.limit)
    more = page.last is not None and page.number == query_data.limit
    return web.answer(
        {
            "items": [finding._asdict() for finding in page.findings],
            "next": paging.encode_cursor(page.last) if more and page.last else None,
            "examined": page.number,
        }
    )
