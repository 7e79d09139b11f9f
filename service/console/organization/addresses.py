"""The page of an organisation's address book."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from service.access.lookup import find_organization
from service.access.permissions import ORGANIZATION_EDIT, ORGANIZATION_READ
from service.api.accounts.addresses import BookedAddressChanges, NewAddress
from service.api.http import paging, web
from service.console.organization.details import check_version
from service.console.part_forms import validated
from service.console.rendering import acts, blueprint, reader, see, shows
from service.console.settings_frame import page_query, render_setting, signed_in
from service.orders import address_book
from service.translations import formats
from service.translations import gettext_noop as _

ADDRESS = ("name", "street", "postal_code", "city", "country")
USES = {"delivery": _("Deliveries"), "billing": _("Invoices")}


def _page(organization_id: UUID, address_id: UUID | None = None) -> ResponseReturnValue:
    me, db = signed_in(), web.db()
    found, _who = find_organization(db, me, organization_id, ORGANIZATION_READ)
    rows, following = paging.page(page_query(), partial(address_book.entries, db, found))
    changed = address_book.find(db, found, address_id) if address_id else None
    return render_setting(
        "organization/addresses.html",
        organization=found,
        addresses=rows,
        following=following,
        changed=changed,
        uses={use: reader().text(words) for use, words in USES.items()},
        ticked=_ticked(changed),
        countries=formats.countries(reader().language),
        may_edit=ORGANIZATION_EDIT in me.rights_in(organization_id) or me.is_operator,
    )


def _ticked(changed: Any) -> Callable[[str], list[str]]:
    """What is ticked of a list: as it was sent; else as it is stored; all uses of a new one."""

    def ticked(name: str) -> list[str]:
        if request.method == "POST":
            return request.form.getlist(name)
        if changed:
            return list(getattr(changed, name))
        return [*USES] if name == "uses" else []

    return ticked


@blueprint.get("/organizations/<uuid:organization_id>/addresses")
@shows
def addresses(organization_id: UUID) -> ResponseReturnValue:
    """The book, and the form of a new entry."""
    return _page(organization_id)


@blueprint.get("/organizations/<uuid:organization_id>/addresses/<uuid:address_id>")
@shows
def address(organization_id: UUID, address_id: UUID) -> ResponseReturnValue:
    """The book, and the form of one entry."""
    return _page(organization_id, address_id)


def _fields() -> dict[str, Any]:
    form = request.form
    return {
        "label": form.get("label", ""),
        "address": {name: form.get(f"address_{name}", "") for name in ADDRESS},
        "uses": form.getlist("uses"),
        "default_for": form.getlist("default_for"),
    }


@blueprint.post("/organizations/<uuid:organization_id>/addresses")
@acts(addresses)
def add_address(organization_id: UUID) -> ResponseReturnValue:
    """One more address."""
    body, db = validated(NewAddress, _fields()), web.db()
    found, who = find_organization(db, signed_in(), organization_id, ORGANIZATION_EDIT, lock=True)
    address_book.add(db, found, who, body.model_dump(exclude={"id"}))
    return _back(organization_id, "saved")


@blueprint.post("/organizations/<uuid:organization_id>/addresses/<uuid:address_id>")
@acts(address)
def change_address(organization_id: UUID, address_id: UUID) -> ResponseReturnValue:
    """Change one for what is ordered from now on."""
    body, db = validated(BookedAddressChanges, _fields()), web.db()
    found, who = find_organization(db, signed_in(), organization_id, ORGANIZATION_EDIT, lock=True)
    entry = address_book.find(db, found, address_id)
    check_version(entry.version)
    address_book.change(db, found, who, entry, body.model_dump(exclude_unset=True))
    return _back(organization_id, "saved")


@blueprint.post("/organizations/<uuid:organization_id>/addresses/<uuid:address_id>/delete")
@acts(address)
def delete_address(organization_id: UUID, address_id: UUID) -> ResponseReturnValue:
    """Take one out of the book; orders keep their copies."""
    db = web.db()
    found, who = find_organization(db, signed_in(), organization_id, ORGANIZATION_EDIT, lock=True)
    address_book.remove(db, found, who, address_book.find(db, found, address_id))
    return _back(organization_id, "deleted")


def _back(organization_id: UUID, done: str) -> Response:
    return see(url_for("console.addresses", organization_id=organization_id, done=done))
