from typing import Any

import httpx

from ....calls import Call
from ...models.new_webhook import NewWebhook
from ...models.webhook_made import WebhookMade
from ...types import UNSET, Unset


def call(
    *,
    body: NewWebhook | Unset = UNSET,
    dry_run: bool | Unset = False,
    idempotency_key: str | Unset = UNSET,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Call[WebhookMade]:
    """Add a webhook.

    From now on the endpoint is called for every event that its organization hears, by POST
    with the event as `GET /events` shows it, signed after Standard Webhooks (`webhook-id`,
    `webhook-timestamp`, `webhook-signature`). Any 2xx within 15 seconds takes it. Otherwise
    it comes again under the same `webhook-id`, with growing pauses for three days.

    """
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    if not isinstance(if_match, Unset):
        headers["If-Match"] = if_match

    if not isinstance(if_none_match, Unset):
        headers["If-None-Match"] = if_none_match

    params: dict[str, Any] = {}

    params["dry_run"] = dry_run

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {}

    if not isinstance(body, Unset):
        _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    return Call(
        operation="create_webhook",
        method="POST",
        path="/api/v1/webhooks",
        parse=_parse,
        takes_key=True,
        params=params,
        headers=headers,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> WebhookMade:
    response_201 = WebhookMade.from_dict(response.json())

    return response_201
