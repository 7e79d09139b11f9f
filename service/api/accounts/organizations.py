"""Organisations: mine, new ones, what they are called and where they are."""

from datetime import datetime
from functools import partial
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, request
from flask.typing import ResponseReturnValue
from pydantic import Field, field_validator

from service.access.lookup import find_organization
from service.access.permissions import ORGANIZATION_DELETE, ORGANIZATION_EDIT, ORGANIZATION_READ
from service.accounts import organization_deletion, organizations
from service.api.http import paging, web
from service.api.http.fields import (
    Country,
    Email,
    GeneralTerms,
    LanguageCode,
    Name,
    NewId,
    PageQuery,
    RequestBody,
    Shown,
)
from service.database.models import Organization
from service.translations import gettext_noop as _
from service.values.postal_addresses import AddressChanges
from service.values.vat_ids import VatId

blueprint = APIBlueprint(
    "organizations", __name__, url_prefix="/organizations", tag="Organizations"
)


class NewOrganization(NewId):
    """An organisation to be founded."""

    name: Name
    email: Email | None = None
    country: Country | None = None
    language: LanguageCode = "en"
    address: AddressChanges | None = None
    vat_id: VatId | None = None
    general_terms: GeneralTerms = ""


class OrganizationChanges(RequestBody):
    """JSON merge patch (RFC 7396): what is null is taken out, what is left out stays."""

    name: Name | None = None
    email: Email | None = None
    country: Country | None = None
    language: LanguageCode | None = None
    address: AddressChanges | None = None
    vat_id: VatId | None = None
    general_terms: GeneralTerms | None = None
    second_factor_required: bool | None = Field(
        None,
        description="true: members can do nothing but enrol until they have a second factor, and "
        "neither can their API keys; who demands it needs one themselves",
    )

    device_approval_required: bool | None = Field(
        None,
        description="true: a login of a member from a new device counts once they have opened a "
        "link that is mailed to them, or have shown a second factor",
    )

    @field_validator(
        "name",
        "language",
        "general_terms",
        "second_factor_required",
        "device_approval_required",
    )
    @classmethod
    def stays(cls, value: str | bool | None) -> str | bool:
        """What every organisation has can be changed, not taken out."""
        if value is None:
            raise ValueError(_("cannot be null; leave it out to keep it"))
        return value


class OrganizationShown(Shown):
    """An organisation."""

    id: UUID
    name: str
    email: str | None
    email_verified_at: datetime | None = Field(
        description="null until somebody has shown that they read what is sent to the address, and "
        "again whenever it changes; until then nothing is mailed there but the link that confirms "
        "it, where addresses have to be confirmed"
    )
    country: str | None
    language: str
    address: dict[str, str] | None
    vat_id: str | None
    general_terms: str
    second_factor_required: bool = Field(
        description="whether members can do nothing without a second factor"
    )
    device_approval_required: bool = Field(
        description="whether new devices of members have to be approved"
    )
    version: int
    created_at: datetime


class OrganizationPage(Shown):
    """Some of my organisations."""

    items: list[OrganizationShown]
    next: str | None = Field(description="cursor of the next page")


@blueprint.get("")
@blueprint.input(PageQuery, location="query")
@blueprint.output(OrganizationPage)
@blueprint.doc(
    operation_id="list_organizations",
    summary="My organizations",
    description="The organizations in which the caller holds organization:read, oldest first.",
)
def list_organizations(query_data: PageQuery) -> OrganizationPage:
    """Oldest first."""
    mine = partial(organizations.list_mine, web.db(), web.principal())
    shown, following = paging.page(query_data, mine)
    return OrganizationPage(items=shown, next=following)


@blueprint.post("")
@blueprint.input(NewOrganization)
@blueprint.output(OrganizationShown, status_code=201, description="Founded.")
@blueprint.doc(
    operation_id="create_organization",
    summary="Found an organization",
    description="The caller becomes its owner. It begins with the roles owner, manager, member "
    "and observer. Where addresses have to be confirmed, a link is mailed to `email`.",
    responses={
        401: "This takes an account.",
        403: "The API key may not, or you have founded as many as you may.",
        409: "The id is taken.",
    },
)
def create_organization(json_data: NewOrganization) -> ResponseReturnValue:
    """Whoever founds it owns it."""
    details = json_data.model_dump(exclude={"id"})
    if json_data.address:
        details["address"] = json_data.address.model_dump(exclude_none=True)
    organization = organizations.create(web.db(), web.principal(), details, id=json_data.id)
    response = _answer(organization, 201)
    response.headers["Location"] = f"{request.path}/{organization.id}"
    return response


@blueprint.get("/<uuid:organization_id>")
@blueprint.output(OrganizationShown)
@blueprint.doc(
    operation_id="get_organization",
    summary="One organization",
    responses={403: "A right is missing.", 404: "Unknown, or not yours."},
)
@web.with_tag
def get_organization(organization_id: UUID) -> ResponseReturnValue:
    """Members only."""
    organization, _ = find_organization(
        web.db(), web.principal(), organization_id, ORGANIZATION_READ
    )
    return _answer(organization)


@blueprint.patch("/<uuid:organization_id>")
@blueprint.input(OrganizationChanges)
@blueprint.output(OrganizationShown)
@blueprint.doc(
    operation_id="update_organization",
    summary="Change an organization",
    description="JSON merge patch (RFC 7396); the address is merged field by field. Where "
    "addresses have to be confirmed, a link is mailed to a new `email`.",
    responses={
        403: "A right is missing.",
        404: "Unknown, or not yours.",
        412: "The version has moved on.",
    },
)
def update_organization(
    organization_id: UUID, json_data: OrganizationChanges
) -> ResponseReturnValue:
    """With `If-Match` only the version that the caller has seen is changed."""
    organization, who = find_organization(
        web.db(), web.principal(), organization_id, ORGANIZATION_EDIT, lock=True
    )
    web.check_version(organization.version)
    changes = json_data.model_dump(exclude_unset=True)
    if changes:
        organizations.update(web.db(), organization, who, changes)
    return _answer(organization)


@blueprint.delete("/<uuid:organization_id>")
@blueprint.output({}, status_code=204, description="Deleted.")
@blueprint.doc(
    operation_id="delete_organization",
    summary="Delete an organization",
    description="Takes the right organization:delete. Drafts, members, roles, webhooks, keys that "
    "act for it alone, addresses, terms and machines go. What was ordered from it or by it stays "
    "for the other side, with its name and address. It cannot be undone.",
    responses={
        403: "A right is missing.",
        404: "Unknown, or not yours.",
        409: "Orders or requests are under way.",
        412: "The version has moved on.",
    },
)
def delete_organization(organization_id: UUID) -> ResponseReturnValue:
    """With `If-Match` only the version that the caller has seen is deleted."""
    organization, who = find_organization(
        web.db(), web.principal(), organization_id, ORGANIZATION_DELETE, lock=True
    )
    web.check_version(organization.version)
    organization_deletion.close(web.db(), organization, who)
    return "", 204


def _answer(organization: Organization, status: int = 200) -> Response:
    body = OrganizationShown.model_validate(organization).model_dump(mode="json")
    return web.with_etag(body, organization.version, status)
