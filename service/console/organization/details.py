"""The page of what an organisation is called, how it is reached, and what it demands of members."""

from typing import Any
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue

from service.access.lookup import find_organization
from service.access.permissions import ORGANIZATION_DELETE, ORGANIZATION_EDIT, ORGANIZATION_READ
from service.accounts import organization_deletion, organization_emails, organizations
from service.api.accounts.organizations import OrganizationChanges
from service.api.http import web
from service.api.http.rate_limits import limit_logins
from service.console.language_names import language_names
from service.console.part_forms import validated
from service.console.rendering import FormRefused, acts, blueprint, reader, see, shows
from service.console.settings_frame import render_setting, signed_in
from service.translations import formats
from service.translations import gettext_noop as _

ADDRESS = ("name", "street", "postal_code", "city", "country")


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
        may_delete=ORGANIZATION_DELETE in me.rights_in(organization_id),
        countries=formats.countries(reader().language),
        languages=language_names(),
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


@blueprint.post("/organizations/<uuid:organization_id>/confirmation")
@limit_logins
@acts(organization)
def send_organization_confirmation(organization_id: UUID) -> ResponseReturnValue:
    """Mail the link that confirms its address once more."""
    found, _who = find_organization(web.db(), signed_in(), organization_id, ORGANIZATION_EDIT)
    organization_emails.send_again(web.db(), found)
    return see(url_for("console.organization", organization_id=organization_id, done="mailed"))


@blueprint.post("/organizations/<uuid:organization_id>/delete")
@acts(organization)
def delete_organization(organization_id: UUID) -> ResponseReturnValue:
    """Delete it, for who has typed its name."""
    me, db = signed_in(), web.db()
    found, who = find_organization(db, me, organization_id, ORGANIZATION_DELETE, lock=True)
    check_version(found.version)
    if " ".join(request.form.get("name_again", "").split()) != " ".join(found.name.split()):
        sentence = _("Type the name of the organization as it stands here, and it is deleted.")
        raise FormRefused(reader().text(sentence), 422)
    organization_deletion.close(db, found, who)
    return see(url_for("console.account", done="organization_deleted"))


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
        "device_approval_required": "device_approval_required" in form,
    }
