"""Inviting people to an organisation, and accepting."""

from datetime import datetime
from functools import partial
from operator import attrgetter
from uuid import UUID

from apiflask import APIBlueprint
from flask.typing import ResponseReturnValue
from pydantic import Field

from service.accounts import invitations
from service.api.accounts.passwords import LINK_REFUSALS
from service.api.http import paging, web
from service.api.http.fields import Email, PageQuery, RequestBody, Right, ShortName, Shown, Token
from service.api.http.rate_limits import limit_logins
from service.database.models import Invitation

blueprint = APIBlueprint(
    "invitations",
    __name__,
    url_prefix="/organizations/<uuid:organization_id>/invitations",
    tag="Members",
)
accepting = APIBlueprint("accepting", __name__, url_prefix="/invitations", tag="Members")
REFUSALS = {403: "A right is missing.", 404: "Unknown, or not yours."}


class NewInvitation(RequestBody):
    """Whom to invite."""

    email: Email
    role: ShortName = Field(description="name of one of the organization's roles")


class InvitationShown(Shown):
    """An invitation that nobody has accepted yet."""

    id: UUID
    email: str = Field(description="whom it is for")
    role: str = Field(description="what they will be")
    invited_by: str = Field(description="name of who has invited them")
    created_at: datetime
    expires_at: datetime = Field(description="until when it can be accepted")


class InvitationPage(Shown):
    """Some of the invitations."""

    items: list[InvitationShown]
    next: str | None = Field(description="cursor of the next page")


class InvitationAcceptance(RequestBody):
    """What the link in the mail brings along."""

    token: Token


class JoinedOrganization(Shown):
    """An organisation that the caller belongs to now."""

    id: UUID
    name: str
    role: str
    rights: list[Right] = Field(description="what the caller may do there")


@blueprint.post("")
@blueprint.input(NewInvitation)
@blueprint.output(InvitationShown, status_code=201, description="Invited.")
@blueprint.doc(
    operation_id="invite_member",
    summary="Invite somebody",
    description="Has a link mailed that works once, for seven days, and no longer than who invites "
    "may do so. The answer is the same whether somebody has registered with the address. "
    "Inviting again renews the invitation. Nobody can grant a right that they do not hold.",
    responses={
        **REFUSALS,
        409: "They belong to the organization already, or there are too many invitations.",
        422: "There is no such role.",
    },
)
def invite_member(organization_id: UUID, json_data: NewInvitation) -> ResponseReturnValue:
    """By e-mail address, known or not."""
    invitation = invitations.invite(
        web.db(), web.principal(), organization_id, json_data.email, json_data.role
    )
    return web.answer(_shown(invitation), 201)


@blueprint.get("")
@blueprint.input(PageQuery, location="query")
@blueprint.output(InvitationPage)
@blueprint.doc(
    operation_id="list_invitations",
    summary="Invitations",
    description="Those that nobody has accepted yet.",
    responses=REFUSALS,
)
def list_invitations(organization_id: UUID, query_data: PageQuery) -> InvitationPage:
    """Whoever may read the organisation sees who is invited."""
    listed = partial(invitations.list_pending, web.db(), web.principal(), organization_id)
    page, following = paging.page(query_data, listed, attrgetter("id"))
    return InvitationPage(items=[_shown(invitation) for invitation in page], next=following)


@blueprint.delete("/<uuid:invitation_id>")
@blueprint.output({}, status_code=204, description="Taken back.")
@blueprint.doc(
    operation_id="take_back_invitation",
    summary="Take an invitation back",
    description="Its link works no longer.",
    responses=REFUSALS,
)
def take_back_invitation(organization_id: UUID, invitation_id: UUID) -> ResponseReturnValue:
    """Whoever may invite may take back."""
    invitations.take_back(web.db(), web.principal(), organization_id, invitation_id)
    return "", 204


@accepting.post("/accept")
@accepting.input(InvitationAcceptance)
@accepting.output(JoinedOrganization, description="They are a member now.")
@accepting.doc(
    operation_id="accept_invitation",
    summary="Accept an invitation",
    description="For the user with the address that was invited, which is confirmed by that. "
    "Works once.",
    responses={
        **LINK_REFUSALS,
        401: "Nobody is logged in.",
        403: "Somebody else is invited, or an API key asks.",
        409: "They belong to the organization already.",
    },
)
@limit_logins
def accept_invitation(json_data: InvitationAcceptance) -> ResponseReturnValue:
    """The token comes from the link in the mail."""
    organization, role = invitations.accept(web.db(), web.principal(), json_data.token)
    joined = JoinedOrganization.model_validate(
        {
            "id": organization.id,
            "name": organization.name,
            "role": role.name,
            "rights": sorted(role.rights),
        }
    )
    return web.answer(joined)


def _shown(invitation: Invitation) -> InvitationShown:
    return InvitationShown(
        id=invitation.id,
        email=invitation.email,
        role=invitation.role.name,
        invited_by=invitation.inviter.name,
        created_at=invitation.created_at,
        expires_at=invitation.expires_at,
    )
