"""The pages of a contractor's machines: what each builds, how fast, of what and at which rates."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue

from service.access.permissions import RESOURCES_EDIT
from service.api.http import paging, web
from service.catalogue import terms as use_cases
from service.console.material_names import material_names
from service.console.organization.details import check_version
from service.console.rendering import acts, blueprint, render, see, shows
from service.console.settings_frame import page_query, signed_in
from service.console.workshop import machine_fields
from service.console.workshop.effects import TRY, effect, tried
from service.console.workshop.record_forms import at, record_of, row_count, typed_at
from service.database.models import Organization
from service.manufacturing.quoting.standards import CATEGORIES, CATEGORY
from service.values.json_object import JsonObject

#: What stands in the form of a new machine.
USUAL: JsonObject = {"count": 1, "hours_per_day": "20", "queue_days": 0, "turns_freely": True}


class WayOfMaking(NamedTuple):
    """A way of making parts: its category (ISO/ASTM 52900) and its trade name."""

    technology: str
    process: str

    @classmethod
    def of(cls, text: str) -> "WayOfMaking":
        """As a field of a form holds it."""
        technology, _, process = text.partition(":")
        return cls(technology, process)


def _ways() -> Mapping[str, str]:
    return {
        f"{category.code}:{process.name}": f"{process.name} ({category.code})"
        for category in CATEGORIES
        for process in category.processes
    }


@blueprint.get("/organizations/<uuid:organization_id>/machines")
@shows
def machines(organization_id: UUID) -> ResponseReturnValue:
    """The machines, and which way of making parts a new one has."""
    me, db = signed_in(), web.db()
    organization, _who = use_cases.find(db, me, organization_id)
    fetch = partial(use_cases.machines_of, db, organization)
    rows, following = paging.page(page_query(), fetch)
    return render(
        "workshop/machines.html",
        organization=organization,
        machines=rows,
        following=following,
        ways=_ways(),
        materials=material_names(),
        has_terms=bool(use_cases.terms_version(db, organization)),
        may_edit=RESOURCES_EDIT in me.rights_in(organization_id) or me.is_operator,
    )


@blueprint.get("/organizations/<uuid:organization_id>/machines/new")
@shows
def new_machine(organization_id: UUID) -> ResponseReturnValue:
    """The form of a machine that works in the way that was picked."""
    way = request.values.get("way", "")
    known = WayOfMaking.of(way if way in _ways() else next(iter(_ways())))
    return _form(organization_id, USUAL | known._asdict(), 0)


@blueprint.get("/organizations/<uuid:organization_id>/machines/<uuid:machine_id>")
@shows
def machine(organization_id: UUID, machine_id: UUID) -> ResponseReturnValue:
    """The form of one machine."""
    db = web.db()
    organization, _who = use_cases.find(db, signed_in(), organization_id)
    row = use_cases.find_machine(db, organization, machine_id)
    return _form(organization_id, row.data, row.version, machine_id)


def _form(
    organization_id: UUID, stored: JsonObject, version: int, machine_id: UUID | None = None
) -> ResponseReturnValue:
    me, db = signed_in(), web.db()
    organization, _who = use_cases.find(db, me, organization_id)
    category = CATEGORY[stored["technology"]]
    return render(
        "workshop/machine.html",
        organization=organization,
        machine_id=machine_id,
        version=version,
        stored=stored,
        value=partial(typed_at, stored),
        at=at,
        row_count=row_count,
        groups=machine_fields.groups(category),
        tables=machine_fields.tables(category),
        way=f"{stored['process']} ({category.code})",
        materials=material_names(),
        may_edit=RESOURCES_EDIT in me.rights_in(organization_id) or me.is_operator,
        effect=effect(),
    )


@blueprint.post("/organizations/<uuid:organization_id>/machines/new")
def add_machine(organization_id: UUID) -> ResponseReturnValue:
    """One more machine, or what it would do."""
    if request.form.get("do") == TRY:
        places = {"organization_id": organization_id}
        return tried(new_machine, places, lambda: _addition(organization_id))
    return _add(organization_id=organization_id)


@acts(new_machine)
def _add(organization_id: UUID) -> ResponseReturnValue:
    _organization, act = _addition(organization_id)
    act()
    return see(url_for("console.machines", organization_id=organization_id, done="saved"))


def _addition(organization_id: UUID) -> tuple[Organization, Callable[[], Any]]:
    db = web.db()
    organization, who = use_cases.find(db, signed_in(), organization_id, to_change=True)
    data = _stated(dict(WayOfMaking.of(request.form.get("way", ""))._asdict()))
    return organization, lambda: use_cases.add_machine(db, organization, who, data)


@blueprint.post("/organizations/<uuid:organization_id>/machines/<uuid:machine_id>")
def change_machine(organization_id: UUID, machine_id: UUID) -> ResponseReturnValue:
    """Describe a machine anew, or show what that would do."""
    places = {"organization_id": organization_id, "machine_id": machine_id}
    if request.form.get("do") == TRY:
        return tried(machine, places, lambda: _change(organization_id, machine_id))
    return _save(**places)


@acts(machine)
def _save(organization_id: UUID, machine_id: UUID) -> ResponseReturnValue:
    _organization, act = _change(organization_id, machine_id)
    act()
    return see(url_for("console.machines", organization_id=organization_id, done="saved"))


def _change(organization_id: UUID, machine_id: UUID) -> tuple[Organization, Callable[[], Any]]:
    db = web.db()
    organization, who = use_cases.find(db, signed_in(), organization_id, to_change=True)
    row = use_cases.find_machine(db, organization, machine_id)
    check_version(row.version)
    data = _stated(row.data)
    return organization, lambda: use_cases.put_machine(db, organization, who, row, data)


def _stated(stored: JsonObject) -> JsonObject:
    category = CATEGORY.get(stored["technology"]) or CATEGORIES[0]
    fields = [field for group in machine_fields.groups(category).values() for field in group]
    return record_of(stored, request.form, fields, machine_fields.tables(category))


@blueprint.post("/organizations/<uuid:organization_id>/machines/<uuid:machine_id>/delete")
@acts(machine)
def delete_machine(organization_id: UUID, machine_id: UUID) -> ResponseReturnValue:
    """Take a machine out; quotes that named it keep their record."""
    db = web.db()
    organization, who = use_cases.find(db, signed_in(), organization_id, to_change=True)
    use_cases.delete_machine(
        db, organization, who, use_cases.find_machine(db, organization, machine_id)
    )
    return see(url_for("console.machines", organization_id=organization_id, done="deleted"))
