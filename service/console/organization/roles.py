"""The page of an organisation's roles, and of what each of them lets people do."""

from uuid import UUID

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from service.access.lookup import find_organization
from service.access.permissions import ORGANIZATION_EDIT, ORGANIZATION_READ, OWNER, RIGHTS
from service.accounts import roles as use_cases
from service.api.accounts.roles import NewRole, RoleChanges
from service.api.http import web
from service.console.part_forms import validated
from service.console.rendering import acts, blueprint, see, shows
from service.console.right_words import right_words
from service.console.settings_frame import render_setting, signed_in


@blueprint.get("/organizations/<uuid:organization_id>/roles")
@shows
def roles(organization_id: UUID) -> ResponseReturnValue:
    """Each role with its rights, and the form of a new one."""
    me, db = signed_in(), web.db()
    found, _who = find_organization(db, me, organization_id, ORGANIZATION_READ)
    return render_setting(
        "organization/roles.html",
        organization=found,
        roles=use_cases.list_roles(db, found),
        rights=right_words(RIGHTS),
        ticked=request.form.getlist("rights"),
        owner=OWNER,
        may_edit=ORGANIZATION_EDIT in me.rights_in(organization_id) or me.is_operator,
    )


@blueprint.post("/organizations/<uuid:organization_id>/roles")
@acts(roles)
def create_role(organization_id: UUID) -> ResponseReturnValue:
    """A role that is nobody's yet."""
    fields = {"name": request.form.get("name", ""), "rights": request.form.getlist("rights")}
    body = validated(NewRole, fields | _sees_prices())
    use_cases.create(
        web.db(),
        signed_in(),
        organization_id,
        body.name,
        body.rights,
        sees_prices=body.sees_prices,
    )
    return _back(organization_id, "saved")


@blueprint.post("/organizations/<uuid:organization_id>/roles/<uuid:role_id>")
@acts(lambda organization_id, role_id: roles(organization_id=organization_id))
def change_rights(organization_id: UUID, role_id: UUID) -> ResponseReturnValue:
    """Let all members with this role do what is ticked, and nothing else."""
    rights = {"rights": request.form.getlist("rights")}
    body = validated(RoleChanges, rights | _sees_prices())
    use_cases.change(
        web.db(),
        signed_in(),
        organization_id,
        role_id,
        name=None,
        rights=body.rights,
        sees_prices=body.sees_prices,
    )
    return _back(organization_id, "saved")


@blueprint.post("/organizations/<uuid:organization_id>/roles/<uuid:role_id>/delete")
@acts(lambda organization_id, role_id: roles(organization_id=organization_id))
def delete_role(organization_id: UUID, role_id: UUID) -> ResponseReturnValue:
    """Delete a role that nobody holds."""
    use_cases.delete(web.db(), signed_in(), organization_id, role_id)
    return _back(organization_id, "deleted")


def _sees_prices() -> dict[str, bool]:
    return {"sees_prices": request.form.get("sees_prices") == "yes"}


def _back(organization_id: UUID, done: str) -> Response:
    return see(url_for("console.roles", organization_id=organization_id, done=done))
