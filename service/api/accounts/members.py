"""Who belongs to an organisation, and in which role."""

from datetime import UTC, datetime
from functools import partial
from operator import attrgetter
from uuid import UUID

from apiflask import APIBlueprint
from flask.typing import ResponseReturnValue
from pydantic import Field

from service.access.lookup import find_organization
from service.access.permissions import ORGANIZATION_READ
from service.accounts import members
from service.api.http import paging, web
from service.api.http.deprecations import deprecated
from service.api.http.fields import Email, PageQuery, RequestBody, Right, ShortName, Shown
from service.database.models import Membership

blueprint = APIBlueprint(
    "members", __name__, url_prefix="/organizations/<uuid:organization_id>/members", tag="Members"
)
#: Since when people are invited, and until when they can be taken in unasked.
SINCE, SUNSET = datetime(2026, 12, 1, tzinfo=UTC), datetime(2027, 6, 1, tzinfo=UTC)
REFUSALS = {403: "A right is missing.", 404: "Unknown, or not yours."}


class NewMember(RequestBody):
    """Whom to take in: somebody who has registered."""

    email: Email
    role: ShortName = Field(description="name of one of the organization's roles")


class MemberChanges(RequestBody):
    """Another role for a member."""

    role: ShortName = Field(description="name of one of the organization's roles")


class MemberShown(Shown):
    """Somebody who belongs to an organisation."""

    user_id: UUID
    name: str
    email: str
    role: str
    role_id: UUID
    rights: list[Right]
    sees_prices: bool = Field(description="false: the role shows them no prices")
    since: datetime


class MemberPage(Shown):
    """Some of the members."""

    items: list[MemberShown]
    next: str | None = Field(description="cursor of the next page")


@blueprint.get("")
@blueprint.input(PageQuery, location="query")
@blueprint.output(MemberPage)
@blueprint.doc(
    operation_id="list_members",
    summary="Members",
    description="Everybody who belongs to the organization, with role and rights.",
    responses=REFUSALS,
)
def list_members(organization_id: UUID, query_data: PageQuery) -> MemberPage:
    """Whoever may read the organisation sees who is in it."""
    db = web.db()
    organization, _ = find_organization(db, web.principal(), organization_id, ORGANIZATION_READ)
    page, following = paging.page(
        query_data, partial(members.list_members, db, organization), attrgetter("user_id")
    )
    return MemberPage(items=[shown(member) for member in page], next=following)


@blueprint.post("")
@deprecated(SINCE, SUNSET, "/api/v1/docs/operations/invite_member")
@blueprint.input(NewMember)
@blueprint.output(MemberShown, status_code=201, description="Taken in.")
@blueprint.doc(
    operation_id="add_member",
    summary="Take somebody in unasked",
    description="Only where addresses need not be confirmed, as in the embedded mode; invite "
    "people instead, who accept. Nobody can grant a right that they do not hold themselves.",
    responses={
        **REFUSALS,
        409: "They belong to the organization already, or have to be invited.",
        422: "Nobody registered with this address, or there is no such role.",
    },
)
def add_member(organization_id: UUID, json_data: NewMember) -> ResponseReturnValue:
    """By e-mail address; they must have registered."""
    member = members.add(
        web.db(), web.principal(), organization_id, json_data.email, json_data.role
    )
    return shown(member).model_dump(mode="json"), 201


@blueprint.patch("/<uuid:user_id>")
@blueprint.input(MemberChanges)
@blueprint.output(MemberShown)
@blueprint.doc(
    operation_id="update_member",
    summary="Give a member another role",
    description="Nobody can grant or take a right that they do not hold themselves.",
    responses={**REFUSALS, 409: "They are the last owner.", 422: "There is no such role."},
)
def update_member(
    organization_id: UUID, user_id: UUID, json_data: MemberChanges
) -> ResponseReturnValue:
    """The last owner stays one."""
    member = members.change_role(
        web.db(), web.principal(), organization_id, user_id, json_data.role
    )
    return shown(member).model_dump(mode="json")


@blueprint.delete("/<uuid:user_id>")
@blueprint.output({}, status_code=204, description="Gone.")
@blueprint.doc(
    operation_id="remove_member",
    summary="Let a member go",
    description="Everybody can leave, except the last owner.",
    responses={**REFUSALS, 409: "They are the last owner."},
)
def remove_member(organization_id: UUID, user_id: UUID) -> ResponseReturnValue:
    """Their rights end with this answer."""
    members.remove(web.db(), web.principal(), organization_id, user_id)
    return "", 204


def shown(member: Membership) -> MemberShown:
    """The member as callers see them."""
    return MemberShown.model_validate(
        {
            "user_id": member.user_id,
            "name": member.user.name,
            "email": member.user.stated_email,
            "role": member.role.name,
            "role_id": member.role_id,
            "rights": member.role.rights,
            "sees_prices": member.role.sees_prices,
            "since": member.created_at,
        }
    )
