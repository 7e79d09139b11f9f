"""Takes in what the forms of a part's page ask for: configuring, checking, choosing, changing."""

from collections.abc import Mapping
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from flask import current_app, request, url_for
from flask.typing import ResponseReturnValue
from pydantic import BaseModel, ValidationError

from service.access.lookup import ProcessAccess
from service.access.permissions import PROCESSES_DELETE
from service.api.http import web
from service.api.orders.process_input import ProcessChanges
from service.api.orders.processes import Choice, locked
from service.console.parts import part
from service.console.rendering import acts, blueprint, see
from service.errors import BadField
from service.files import files
from service.lifecycle.facts import facts_of
from service.manufacturing.quoting.matching.ranking import PRIORITIES
from service.orders import actions, contractor_choice, processes
from service.translations import gettext_noop as _
from service.values import input_errors

ModelT = TypeVar("ModelT", bound=BaseModel)
#: Fields of the form by how their text becomes what the model takes.
NUMBERS = ("tolerance_mm",)
TEXTS = ("title", "material_id", "color", "wanted_date")
#: Of a whole number; Python reads none of some thousands.
MOST_DIGITS = 18


def validated(model: type[ModelT], fields: Mapping[str, Any]) -> ModelT:
    """The fields as the API takes them; raises BadField."""
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        raise BadField(input_errors.sentences(error)) from error


def whole_number(text: str) -> int | str | None:
    """A number as people type it; what is none stays a text, and is refused as one."""
    text = text.strip()
    is_number = text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
    return int(text) if is_number else text or None


@blueprint.post("/parts/<uuid:process_id>")
@acts(part)
def configure(process_id: UUID) -> ResponseReturnValue:
    """Let the part be what the form says, and have it checked if nothing is missing."""
    access = locked(process_id)
    _state_units(access)
    _update(access, _fields())
    if request.form.get("do") == "check":
        check(access)
    return see(url_for("console.part", process_id=process_id))


def _fields() -> dict[str, Any]:
    form = request.form
    fields: dict[str, Any] = {name: form[name].strip() or None for name in TEXTS if name in form}
    fields |= {n: form[n].strip().replace(",", ".") or None for n in NUMBERS if n in form}
    if "quantity" in form:
        fields["quantity"] = whole_number(form["quantity"])
    if "notes" in form:
        fields["notes"] = form["notes"].replace("\r\n", "\n").strip()
    fields["post_processing_ids"] = form.getlist("post_processing_ids")
    fields["express"] = "express" in form
    if "order" in form:
        fields["priorities"] = _priorities() if form["order"] == "weighed" else None
    return fields


def _priorities() -> Mapping[str, int | str | None]:
    names = ((name, f"weight-{name}") for name in PRIORITIES)
    return {
        name: whole_number(request.form[field]) for name, field in names if field in request.form
    }


def _update(access: ProcessAccess, fields: Mapping[str, Any]) -> None:
    changes = validated(ProcessChanges, fields).model_dump(mode="json", exclude_unset=True)
    processes.update(web.db(), access.process, access.actor, changes)
    web.db().flush()


def _state_units(access: ProcessAccess) -> None:
    """State the units that were chosen, by the names of the files."""
    for file in files.list_files(web.db(), access.process.id):
        if unit := request.form.get(f"unit-{file.name}"):
            files.change_file(web.db(), file, access, {"unit": unit})
    web.db().flush()


def check(access: ProcessAccess) -> None:
    """Have the part verified; the page says what is missing where it cannot be."""
    process, db = access.process, web.db()
    start = partial(actions.verify, db, process, access.actor, facts_of(db, process))
    actions.attempt(process, partial(start, then_send=False))
    db.flush()


@blueprint.post("/parts/<uuid:process_id>/changes")
@acts(part)
def change(process_id: UUID) -> ResponseReturnValue:
    """Make the changes that would let a contractor make it, and check the part anew."""
    access = locked(process_id)
    try:
        # As strict as with the body of a request.
        fields = current_app.json.loads(request.form.get("changes", ""))
    except ValueError as error:
        raise BadField.at(
            "/changes", _("the change cannot be read; open the page again")
        ) from error
    _update(access, fields)
    check(access)
    return see(url_for("console.part", process_id=process_id))


@blueprint.post("/parts/<uuid:process_id>/choice")
@acts(part)
def choose(process_id: UUID) -> ResponseReturnValue:
    """Let those be asked who are ticked."""
    access = locked(process_id)
    ticked = {"contractor_ids": request.form.getlist("contractor_ids")}
    ids = [str(id) for id in validated(Choice, ticked).contractor_ids]
    contractor_choice.choose(web.db(), access.process, access.actor, ids)
    return see(url_for("console.project", project_id=access.project.id))


@blueprint.post("/parts/<uuid:process_id>/delete")
@acts(part)
def delete(process_id: UUID) -> ResponseReturnValue:
    """Take the part out of its project."""
    access = locked(process_id, PROCESSES_DELETE, with_project=True)
    processes.delete(web.db(), access.project, access.actor, [access.process])
    return see(url_for("console.project", project_id=access.project.id))
