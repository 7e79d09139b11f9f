"""The lifecycles over HTTP: as data, as Mermaid text and as pictures."""

import hashlib
from collections.abc import Callable, Mapping
from enum import Enum
from functools import cache
from typing import Any, Final

import orjson
from apiflask import APIBlueprint
from flask import Response
from pydantic import Field

from service.access.lookup import Unknown
from service.api.http import preconditions, web
from service.api.http.enumerations import ProcessTrigger, RequestTrigger
from service.api.http.fields import Shown
from service.translations import Sentence
from service.translations import gettext_noop as _
from workflows.engine import Actor, Workflow
from workflows.process import PROCESS, ProcessState
from workflows.request import REQUEST, RequestState

blueprint = APIBlueprint("workflows", __name__, url_prefix="/workflows", tag="Workflow")

#: Seconds for which nobody need ask again: the tables change with a new version only.
FRESH_S = 300
WORKFLOWS: Final[Mapping[str, Workflow[Any, Any]]] = {w.name: w for w in (PROCESS, REQUEST)}


class Form(Enum):
    """How a workflow is given out: by media type."""

    JSON = "application/json"
    MERMAID = "text/plain; charset=utf-8"
    SVG = "image/svg+xml"


class DeadlineOfState(Shown):
    """How long a state lasts at most, and what then happens by itself."""

    after_s: int = Field(description="seconds, where nothing else is agreed or set")
    then: str | None = Field(description="the move that is made then")
    reminds: list[Actor] = Field(description="who is reminded before")
    summary: str = Field(description="what happens then, in words")
    dated_by: str | None = Field(description="what states the moment itself, where something does")
    working_days: bool = Field(description="only the contractor's working days count")
    visitors_only: bool = Field(description="it holds for drafts of visitors alone")
    name: str | None = Field(description="by which an organization sets it; null: it cannot")
    reminder_s: int | None = Field(description="seconds before the end; null: nobody is reminded")


class StateShown(Shown):
    """A state, whom it waits for, and how it goes on."""

    state: ProcessState | RequestState = Field(description="its name")
    summary: str = Field(description="what it means")
    waits_for: list[str] = Field(description="actors, or another process or a worker")
    deadline: DeadlineOfState | None = Field(description="null: it may last for ever")
    forward: list[ProcessTrigger | RequestTrigger] = Field(description="the moves that bring it on")
    automatic: bool = Field(description="a worker goes on by itself")
    final: bool = Field(description="nothing follows")
    code: int | None = Field(description="the state's number in Semper-KI")


class MoveShown(Shown):
    """A move: from where, to where, by whom, and what it takes."""

    trigger: ProcessTrigger | RequestTrigger = Field(description="its name")
    source: list[ProcessState | RequestState] = Field(
        alias="from", description="the states that it is made in"
    )
    to: ProcessState | RequestState = Field(description="the state that it leads to")
    by: list[Actor] = Field(description="who may make it")
    summary: str = Field(description="what is done by it")
    guards: list[str] = Field(description="what must hold for it")
    needs: list[str] = Field(description="fields of the body that it must have")
    takes: list[str] = Field(description="fields of the body that it may have")
    via: str = Field(description="action: an operation of its own; or else what causes it")
    effect: str = Field(description="what it does beside; empty: nothing")


class WorkflowShown(Shown):
    """States and moves as the service works by them."""

    name: str = Field(description="process or request")
    initial: str = Field(description="the state that it begins in")
    states: list[StateShown] = Field(description="in the order of the table")
    moves: list[MoveShown] = Field(description="in the order of the table")


WRITERS: Final[Mapping[Form, Callable[[Workflow[Any, Any]], bytes]]] = {
    Form.JSON: lambda workflow: orjson.dumps(workflow.as_dict()),
    Form.MERMAID: lambda workflow: workflow.mermaid().encode(),
    Form.SVG: lambda workflow: workflow.svg().encode(),
}
UNKNOWN = "There is no such workflow; there are `process` and `request`."


def _content(media_type: str, schema: dict[str, Any]) -> dict[int, Any]:
    answer = {"description": "The workflow.", "content": {media_type: {"schema": schema}}}
    return {200: answer, 404: UNKNOWN}


@blueprint.get("/<string:name>")
@blueprint.output(WorkflowShown)
@blueprint.doc(
    operation_id="get_workflow",
    summary="Read a lifecycle",
    description="`process` or `request`: all states with their deadlines, all moves with who may "
    "fire them, what they need and what guards them. The service itself works by these rows.",
    responses={404: UNKNOWN},
)
@web.for_anybody
@web.with_tag
def as_json(name: str) -> Response:
    """The rows."""
    return _written(name, Form.JSON)


@blueprint.get("/<string:name>.mmd")
@blueprint.doc(
    operation_id="get_workflow_mermaid",
    summary="A lifecycle as Mermaid text",
    responses=_content("text/plain", {"type": "string"}),
)
@web.for_anybody
@web.with_tag
def as_mermaid(name: str) -> Response:
    """For callers who draw it themselves."""
    return _written(name, Form.MERMAID)


@blueprint.get("/<string:name>.svg")
@blueprint.doc(
    operation_id="get_workflow_picture",
    summary="A lifecycle as a picture",
    responses=_content("image/svg+xml", {"type": "string"}),
)
@web.for_anybody
@web.with_tag
def as_svg(name: str) -> Response:
    """For people."""
    return _written(name, Form.SVG)


def _written(name: str, form: Form) -> Response:
    if name not in WORKFLOWS:
        raise Unknown(
            Sentence(
                _("there is no workflow '{name}'; there are {workflows}"),
                name=name,
                workflows=" and ".join(WORKFLOWS),
            )
        )
    response = Response(_text(name, form), content_type=form.value)
    response.headers["Cache-Control"] = f"public, max-age={FRESH_S}"
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    response.set_etag(hashlib.sha256(response.get_data()).hexdigest()[:32])
    return preconditions.answer_read(response)


@cache
def _text(name: str, form: Form) -> bytes:
    """The tables are constants, and drawing one takes a while."""
    return WRITERS[form](WORKFLOWS[name])
