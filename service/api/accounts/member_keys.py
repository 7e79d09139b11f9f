"""The API keys of an organisation's members, for its administrators."""

from functools import partial
from uuid import UUID

from apiflask import APIBlueprint
from flask.typing import ResponseReturnValue
from pydantic import Field

from service.accounts import member_keys
from service.api.accounts.api_keys import ApiKeyShown
from service.api.http import paging, web
from service.api.http.fields import PageQuery, Shown
from service.database.models import ApiKey, User

blueprint = APIBlueprint(
    "member_keys",
    __name__,
    url_prefix="/organizations/<uuid:organization_id>/api_keys",
    tag="API keys",
)
REFUSALS = {403: "The right keys:manage is missing.", 404: "Unknown, or not yours."}


class KeyOwner(Shown):
    """The member whose key it is."""

    id: UUID
    name: str
    email: str


class MemberKey(ApiKeyShown):
    """A key of a member, without its secret."""

    owner: KeyOwner = Field(description="the member for whom the key acts")


class MemberKeyPage(Shown):
    """Some of the members' keys."""

    items: list[MemberKey]
    next: str | None = Field(description="cursor of the next page")


@blueprint.get("")
@blueprint.input(PageQuery, location="query")
@blueprint.output(MemberKeyPage)
@blueprint.doc(
    operation_id="list_member_api_keys",
    summary="API keys of members",
    description="The keys by which programs act for the organization, oldest first: those of its "
    "members that are not revoked, and that are bound to no other organization.",
    responses=REFUSALS,
)
def list_member_keys(organization_id: UUID, query_data: PageQuery) -> MemberKeyPage:
    """No secret is shown."""
    listed = partial(member_keys.list_keys, web.db(), web.principal(), organization_id)
    page, following = paging.page(query_data, listed, lambda row: row[0].id)
    return MemberKeyPage(items=[_shown(*row) for row in page], next=following)


@blueprint.delete("/<uuid:key_id>")
@blueprint.output({}, status_code=204, description="Revoked.")
@blueprint.doc(
    operation_id="revoke_member_api_key",
    summary="Revoke a member's API key",
    description="From the answer on it lets nobody in, nor do the keys that it has made. The "
    "member is told by mail. Nobody revokes the key of a member who may more than themselves.",
    responses=REFUSALS,
)
def revoke_member_key(organization_id: UUID, key_id: UUID) -> ResponseReturnValue:
    """For good."""
    member_keys.revoke(web.db(), web.principal(), organization_id, key_id)
    return "", 204


def _shown(key: ApiKey, owner: User) -> MemberKey:
    values = ApiKeyShown.model_validate(key).model_dump()
    return MemberKey(**values, owner=KeyOwner(id=owner.id, name=owner.name, email=owner.email))
