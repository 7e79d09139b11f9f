"""Takes in where the parts of a project go: a new address, or one of a book."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue

from service.access import lookup
from service.access.permissions import ORGANIZATION_EDIT
from service.api.accounts.addresses import NewAddress
from service.api.http import web
from service.api.orders.process_input import ProcessChanges
from service.console.address_choices import booked
from service.console.part_forms import check, validated
from service.console.projects import locked_parts, project
from service.console.rendering import acts, blueprint, see
from service.database.models import Project
from service.errors import BadField
from service.orders import address_book, processes
from service.translations import gettext_noop as _
from service.values.postal_addresses import Address
from workflows.process import CONFIGURABLE

ADDRESS = ("name", "street", "postal_code", "city", "country")
#: Characters of what an address is called in its book.
LONGEST_LABEL = 100


@blueprint.post("/projects/<uuid:project_id>/address")
@acts(project)
def state_address(project_id: UUID) -> ResponseReturnValue:
    """Let all parts that are not sent go there; prices hang on it, so they are checked anew."""
    db = web.db()
    project_row, who, parts = locked_parts(project_id, CONFIGURABLE)
    address = _stated()
    changes = validated(ProcessChanges, {"delivery_address": address})
    fields = changes.model_dump(mode="json", exclude_unset=True)
    for process in parts:
        processes.update(db, process, who, fields)
        db.flush()
        check(lookup.ProcessAccess(process, project_row, who))
    if {"keep", "usual"} & request.form.keys():
        _keep(project_row, address)
    return see(url_for("console.project", project_id=project_id, _anchor="send"))


def _stated() -> Mapping[str, Any]:
    """The address that the form picks from a book, or has in its fields; raises BadField."""
    address_id = request.form.get("address_id")
    if address_id is None:
        return {name: request.form.get(name, "") for name in ADDRESS}
    if (entry := booked(address_id)) is None:
        raise BadField.at("/address_id", _("choose an address, or state another one"))
    return {**entry.address}


def _keep(project_row: Project, address: Mapping[str, Any]) -> None:
    """Add it to the book of the project's owner, unless it is there; raises Forbidden, TooMany."""
    whole_address = validated(Address, address).model_dump()
    db, me = web.db(), web.principal()
    owner, who = lookup.find_organization(
        db, me, project_row.owner_id, ORGANIZATION_EDIT, lock=True
    )
    uses = ["delivery"] if "usual" in request.form else []
    known = [
        each for each in address_book.entries(db, owner) if dict(each.address) == whole_address
    ]
    if known:
        if uses:
            address_book.change(db, owner, who, known[0], {"default_for": uses})
        return
    label = f"{whole_address['name']}, {whole_address['city']}"[:LONGEST_LABEL]
    body = validated(NewAddress, {"label": label, "address": whole_address, "default_for": uses})
    address_book.add(db, owner, who, body.model_dump(exclude={"id"}))
