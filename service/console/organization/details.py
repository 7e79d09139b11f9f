"""The page of what an organisation is called, how it is reached, and what it demands of members."""

from typing import Any
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue

from service.access.lookup import find_organization
from service.access.permissions import ORGANIZATION_EDIT, ORGANIZATION_READ
from service.accounts import organizations
from service.api.accounts.organizations import OrganizationChanges
from service.api.http import web
from service.console.part_forms import validated
from service.console.rendering import FormRefused, acts, blueprint, reader, see, shows
from service.console.settings_frame import render_setting, signed_in
from service.translations import formats, languages
from service.translations import gettext_noop as _

ADDRESS = ("name", "street", "postal_code", "city", "country")
LANGUAGES = {"en": "English", "de": "Deutsch"}


@blueprint.get("/organizations/<uuid:organization_id>")
@shows
def organization(organization_id: UUID) -> ResponseReturnValue:
    """Its name and address, which stand on its papers."""
    me = signed_in()
    found, _who = find_organization(web.db(), me, organization_id, ORGANIZATION_READ)
    return render_setting(
        "organization/details.html",
        organization=found,
        may_edit=ORGANIZATION_EDIT in me.rights_in(organization_id) or me.is_operator,
        countries=formats.countries(reader().language),
        languages={code: LANGUAGES.get(code, code) for code in languages()},
    )


@blueprint.post("/organizations/<uuid:organization_id>")
@acts(organization)
def change_organization(organization_id: UUID) -> ResponseReturnValue:
    """Let it be what the form says, unless somebody else has changed it since."""
    me, db = signed_in(), web.db()
    found, who = find_organization(db, me, organization_id, ORGANIZATION_EDIT, lock=True)
    check_version(found.version)
    changes = validated(OrganizationChanges, _fields()).model_dump(exclude_unset=True)
    organizations.update(db, found, who, changes)
    return see(url_for("console.organization", organization_id=organization_id, done="saved"))


def check_version(version: int) -> None:
    """Refuse a form that shows what is not so any more; raises FormRefused."""
    if request.form.get("version") != str(version):
        sentence = _("This has changed since you opened the page. Open it again, then change it.")
        raise FormRefused(reader().text(sentence), 409)


def _fields() -> dict[str, Any]:
    form = {name: value.strip() for name, value in request.form.items()}
    address = {name: form.get(f"address_{name}") or None for name in ADDRESS}
    return {
        "name": form.get("name", ""),
        "email": form.get("email") or None,
        "country": form.get("country") or None,
        "language": form.get("language", ""),
        "address": address if any(address.values()) else None,
        "vat_id": form.get("vat_id") or None,
        "general_terms": form.get("general_terms", "").replace("\r\n", "\n"),
        "second_factor_required": "second_factor_required" in form,
    }
