"""The page on which an operator looks at any id: history with its proof, requests, deliveries."""

from typing import Any
from uuid import UUID

from flask import g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from service.access.lookup import find_process
from service.access.permissions import PROCESSES_READ
from service.api.http import web
from service.api.http.selection import ALL
from service.api.operations.overview import InspectedShown, inspected
from service.api.operations.parked import operator
from service.api.orders.history import entries_of
from service.api.orders.process_presenter import show_read
from service.api.webhooks.deliveries import show_delivery
from service.console.organization.deliveries import STATES
from service.console.rendering import blueprint, reader, render, shows
from service.operations import inspection
from service.translations import gettext_noop as _
from service.webhooks import redelivery

#: How an id looks.
EXAMPLE = "019b76da-a800-72d2-992e-968e4efa0d6b"
KIND_WORDS = {
    "process": _("Part"),
    "request": _("Request to a contractor"),
    "offer": _("Offer"),
    "file": _("File"),
    "verification": _("Verification"),
    "project": _("Project"),
    "organization": _("Organization"),
    "user": _("User"),
    "api_key": _("API key"),
    "webhook": _("Webhook"),
    "delivery": _("Message of a webhook"),
    "event": _("Event"),
    "message": _("Message"),
    "attachment": _("Attachment of a message"),
    "shipment": _("Shipment"),
    "replacement": _("Replaced pieces"),
    "history_entry": _("Entry of a history"),
    "mail": _("Mail about an account"),
    "notification": _("Mail about an event"),
    "address": _("Address"),
    "machine": _("Machine"),
    "role": _("Role"),
    "invitation": _("Invitation"),
    "session": _("Session of a browser"),
    "audit_entry": _("Entry of an audit log"),
}


@blueprint.get("/inspect")
@shows
def inspect() -> ResponseReturnValue:
    """The field for an id, and the way to what has it."""
    operator()
    text = request.args.get("id", "").strip()
    if not text:
        return render("inspector.html", found=None)
    if id := _id_of(text):
        return redirect(url_for("console.inspected_page", id=id))
    sentence = _("Nothing has this number, and it is no id: one looks like {example}.")
    g.field_errors = {"id": reader().text(sentence, example=EXAMPLE)}
    return render("inspector.html", 422, found=None)


def _id_of(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return inspection.id_of_number(web.db(), text)


@blueprint.get("/inspect/<uuid:id>", endpoint="inspected_page")
@shows
def inspected_page(id: UUID) -> ResponseReturnValue:
    """All that is kept about it, and where to go on."""
    operator()
    found = inspected(id)
    return render(
        "inspector.html",
        found=found,
        kind_word=reader().text(KIND_WORDS[found.kind]),
        **_about_process(found),
    )


def _about_process(found: InspectedShown) -> dict[str, Any]:
    if found.process_id is None:
        return {"process": None}
    db, me = web.db(), web.principal()
    row = inspection.find_process(db, found.process_id)
    rows = inspection.deliveries_about(db, row)
    attempts = redelivery.attempts_of(db, [each.id for each in rows])
    about = {
        "deliveries": [show_delivery(each, attempts[each.id]) for each in rows],
        "delivery_states": STATES,
    }
    if row.deleted_at:
        return {**about, "process": None, "deleted_at": row.deleted_at}
    access = find_process(db, me, row.id, PROCESSES_READ)
    return {
        **about,
        "process": show_read(db, me, access, ALL, completeness=False),
        "entries": entries_of(row.id),
    }
