"""Moves of a process over HTTP: one operation for any of them, and one for each of its own.

The operations are made from the table of moves, with just the fields that the move takes.
"""

from collections.abc import Callable
from typing import Annotated, Any, Literal
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response
from pydantic import BaseModel, ConfigDict, Field, create_model

from service.api.http import web
from service.api.http.enumerations import PROCESS_ACTIONS
from service.api.http.fields import Line
from service.api.orders.process_input import AS_QUOTED, ASK_AGAIN
from service.api.orders.process_schemas import ProcessShown
from service.api.orders.processes import STALE, answered, locked
from service.orders import actions
from service.sourcing.answer_fields import Text
from workflows.actors import in_order
from workflows.engine import Actor
from workflows.process import PROCESS
from workflows.shipping import Way

Count = Annotated[int, Field(ge=0, le=1_000_000, strict=True)]
#: What a worker goes on with, so that the answer comes before it is done.
BY_WORKERS = ("verify", "send")
REFUSED: dict[int | str, Any] = {
    412: STALE[412],
    409: "The state or something missing forbids it, with `actions`.",
}
BEGUN = {
    "description": "A worker goes on with it.",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ProcessShown"}}},
}

blueprint = APIBlueprint("moves", __name__, url_prefix="/processes", tag="Processes")


class MoveBody(BaseModel):
    """The data of a move; which fields it needs stands in GET /workflows/process."""

    reason: str | None = Field(
        None, max_length=2000, description="why; stands in the history, operators always give it"
    )
    text: Text | None = Field(None, description="of an answer")
    request_id: UUID | None = Field(None, description="whose question is answered; else all")
    offer_id: UUID | None = None
    way: Way | None = Field(None, description="how a shipment travels; a parcel if left out")
    carrier: Line | None = Field(
        None, description="who carries it; needed for a parcel and for freight"
    )
    tracking_number: Line | None = Field(
        None, description="only where the carrier of a parcel or freight has given one"
    )
    pieces: int | None = Field(
        None, ge=1, le=1_000_000, strict=True, description="to be shipped, or made again"
    )
    made: Count | None = Field(None, description="good pieces since the last report")
    failed: Count | None = Field(None, description="failed ones; each is replaced by one more")
    shipment_id: UUID | None = Field(
        None, description="the one that has arrived or was lost; else all that are on their way"
    )
    accept: Literal["as_quoted"] | None = Field(None, description=AS_QUOTED)
    ask_again: bool = Field(False, description=ASK_AGAIN)
    to: Literal["cancel", "settle", "remake", "give_up"] | None = Field(
        None, description="the move that is consented to, or of which the consent is taken back"
    )


@blueprint.post("/<uuid:process_id>/actions/<string:trigger>")
@blueprint.input(MoveBody)
@blueprint.output(ProcessShown)
@blueprint.doc(
    operation_id="fire",
    summary="Fire a move",
    description="Any move of the lifecycle that `actions` names; the body is its data, "
    'for example `{"offer_id": ...}` for accept_offer or `{"reason": ...}` for '
    "cancel. With `?dry_run=true` nothing is kept and the answer says what would "
    "happen. Each move is an operation of its own as well, with just the fields that it takes.",
    responses=REFUSED | {202: BEGUN},
)
def fire(process_id: UUID, trigger: str, json_data: MoveBody) -> Response:
    """Make a move."""
    return _fire(process_id, trigger, json_data)


def _fire(process_id: UUID, trigger: str, json_data: BaseModel) -> Response:
    access = locked(process_id, client=False)
    data = json_data.model_dump(mode="json", exclude_unset=True)
    actions.fire(web.db(), access, trigger, data)
    return answered(access, 202 if trigger in BY_WORKERS else 200)


def _add_operation(trigger: str) -> None:
    """Let the move be an operation of its own, at the address at which the general one has it."""
    rows = [row for row in PROCESS.moves if row.trigger == trigger and row.via == "action"]
    states = dict.fromkeys(state.value for row in rows for state in row.sources)
    actors = in_order({actor for row in rows for actor in row.by} - {Actor.SYSTEM})
    people = " or ".join(actor.value for actor in actors)

    def view(process_id: UUID, json_data: BaseModel) -> Response:
        return _fire(process_id, trigger, json_data)

    view.__name__ = view.__qualname__ = trigger
    summary = rows[0].summary
    decorators: tuple[Callable[[Any], Any], ...] = (
        blueprint.doc(
            operation_id=trigger,
            summary=summary[0].upper() + summary[1:],
            description=f"By {people}, while the process is {', '.join(states)}.",
            responses=REFUSED,
        ),
        blueprint.output(ProcessShown, status_code=202 if trigger in BY_WORKERS else 200),
        blueprint.input(_body(trigger)),
        blueprint.post(f"/<uuid:process_id>/actions/{trigger}"),
    )
    decorated: Any = view
    for decorate in decorators:
        decorated = decorate(decorated)


def _body(trigger: str) -> type[BaseModel]:
    """The fields that the rows of a trigger need or take; what each of them needs is required.

    The table itself sees to what is needed, after it was seen whether the move is possible at all.
    """
    rows = [row for row in PROCESS.moves if row.trigger == trigger and row.via == "action"]
    names = dict.fromkeys([*(n for row in rows for n in (*row.needs, *row.takes)), "reason"])
    needed = [name for name in names if all(name in row.needs for row in rows)]

    def require(schema: dict[str, Any]) -> None:
        if needed:
            schema["required"] = needed
        for name in needed:
            field = schema["properties"][name]
            field.pop("default", None)
            (stated,) = (each for each in field.pop("anyOf") if each.get("type") != "null")
            field |= stated

    known = MoveBody.model_fields
    fields: dict[str, Any] = {name: (known[name].annotation, known[name]) for name in names}
    title = "".join(word.capitalize() for word in trigger.split("_"))
    body: type[BaseModel] = create_model(
        f"{title}Move",
        __config__=ConfigDict(json_schema_extra=require),
        __doc__=f"What it takes to {rows[0].summary}.",
        **fields,
    )
    return body


for _trigger in PROCESS_ACTIONS:
    _add_operation(_trigger)
