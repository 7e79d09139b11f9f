"""Takes in what the forms of an order's page ask for: moves, messages, ways out of a dispute."""

from typing import Any
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue

from service.access.lookup import find_process
from service.access.permissions import PROCESSES_MESSAGES
from service.api.http import web
from service.api.orders.moves import MoveBody
from service.api.orders.processes import locked
from service.api.sourcing.messages import NewMessage
from service.console.part_forms import validated, whole_number
from service.console.parts import part
from service.console.rendering import acts, blueprint, see
from service.orders import actions
from service.sourcing import messages

#: Fields of moves that are numbers.
NUMBERS = ("pieces", "made", "failed")


@blueprint.post("/parts/<uuid:process_id>/actions/<string:trigger>")
@acts(part)
def move(process_id: UUID, trigger: str) -> ResponseReturnValue:
    """Make a move, with what its form states."""
    make_move(process_id, trigger)
    return see(url_for("console.part", process_id=process_id))


def make_move(process_id: UUID, trigger: str) -> None:
    """Make the move that a form asks for, with the fields that it has filled in."""
    access = locked(process_id, client=False)
    body = validated(MoveBody, _fields_of_move())
    actions.fire(web.db(), access, trigger, body.model_dump(mode="json", exclude_unset=True))


def _fields_of_move() -> dict[str, Any]:
    form = {n: v.replace("\r\n", "\n").strip() for n, v in request.form.items() if v.strip()}
    fields: dict[str, Any] = {name: form[name] for name in MoveBody.model_fields if name in form}
    fields |= {name: whole_number(form[name]) for name in NUMBERS if name in form}
    return fields


@blueprint.post("/parts/<uuid:process_id>/messages")
@acts(part)
def write(process_id: UUID) -> ResponseReturnValue:
    """Write a message to the contractor that was picked, or among the client's own people."""
    write_message(process_id, request.form.get("request_id") or None)
    return see(url_for("console.part", process_id=process_id, _anchor="messages"))


def write_message(process_id: UUID, request_id: UUID | str | None) -> None:
    """Write what a form holds into the thread of a request."""
    access = find_process(web.db(), web.principal(), process_id, PROCESSES_MESSAGES)
    body = validated(
        NewMessage,
        {
            "text": request.form.get("text", "").replace("\r\n", "\n"),
            "request_id": request_id,
        },
    )
    messages.post(web.db(), access, body.text, body.request_id)
