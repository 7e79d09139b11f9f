"""Which roles an organisation has, and what each of them may."""

from functools import partial
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask.typing import ResponseReturnValue
from pydantic import Field, field_validator

from service.access.lookup import find_organization
from service.access.permissions import ORGANIZATION_READ
from service.accounts import roles
from service.api.http import paging, web
from service.api.http.fields import NewId, PageQuery, RequestBody, Right, ShortName, Shown
from service.translations import gettext_noop as _

blueprint = APIBlueprint(
    "roles", __name__, url_prefix="/organizations/<uuid:organization_id>/roles", tag="Roles"
)
REFUSALS = {403: "A right is missing.", 404: "Unknown, or not yours."}
SEES_PRICES = (
    "false: whoever has the role is shown no prices, in none of their organizations; amounts are "
    "null, and what shows or binds to prices answers 403"
)
CONFLICTS = "The name is taken, the role is in use or the owner's, or there are too many."


class NewRole(NewId):
    """A role to be made."""

    name: ShortName
    rights: list[Right] = Field(max_length=20)
    sees_prices: bool = Field(True, description=SEES_PRICES)


class RoleChanges(RequestBody):
    """What changes about a role; what is left out stays."""

    name: ShortName | None = None
    rights: list[Right] | None = Field(None, max_length=20)
    sees_prices: bool | None = Field(None, description=SEES_PRICES)

    @field_validator("name", "rights", "sees_prices")
    @classmethod
    def stays(cls, value: Any) -> Any:
        """What every role has can be changed, not taken out."""
        if value is None:
            raise ValueError(_("cannot be null; leave it out to keep it"))
        return value


class RoleShown(Shown):
    """A named set of rights."""

    id: UUID
    name: str
    rights: list[Right]
    sees_prices: bool = Field(description=SEES_PRICES)


class RolePage(Shown):
    """Some of the roles."""

    items: list[RoleShown]
    next: str | None = Field(description="cursor of the next page")


@blueprint.get("")
@blueprint.input(PageQuery, location="query")
@blueprint.output(RolePage)
@blueprint.doc(
    operation_id="list_roles",
    summary="Roles",
    description="The roles that members of the organization can have.",
    responses=REFUSALS,
)
def list_roles(organization_id: UUID, query_data: PageQuery) -> RolePage:
    """Whoever may read the organisation sees who may what."""
    db = web.db()
    organization, _ = find_organization(db, web.principal(), organization_id, ORGANIZATION_READ)
    shown, following = paging.page(query_data, partial(roles.list_roles, db, organization))
    return RolePage(items=shown, next=following)


@blueprint.post("")
@blueprint.input(NewRole)
@blueprint.output(RoleShown, status_code=201, description="Made.")
@blueprint.doc(
    operation_id="create_role",
    summary="Make a role",
    description="Nobody can put a right into a role that they do not hold themselves.",
    responses={**REFUSALS, 409: CONFLICTS},
)
def create_role(organization_id: UUID, json_data: NewRole) -> ResponseReturnValue:
    """It is nobody's until members get it."""
    role = roles.create(
        web.db(),
        web.principal(),
        organization_id,
        json_data.name,
        json_data.rights,
        id=json_data.id,
        sees_prices=json_data.sees_prices,
    )
    return RoleShown.model_validate(role).model_dump(mode="json"), 201


@blueprint.patch("/<uuid:role_id>")
@blueprint.input(RoleChanges)
@blueprint.output(RoleShown)
@blueprint.doc(
    operation_id="update_role",
    summary="Change a role",
    description="All members with this role may more, or less, from now on.",
    responses={**REFUSALS, 409: CONFLICTS},
)
def update_role(
    organization_id: UUID, role_id: UUID, json_data: RoleChanges
) -> ResponseReturnValue:
    """The owner's role stays as it is."""
    role = roles.change(
        web.db(),
        web.principal(),
        organization_id,
        role_id,
        name=json_data.name,
        rights=json_data.rights,
        sees_prices=json_data.sees_prices,
    )
    return RoleShown.model_validate(role).model_dump(mode="json")


@blueprint.delete("/<uuid:role_id>")
@blueprint.output({}, status_code=204, description="Deleted.")
@blueprint.doc(
    operation_id="delete_role",
    summary="Delete a role",
    description="Only a role that no member holds can be deleted.",
    responses={**REFUSALS, 409: CONFLICTS},
)
def delete_role(organization_id: UUID, role_id: UUID) -> ResponseReturnValue:
    """Members must have got another role first."""
    roles.delete(web.db(), web.principal(), organization_id, role_id)
    return "", 204
