"""The page of a contractor's terms: prices, limits, holidays, shipping, and how it is asked."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from service.access.permissions import ORGANIZATION_READ, RESOURCES_EDIT, RESOURCES_READ
from service.accounts import organizations
from service.accounts.contractor_approval import state_terms
from service.api.http import web
from service.catalogue import terms as use_cases
from service.console.board import STANDINGS
from service.console.material_names import catalogue_names, material_names
from service.console.organization.details import check_version
from service.console.rendering import acts, blueprint, reader, render, see, shows
from service.console.settings_frame import signed_in
from service.console.workshop import term_fields
from service.console.workshop.effects import TRY, effect, tried
from service.console.workshop.record_forms import at, record_of, row_count, typed_at
from service.database.models import Organization
from service.values.json_object import JsonObject
from service.webhooks import endpoints

#: Weekdays as the form names them; 0 is Monday.
DAYS = tuple("0123456")
#: What stands in the form of who has stated nothing yet.
USUAL: JsonObject = {
    "currency": "EUR",
    "working_days": [0, 1, 2, 3, 4],
    "channels": ["inbox", "mail"],
    "max_quantity": 10_000,
    "max_build_days": 250,
}


@blueprint.get("/workshop")
@shows
def workshop() -> ResponseReturnValue:
    """The workshop of who asks; of several organisations the first that has stated terms."""
    me, db = signed_in(), web.db()
    readable = [
        each
        for each in organizations.list_mine(db, me)
        if RESOURCES_READ in me.rights_in(each.id) and me.sees_prices
    ]
    stated = [each for each in readable if use_cases.terms_version(db, each)]
    if not readable:
        return render("workshop/none.html")
    first = (stated or readable)[0]
    return redirect(url_for("console.terms", organization_id=first.id))


@blueprint.get("/organizations/<uuid:organization_id>/workshop")
@shows
def terms(organization_id: UUID) -> ResponseReturnValue:
    """What the workshop has stated, each group with its fields."""
    me, db = signed_in(), web.db()
    organization, _who = use_cases.find(db, me, organization_id)
    version = use_cases.terms_version(db, organization)
    row = use_cases.terms_of(db, organization) if version else None
    stored = row.terms if row else USUAL | {"country": organization.country or ""}
    names = catalogue_names()
    return render(
        "workshop/terms.html",
        organization=organization,
        version=version,
        standing=row and reader().text(STANDINGS[row.standing]),
        is_approved=bool(row and row.standing.value == "approved"),
        groups=term_fields.GROUPS,
        holidays=term_fields.HOLIDAYS,
        tables=term_fields.TABLES,
        express=term_fields.EXPRESS,
        instant=term_fields.INSTANT,
        weekdays=[reader().text(day) for day in term_fields.WEEKDAYS],
        channels={name: reader().text(words) for name, words in term_fields.CHANNELS.items()},
        webhooks=_webhooks(organization, stored.get("webhook_id")),
        stored=stored,
        value=partial(typed_at, stored),
        row_count=row_count,
        at=at,
        finishes={id: name for id, name in names.items() if id not in material_names()},
        may_edit=RESOURCES_EDIT in me.rights_in(organization_id) or me.is_operator,
        effect=effect(),
        materials=material_names(),
    )


def _webhooks(organization: Organization, chosen: object) -> dict[str, str]:
    """Those that can be chosen, by name; who may not see them keeps the one that is."""
    me = web.principal()
    if not (ORGANIZATION_READ in me.rights_in(organization.id) or me.is_operator):
        return {str(chosen): str(chosen)} if chosen else {}
    rows = endpoints.list_mine(
        web.db(), web.principal(), None, endpoints.MOST, organization_id=organization.id
    )
    return {str(row.id): row.description or row.url for row in rows}


@blueprint.post("/organizations/<uuid:organization_id>/workshop")
def state_workshop(organization_id: UUID) -> ResponseReturnValue:
    """Let the terms be what the form says, or show what they would do."""
    if request.form.get("do") == TRY:
        return tried(terms, {"organization_id": organization_id}, lambda: _change(organization_id))
    return _save(organization_id=organization_id)


@acts(terms)
def _save(organization_id: UUID) -> ResponseReturnValue:
    _organization, act = _change(organization_id)
    act()
    return see(url_for("console.terms", organization_id=organization_id, done="saved"))


def _change(organization_id: UUID) -> tuple[Organization, Callable[[], Any]]:
    db = web.db()
    organization, who = use_cases.find(db, signed_in(), organization_id, to_change=True)
    version = use_cases.terms_version(db, organization)
    check_version(version)
    stored = use_cases.terms_of(db, organization).terms if version else {}
    stated = _stated(stored)
    return organization, lambda: state_terms(db, organization, who, stated)


def _stated(stored: JsonObject) -> JsonObject:
    """The terms as the form has them."""
    form = request.form
    fields = [*term_fields.FIELDS]
    optional = {"express": term_fields.EXPRESS, "instant_orders": term_fields.INSTANT}
    kept = {name: value for name, value in stored.items() if name not in optional or value}
    for name, more in optional.items():
        if name in form:
            fields += more
            kept.setdefault(name, {})
    record = record_of(kept, form, fields, term_fields.TABLES)
    for name in optional:
        if name not in form:
            record[name] = None
    record["working_days"] = [int(day) for day in form.getlist("working_days") if day in DAYS]
    record["channels"] = _channels(stored.get("channels") or [])
    record["webhook_id"] = form.get("webhook_id") or None
    if not record["country"]:
        record.pop("country")
    return record


def _channels(stored: list[str]) -> list[str]:
    """Those that are ticked, in the order in which they were; the inbox is always one."""
    wanted = ["inbox", *request.form.getlist("channels")]
    before = [name for name in stored if name in wanted]
    return before + [name for name in wanted if name not in before]
