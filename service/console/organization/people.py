"""The page of who belongs to an organisation, in which role, and who is invited."""

from functools import partial
from operator import attrgetter
from uuid import UUID

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from service.access.lookup import find_organization
from service.access.permissions import ORGANIZATION_EDIT, ORGANIZATION_READ
from service.accounts import invitations, members
from service.accounts import roles as role_use_cases
from service.api.accounts.invitations import NewInvitation
from service.api.accounts.members import MemberChanges
from service.api.http import paging, web
from service.console.part_forms import validated
from service.console.rendering import acts, blueprint, reader, see, shows
from service.console.right_words import role_word
from service.console.settings_frame import page_query, render_setting, signed_in
from service.database.models import Role
from service.translations import gettext_noop as _


@blueprint.get("/organizations/<uuid:organization_id>/people")
@shows
def people(organization_id: UUID) -> ResponseReturnValue:
    """Members with their roles, and invitations that nobody has accepted yet."""
    me, db = signed_in(), web.db()
    found, _who = find_organization(db, me, organization_id, ORGANIZATION_READ)
    fetch = partial(members.list_members, db, found)
    rows, following = paging.page(page_query(), fetch, attrgetter("user_id"))
    return render_setting(
        "organization/people.html",
        organization=found,
        members=rows,
        following=following,
        invitations=invitations.list_pending(db, me, organization_id, None, invitations.MOST),
        roles={role.name: _in_a_list(role) for role in role_use_cases.list_roles(db, found)},
        may_edit=ORGANIZATION_EDIT in me.rights_in(organization_id) or me.is_operator,
    )


@blueprint.post("/organizations/<uuid:organization_id>/people")
@acts(people)
def invite(organization_id: UUID) -> ResponseReturnValue:
    """Have a link mailed to whoever reads mail at the address."""
    fields = {name: request.form.get(name, "") for name in ("email", "role")}
    body = validated(NewInvitation, fields)
    invitations.invite(web.db(), signed_in(), organization_id, body.email, body.role)
    return _back(organization_id, "invited")


@blueprint.post("/organizations/<uuid:organization_id>/invitations/<uuid:invitation_id>/delete")
@acts(lambda organization_id, invitation_id: people(organization_id=organization_id))
def take_back_invitation(organization_id: UUID, invitation_id: UUID) -> ResponseReturnValue:
    """Let the link of an invitation work no longer."""
    invitations.take_back(web.db(), signed_in(), organization_id, invitation_id)
    return _back(organization_id, "taken_back")


@blueprint.post("/organizations/<uuid:organization_id>/people/<uuid:user_id>/role")
@acts(lambda organization_id, user_id: people(organization_id=organization_id))
def change_role(organization_id: UUID, user_id: UUID) -> ResponseReturnValue:
    """Give a member another role."""
    body = validated(MemberChanges, {"role": request.form.get("role", "")})
    members.change_role(web.db(), signed_in(), organization_id, user_id, body.role)
    return _back(organization_id, "saved")


@blueprint.post("/organizations/<uuid:organization_id>/people/<uuid:user_id>/remove")
@acts(lambda organization_id, user_id: people(organization_id=organization_id))
def remove_member(organization_id: UUID, user_id: UUID) -> ResponseReturnValue:
    """Let a member go; who leaves by themselves sees their profile next."""
    me = signed_in()
    members.remove(web.db(), me, organization_id, user_id)
    if user_id == me.user_id:
        return see(url_for("console.account", done="left"))
    return _back(organization_id, "removed")


def _in_a_list(role: Role) -> str:
    """What a role is called where one is chosen, and whether it is one without prices."""
    words = role_word(role.name)
    return words if role.sees_prices else f"{words} ({reader().text(_('sees no prices'))})"


def _back(organization_id: UUID, done: str) -> Response:
    return see(url_for("console.people", organization_id=organization_id, done=done))
