"""What webhooks were sent: every delivery with its attempts, sent again if wanted."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any, Literal
from uuid import UUID

import orjson
from apiflask import APIBlueprint
from flask.typing import ResponseReturnValue
from pydantic import Field

from service.api.events.events import Types
from service.api.http import paging, web
from service.api.http.enumerations import EventType
from service.api.http.fields import PageQuery, RequestBody, Shown
from service.api.webhooks.endpoints import CHANGING, FINDING
from service.database.models import Attempt, Delivery
from service.database.models.column_json import ActorJson
from service.values.moments import Moment
from service.webhooks import endpoint_tests, endpoints, redelivery

blueprint = APIBlueprint("deliveries", __name__, url_prefix="/webhooks", tag="Webhooks")


class DeliveriesQuery(PageQuery):
    """Which deliveries are wanted."""

    state: Literal["pending", "delivered", "failed"] | None = None
    types: Types | None = Field(None, description="of these types of events, as in `GET /events`")


class AttemptShown(Shown):
    """One call."""

    number: int
    at: datetime
    duration_ms: int | None = Field(description="null: it is under way, or how it ended is unknown")
    status: int | None = Field(description="the HTTP status; null: there was no answer")
    error: str | None = Field(description="what failed; null with a status: it was taken")
    response: str | None = Field(description="the first 4096 bytes of the answer")


class DeliveryShown(Shown):
    """One event for one endpoint."""

    id: UUID
    webhook_id: UUID
    message_id: UUID = Field(description="the `webhook-id` that the receiver knows it by")
    position: int
    type: EventType
    state: str = Field(description="pending, delivered or failed")
    due_at: datetime | None = Field(
        description="the next attempt; null while pending: an earlier one must arrive first"
    )
    created_at: datetime
    finished_at: datetime | None
    attempts: list[AttemptShown]


class DeliveryInFull(DeliveryShown):
    """One event for one endpoint, with what is sent."""

    body: dict[str, Any] = Field(description="the message itself")


class DeliveryPage(Shown):
    """Some deliveries."""

    items: list[DeliveryShown]
    next: str | None = Field(description="cursor of the next page")


class Span(RequestBody):
    """From when on, and until when, events are to be sent again."""

    since: Moment = Field(alias="from")
    until: Moment = Field(alias="to", description="this moment itself is left out")
    failed_only: bool = Field(False, description="leave out what was taken or never sent")


class Again(Shown):
    """How much is sent again."""

    messages: int


@blueprint.get("/<uuid:webhook_id>/deliveries")
@blueprint.input(DeliveriesQuery, location="query")
@blueprint.output(DeliveryPage)
@blueprint.doc(
    operation_id="list_webhook_deliveries",
    summary="What a webhook was sent",
    description="Newest first, each with its attempts.",
    responses=FINDING,
)
def list_deliveries(webhook_id: UUID, query_data: DeliveriesQuery) -> DeliveryPage:
    """Newest first."""
    webhook = endpoints.find(web.db(), web.principal(), webhook_id)
    types = query_data.types.split(",") if query_data.types else ()
    wanted = partial(redelivery.page, web.db(), webhook, state=query_data.state, types=types)
    shown, following = paging.page(query_data, wanted)
    attempts = redelivery.attempts_of(web.db(), [row.id for row in shown])
    return DeliveryPage(
        items=[show_delivery(row, attempts[row.id]) for row in shown], next=following
    )


@blueprint.get("/<uuid:webhook_id>/deliveries/<uuid:delivery_id>")
@blueprint.output(DeliveryInFull)
@blueprint.doc(
    operation_id="get_webhook_delivery", summary="One delivery in full", responses=FINDING
)
def get_delivery(webhook_id: UUID, delivery_id: UUID) -> DeliveryInFull:
    """With the message itself."""
    webhook = endpoints.find(web.db(), web.principal(), webhook_id)
    row = redelivery.find(web.db(), webhook, delivery_id)
    shown = show_delivery(row, redelivery.attempts_of(web.db(), [row.id])[row.id])
    return DeliveryInFull.model_construct(**dict(shown), body=orjson.loads(row.body))


@blueprint.post("/<uuid:webhook_id>/deliveries/<uuid:delivery_id>/redeliver")
@blueprint.output(DeliveryShown, status_code=202, description="It is sent again.")
@blueprint.doc(
    operation_id="redeliver_webhook_delivery",
    summary="Send one message again",
    description="Under the same `webhook-id`, whatever became of it before; what waits for its "
    "next attempt is sent now.",
    responses={code: CHANGING[code] for code in (403, 404)},
)
def redeliver(webhook_id: UUID, delivery_id: UUID) -> ResponseReturnValue:
    """The attempts are counted on."""
    webhook = endpoints.find(web.db(), web.principal(), webhook_id, to_change=True)
    delivery = redelivery.find(web.db(), webhook, delivery_id)
    redelivery.redeliver(web.db(), webhook, delivery)
    attempts = redelivery.attempts_of(web.db(), [delivery.id])[delivery.id]
    return web.answer(show_delivery(delivery, attempts), 202)


@blueprint.post("/<uuid:webhook_id>/redeliver")
@blueprint.input(Span)
@blueprint.output(Again, status_code=202, description="They are sent again.")
@blueprint.doc(
    operation_id="redeliver_webhook",
    summary="Send the messages of a time again",
    description="What happened from `from` on and before `to`, under the same ids and in the "
    "same order, also what happened while the webhook did not yet listen to it. At most "
    f"{redelivery.MOST_AT_ONCE} messages.",
    responses={code: CHANGING[code] for code in (403, 404, 422)},
)
def redeliver_span(webhook_id: UUID, json_data: Span) -> ResponseReturnValue:
    """Only what is still kept."""
    webhook = endpoints.find(web.db(), web.principal(), webhook_id, to_change=True)
    number = redelivery.redeliver_between(
        web.db(),
        webhook,
        json_data.since,
        json_data.until,
        failed_only=json_data.failed_only,
    )
    return {"messages": number}, 202


@blueprint.post("/<uuid:webhook_id>/test")
@blueprint.output(DeliveryShown, status_code=202, description="It is sent; the delivery says how.")
@blueprint.doc(
    operation_id="test_webhook",
    summary="Send a test message",
    description="An event `webhook.test`, signed and delivered as all others; read the delivery "
    "to see how it went.",
    responses={code: CHANGING[code] for code in (403, 404)}
    | {409: "Ten tests of your organization were sent within a minute."},
)
def send_test(webhook_id: UUID) -> ResponseReturnValue:
    """Whatever types it listens to."""
    webhook = endpoints.find(web.db(), web.principal(), webhook_id, to_change=True)
    delivery = endpoint_tests.make_test(web.db(), webhook, test_actor())
    response = web.answer(show_delivery(delivery, []), 202)
    response.headers["Location"] = f"/api/v1/webhooks/{webhook.id}/deliveries/{delivery.id}"
    return response


def test_actor() -> ActorJson:
    """Who has a test message sent, as it names them."""
    me = web.principal()
    return {"role": "client", "id": str(me.user_id) if me.user_id else None, "name": me.name}


def show_delivery(row: Delivery, attempts: Sequence[Attempt]) -> DeliveryShown:
    """One event for one endpoint, without what is sent."""
    return DeliveryShown.model_construct(
        id=row.id,
        webhook_id=row.webhook_id,
        message_id=row.message_id,
        position=row.position,
        type=row.type,
        state=row.state,
        due_at=row.due_at,
        created_at=row.created_at,
        finished_at=row.finished_at,
        attempts=[AttemptShown.model_validate(attempt) for attempt in attempts],
    )
