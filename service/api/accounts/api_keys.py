"""API keys: made and shown once, listed without their secret, revoked."""

from datetime import datetime
from functools import partial
from uuid import UUID

from apiflask import APIBlueprint
from flask import current_app
from flask.typing import ResponseReturnValue
from pydantic import Field

from service.accounts import api_keys
from service.accounts.api_keys import KeyBounds
from service.api.http import paging, web
from service.api.http.devices import calling_device
from service.api.http.fields import IpNetwork, NewId, PageQuery, Right, ShortName, Shown
from service.values.moments import Moment

blueprint = APIBlueprint("api_keys", __name__, url_prefix="/api_keys", tag="API keys")


class NewApiKey(NewId):
    """A key to be made."""

    name: ShortName = Field(description="what the key is for")
    rights: list[Right] | None = Field(
        None, max_length=20, description="what it may at most; null: whatever its owner may"
    )
    organization_id: UUID | None = Field(
        None, description="the only organization that it acts for; null: all of its owner's"
    )
    networks: list[IpNetwork] | None = Field(
        None,
        min_length=1,
        max_length=50,
        description="from where it may be used, in CIDR notation; null: from anywhere",
    )
    expires_at: Moment | None = Field(
        None, description="null: until it is revoked, or until the key ends that makes it"
    )


class ApiKeyShown(Shown):
    """A key without its secret."""

    id: UUID
    name: str
    prefix: str = Field(description="how the key begins")
    rights: list[Right] | None = Field(
        description="what it may at most; null: whatever its owner may"
    )
    parent_id: UUID | None = Field(
        description="the key that has made it, and with which it ends; null: a session has"
    )
    organization_id: UUID | None = Field(
        description="the only organization that it acts for; null: all of its owner's"
    )
    networks: list[str] | None = Field(
        description="from where it may be used, in CIDR notation; null: from anywhere"
    )
    created_at: datetime
    last_used_at: datetime | None = Field(description="exact to ten minutes")
    expires_at: datetime | None


class ApiKeyMade(ApiKeyShown):
    """A new key with its secret."""

    key: str = Field(description="the key itself; it is shown only in this answer")


class ApiKeyPage(Shown):
    """Some of my keys."""

    items: list[ApiKeyShown]
    next: str | None = Field(description="cursor of the next page")


@blueprint.get("")
@blueprint.input(PageQuery, location="query")
@blueprint.output(ApiKeyPage)
@blueprint.doc(
    operation_id="list_api_keys",
    summary="My API keys",
    description="Keys that are not revoked, oldest first. A key sees those that may no more than "
    "itself.",
    responses={401: "This takes an account."},
)
def list_api_keys(query_data: PageQuery) -> ApiKeyPage:
    """By prefix and name one knows them again."""
    mine = partial(api_keys.list_mine, web.db(), web.principal())
    shown, following = paging.page(query_data, mine)
    return ApiKeyPage(items=shown, next=following)


@blueprint.post("")
@blueprint.input(NewApiKey)
@blueprint.output(ApiKeyMade, status_code=201, description="Made; the key is shown only now.")
@blueprint.doc(
    operation_id="create_api_key",
    summary="Make an API key",
    description="Send it as `Authorization: Bearer wb_...`. It never may more than its owner may "
    "at the time. A key makes others with the right `keys:manage`; those may no more than itself, "
    "and end with it.",
    responses={
        401: "This takes an account.",
        403: "The key that makes it lacks `keys:manage`, or would make one that may more.",
        404: "The organization is unknown, or not yours.",
        409: "The id is taken, or there are too many.",
    },
)
def create_api_key(json_data: NewApiKey) -> ResponseReturnValue:
    """Only its hash is kept."""
    secret, key = api_keys.create(
        web.db(),
        web.principal(),
        name=json_data.name,
        bounds=KeyBounds(
            json_data.rights,
            json_data.organization_id,
            json_data.networks,
            json_data.expires_at,
        ),
        id=json_data.id,
        device=calling_device(),
    )
    shown = ApiKeyShown.model_validate(key).model_dump(mode="json")
    response = current_app.make_response(({**shown, "key": secret}, 201))
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.delete("/<uuid:key_id>")
@blueprint.output({}, status_code=204, description="Revoked.")
@blueprint.doc(
    operation_id="revoke_api_key",
    summary="Revoke an API key",
    description="From the answer on it lets nobody in, nor do the keys that it has made. A key "
    "revokes itself, and with the right `keys:manage` those that may no more than itself.",
    responses={
        401: "This takes an account.",
        403: "The key that asks lacks `keys:manage`.",
        404: "Unknown, or not yours.",
    },
)
def revoke_api_key(key_id: UUID) -> ResponseReturnValue:
    """For good."""
    api_keys.revoke(web.db(), web.principal(), key_id)
    return "", 204
