"""Webhooks: endpoints of an organisation, which are called whenever it has something to hear."""

from datetime import datetime, timedelta
from functools import partial
from typing import Annotated, Any, Literal
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, request
from flask.typing import ResponseReturnValue
from pydantic import Field, StringConstraints, field_validator

from service import clock
from service.api.http import paging, web
from service.api.http.enumerations import RightName
from service.api.http.fields import Line, NewId, PageQuery, RequestBody, Right, Shown
from service.database.models import WebhookEndpoint
from service.translations import gettext_noop as _
from service.webhooks import endpoints
from service.webhooks.url_policy import LONGEST_URL

blueprint = APIBlueprint("webhooks", __name__, url_prefix="/webhooks", tag="Webhooks")

Url = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=8, max_length=LONGEST_URL),
    Field(examples=["https://erp.example/hooks/werkbank"]),
]
EventType = Annotated[
    str, StringConstraints(max_length=60, pattern=r"^(\*|[a-z_]+(\.[a-z_]+)*(\.\*)?)$")
]
Types = Annotated[
    list[EventType],
    Field(
        max_length=50,
        description="`process.*` stands for all that begin so, `*` for everything; empty: none",
        examples=[["process.*", "offer.made"]],
    ),
]
Ordering = Literal["per_process", "parallel"]
ORDERING = Field(
    description="`per_process`: what concerns a process comes in its order, one message after "
    "the other, and waits while an earlier one fails; `parallel`: as fast as possible",
)
RIGHTS = Field(
    max_length=20,
    description="by which rights it hears, none that the caller lacks; without it: all of the "
    "caller's",
)
CHANGING: dict[int, Any] = {
    403: "The right organization:edit is missing, or one by which the webhook hears.",
    404: "Unknown, or not yours.",
    412: "The version has moved on.",
    422: "The URL leads where the service does not call, or something else is not valid.",
}
FINDING: dict[int, Any] = {
    403: "The right organization:read is missing, or one by which the webhook hears.",
    404: "Unknown, or not yours.",
}


class NewWebhook(NewId):
    """An endpoint to be called."""

    url: Url
    organization_id: UUID | None = Field(None, description="without it the caller's first one")
    types: Types = ["*"]
    description: Line = ""
    ordering: Annotated[Ordering, ORDERING] = "per_process"
    rights: Annotated[list[Right] | None, RIGHTS] = None
    enabled: bool = True


class WebhookChanges(RequestBody):
    """JSON merge patch (RFC 7396): what is left out stays."""

    url: Url | None = None
    types: Types | None = None
    description: Line | None = None
    ordering: Ordering | None = None
    rights: list[Right] | None = Field(None, max_length=20)
    enabled: bool | None = Field(
        None, description="switched on again it is sent what happened meanwhile"
    )

    @field_validator("*")
    @classmethod
    def stays(cls, value: Any) -> Any:
        """What every endpoint has can be changed, not taken out."""
        if value is None:
            raise ValueError(_("cannot be null; leave it out to keep it"))
        return value


class SecretShown(Shown):
    """One of the secrets that sign; the secret itself is shown only when it is made."""

    created_at: datetime
    expires_at: datetime | None = Field(description="null: the newest one, until it is renewed")


class WebhookShown(Shown):
    """An endpoint."""

    id: UUID
    organization_id: UUID
    url: str
    description: str
    types: list[str]
    rights: list[RightName]
    sees_prices: bool = Field(
        description="false: its maker was shown no prices, and amounts are null in what it is sent"
    )
    ordering: str
    enabled: bool
    disabled_at: datetime | None
    disabled_reason: str | None
    failing_since: datetime | None = Field(description="the first failure since the last success")
    secrets: list[SecretShown]
    version: int
    created_at: datetime


class WebhookMade(WebhookShown):
    """An endpoint with its new secret."""

    secret: str = Field(description="whsec_...; it is shown only in this answer")


class WebhookPage(Shown):
    """Some endpoints."""

    items: list[WebhookShown]
    next: str | None = Field(description="cursor of the next page")


class WebhooksQuery(PageQuery):
    """Which endpoints are wanted."""

    organization_id: UUID | None = Field(None, description="only those of this organization")


class Rotation(RequestBody):
    """How a secret is renewed."""

    grace_period_h: int = Field(
        24, ge=0, le=168, description="hours that the secret before it still signs beside it"
    )


@blueprint.get("")
@blueprint.input(WebhooksQuery, location="query")
@blueprint.output(WebhookPage)
@blueprint.doc(
    operation_id="list_webhooks",
    summary="My webhooks",
    description="The webhooks of the caller's organizations, oldest first.",
    responses=FINDING,
)
def list_webhooks(query_data: WebhooksQuery) -> WebhookPage:
    """Those whose rights the caller holds."""
    organization_id = query_data.organization_id
    mine = partial(endpoints.list_mine, web.db(), web.principal(), organization_id=organization_id)
    shown, following = paging.page(query_data, mine)
    return WebhookPage(items=[show_endpoint(row) for row in shown], next=following)


@blueprint.post("")
@blueprint.input(NewWebhook)
@blueprint.output(WebhookMade, status_code=201, description="Made; the secret is shown only now.")
@blueprint.doc(
    operation_id="create_webhook",
    summary="Add a webhook",
    description="From now on the endpoint is called for every event that its organization hears, "
    "by POST with the event as `GET /events` shows it, signed after Standard Webhooks "
    "(`webhook-id`, `webhook-timestamp`, `webhook-signature`). Any 2xx within 15 seconds takes "
    "it. Otherwise it comes again under the same `webhook-id`, with growing pauses for three days.",
    responses=CHANGING
    | {401: "This takes an account.", 409: "The id is taken, or there are too many."},
)
def create_webhook(json_data: NewWebhook) -> ResponseReturnValue:
    """Its secret signs what it is sent."""
    details = json_data.model_dump(exclude={"organization_id"})
    created = endpoints.create(web.db(), web.principal(), json_data.organization_id, details)
    response = _with_secret(created, str(created.secrets[0]["secret"]), 201)
    response.headers["Location"] = f"{request.path}/{created.id}"
    return response


@blueprint.get("/<uuid:webhook_id>")
@blueprint.output(WebhookShown)
@blueprint.doc(operation_id="get_webhook", summary="One webhook", responses=FINDING)
@web.with_tag
def get_webhook(webhook_id: UUID) -> ResponseReturnValue:
    """Without its secrets."""
    endpoint = endpoints.find(web.db(), web.principal(), webhook_id)
    return web.with_etag(web.answer(show_endpoint(endpoint)), endpoint.version)


@blueprint.patch("/<uuid:webhook_id>")
@blueprint.input(WebhookChanges)
@blueprint.output(WebhookShown)
@blueprint.doc(operation_id="update_webhook", summary="Change a webhook", responses=CHANGING)
def update_webhook(webhook_id: UUID, json_data: WebhookChanges) -> ResponseReturnValue:
    """What is already under way may still arrive as it was."""
    endpoint = _to_change(webhook_id)
    changes = json_data.model_dump(exclude_unset=True)
    endpoints.update(web.db(), web.principal(), endpoint, changes)
    return web.with_etag(web.answer(show_endpoint(endpoint)), endpoint.version)


@blueprint.delete("/<uuid:webhook_id>")
@blueprint.output({}, status_code=204, description="Deleted.")
@blueprint.doc(
    operation_id="delete_webhook",
    summary="Delete a webhook",
    description="With all records of what it was sent.",
    responses={code: CHANGING[code] for code in (403, 404, 412)},
)
def delete_webhook(webhook_id: UUID) -> ResponseReturnValue:
    """It is not called any more."""
    endpoints.delete(web.db(), _to_change(webhook_id))
    return "", 204


@blueprint.post("/<uuid:webhook_id>/rotate_secret")
@blueprint.input(Rotation)
@blueprint.output(WebhookMade)
@blueprint.doc(
    operation_id="rotate_webhook_secret",
    summary="Renew the secret",
    description="Until the grace period ends each message carries two signatures, by the new "
    "secret and by the one before it. Without a grace period the old one ends at once.",
    responses=CHANGING,
)
def rotate_secret(webhook_id: UUID, json_data: Rotation) -> Response:
    """The new secret is shown only in this answer."""
    endpoint = _to_change(webhook_id)
    secret = endpoints.rotate(web.db(), endpoint, timedelta(hours=json_data.grace_period_h))
    web.db().flush()
    return _with_secret(endpoint, secret)


def _to_change(webhook_id: UUID) -> WebhookEndpoint:
    endpoint = endpoints.find(web.db(), web.principal(), webhook_id, to_change=True)
    web.check_version(endpoint.version)
    return endpoint


def show_endpoint(row: WebhookEndpoint) -> WebhookShown:
    """An endpoint without its secrets."""
    return WebhookShown.model_construct(
        id=row.id,
        organization_id=row.organization_id,
        url=row.url,
        description=row.description,
        types=row.types,
        rights=row.rights,
        sees_prices=row.sees_prices,
        ordering=row.ordering,
        enabled=row.enabled,
        disabled_at=row.disabled_at,
        disabled_reason=row.disabled_reason,
        failing_since=row.failing_since,
        secrets=[SecretShown.model_validate(each) for each in endpoints.live(row, clock.now())],
        version=row.version,
        created_at=row.created_at,
    )


def _with_secret(row: WebhookEndpoint, secret: str, status: int = 200) -> Response:
    shown = WebhookMade.model_construct(**dict(show_endpoint(row)), secret=secret)
    response = web.with_etag(web.answer(shown), row.version, status)
    response.headers["Cache-Control"] = "no-store"  # so that no answer is kept for repeats either
    return response
