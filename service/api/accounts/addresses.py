"""The address book of an organisation over HTTP."""

from datetime import datetime
from functools import partial
from typing import Annotated
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, request
from pydantic import Field

from service.access.actor import ActingParty
from service.access.lookup import find_organization
from service.access.permissions import ORGANIZATION_EDIT, ORGANIZATION_READ
from service.api.http import paging, web
from service.api.http.enumerations import Enumeration
from service.api.http.fields import NewId, PageQuery, RequestBody, ShortName, Shown
from service.database.models import BookedAddress, Organization
from service.orders import address_book
from service.orders.address_book import USES as ALL_USES
from service.orders.address_book import Use
from service.values.postal_addresses import Address, AddressChanges

blueprint = APIBlueprint(
    "addresses",
    __name__,
    url_prefix="/organizations/<uuid:organization_id>/addresses",
    tag="Organizations",
)
REFUSALS = {403: "A right is missing.", 404: "Unknown, or not yours."}
STALE = {412: "The version has moved on."}
USES = "delivery, billing, or both"
DEFAULT_FOR = (
    "what it is taken for in new processes that state none; an address that was the default of "
    "it before is not any more"
)


AddressUse = Annotated[
    Use, Enumeration("AddressUse", "What an address of a book is good for.", ALL_USES)
]


class NewAddress(NewId):
    """An address for the book."""

    label: ShortName = Field(description="what you call it, for example `Plant 2, gate B`")
    address: Address
    uses: list[AddressUse] = Field(["delivery", "billing"], min_length=1, description=USES)
    default_for: list[AddressUse] = Field(default_factory=list, description=DEFAULT_FOR)


class BookedAddressChanges(RequestBody):
    """JSON merge patch (RFC 7396) of an address of the book."""

    label: ShortName = Field(default_factory=str, description="what you call it")
    address: AddressChanges = Field(default_factory=AddressChanges)
    uses: list[AddressUse] = Field(default_factory=list, min_length=1, description=USES)
    default_for: list[AddressUse] = Field(default_factory=list, description=DEFAULT_FOR)


class BookedAddressShown(Shown):
    """An address of the book."""

    id: UUID
    organization_id: UUID
    label: str = Field(description="what its organization calls it")
    address: Address = Field(description="where it is")
    uses: list[AddressUse] = Field(description=USES)
    default_for: list[AddressUse] = Field(description="what it is taken for where none is stated")
    version: int
    created_at: datetime
    updated_at: datetime


class AddressPage(Shown):
    """Some addresses of a book."""

    items: list[BookedAddressShown]
    next: str | None = Field(description="cursor of the next page")


class AddressQuery(PageQuery):
    """Which addresses are wanted."""

    use: AddressUse | None = Field(None, description="only those that are good for it")


def _locked(organization_id: UUID) -> tuple[Organization, ActingParty]:
    """The organisation, held so that each use keeps one default."""
    return find_organization(
        web.db(), web.principal(), organization_id, ORGANIZATION_EDIT, lock=True
    )


def _answer(entry: BookedAddress, status: int = 200) -> Response:
    shown = BookedAddressShown.model_validate(entry).model_dump(mode="json")
    return web.with_etag(shown, entry.version, status)


@blueprint.get("")
@blueprint.input(AddressQuery, location="query")
@blueprint.output(AddressPage)
@blueprint.doc(
    operation_id="list_addresses",
    summary="Address book",
    description="The addresses of the organization, oldest first.",
    responses=REFUSALS,
)
def list_addresses(organization_id: UUID, query_data: AddressQuery) -> AddressPage:
    """Whoever may read the organisation reads its book."""
    db = web.db()
    organization, _ = find_organization(db, web.principal(), organization_id, ORGANIZATION_READ)
    book = partial(address_book.entries, db, organization, use=query_data.use)
    rows, following = paging.page(query_data, book)
    return AddressPage(items=rows, next=following)


@blueprint.post("")
@blueprint.input(NewAddress)
@blueprint.output(BookedAddressShown, status_code=201, description="Added.")
@blueprint.doc(
    operation_id="create_address",
    summary="Add an address",
    description="Processes take it by `delivery_address_id` or `billing_address_id`.",
    responses={**REFUSALS, 409: "The id is taken, or the book is full."},
)
def create_address(organization_id: UUID, json_data: NewAddress) -> Response:
    """One more address."""
    organization, who = _locked(organization_id)
    fields = json_data.model_dump(exclude={"id"})
    entry = address_book.add(web.db(), organization, who, fields, json_data.id)
    response = _answer(entry, 201)
    response.headers["Location"] = f"{request.path}/{entry.id}"
    return response


@blueprint.get("/<uuid:address_id>")
@blueprint.output(BookedAddressShown)
@blueprint.doc(operation_id="get_address", summary="One address", responses=REFUSALS)
@web.with_tag
def get_address(organization_id: UUID, address_id: UUID) -> Response:
    """With its version."""
    db = web.db()
    organization, _ = find_organization(db, web.principal(), organization_id, ORGANIZATION_READ)
    return _answer(address_book.find(db, organization, address_id))


@blueprint.patch("/<uuid:address_id>")
@blueprint.input(BookedAddressChanges)
@blueprint.output(BookedAddressShown)
@blueprint.doc(
    operation_id="update_address",
    summary="Change an address",
    description="JSON merge patch (RFC 7396). Orders hold copies: none of them changes.",
    responses={**REFUSALS, **STALE},
)
def update_address(
    organization_id: UUID, address_id: UUID, json_data: BookedAddressChanges
) -> Response:
    """For what is ordered from now on."""
    organization, who = _locked(organization_id)
    entry = address_book.find(web.db(), organization, address_id)
    web.check_version(entry.version)
    changes = json_data.model_dump(exclude_unset=True)
    address_book.change(web.db(), organization, who, entry, changes)
    return _answer(entry)


@blueprint.delete("/<uuid:address_id>")
@blueprint.output({}, status_code=204, description="Deleted.")
@blueprint.doc(
    operation_id="delete_address",
    summary="Delete an address",
    description="Orders hold copies: none of them changes.",
    responses={**REFUSALS, **STALE},
)
def delete_address(organization_id: UUID, address_id: UUID) -> tuple[str, int]:
    """Out of the book."""
    organization, who = _locked(organization_id)
    entry = address_book.find(web.db(), organization, address_id)
    web.check_version(entry.version)
    address_book.remove(web.db(), organization, who, entry)
    return "", 204
