"""Takes in what the forms of an order's page ask for: moves, and ways out of a dispute."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue

from service.api.http import web
from service.api.orders.moves import MoveBody
from service.api.orders.processes import locked
from service.console.part_forms import validated, whole_number
from service.console.parts import part
from service.console.rendering import acts, blueprint, see
from service.orders import actions

#: Fields of moves that are numbers.
NUMBERS = ("pieces", "made", "failed")


@blueprint.post("/parts/<uuid:process_id>/actions/<string:trigger>")
@acts(part)
def move(process_id: UUID, trigger: str) -> ResponseReturnValue:
    """Make a move, with what its form states."""
    make_move(process_id, trigger)
    return see(url_for("console.part", process_id=process_id))


def make_move(
    process_id: UUID, trigger: str, names: Collection[str] = MoveBody.model_fields.keys()
) -> None:
    """Make the move that a form asks for, with those fields of these names that are filled in."""
    access = locked(process_id, client=False)
    body = validated(MoveBody, _fields_of_move(names))
    actions.fire(web.db(), access, trigger, body.model_dump(mode="json", exclude_unset=True))


def _fields_of_move(names: Collection[str]) -> dict[str, Any]:
    form = {n: v.replace("\r\n", "\n").strip() for n, v in request.form.items() if v.strip()}
    fields: dict[str, Any] = {name: form[name] for name in names if name in form}
    fields |= {name: whole_number(form[name]) for name in NUMBERS if name in fields}
    return fields
