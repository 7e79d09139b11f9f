from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ....calls import Call
from ...models.webhook_shown import WebhookShown
from ...types import UNSET, Unset


def call(
    webhook_id: UUID,
    *,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Call[WebhookShown]:
    """One webhook."""
    headers: dict[str, Any] = {}
    if not isinstance(if_match, Unset):
        headers["If-Match"] = if_match

    if not isinstance(if_none_match, Unset):
        headers["If-None-Match"] = if_none_match

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="get_webhook",
        method="GET",
        path="/api/v1/webhooks/{webhook_id}".format(
            webhook_id=quote(str(webhook_id), safe=""),
        ),
        parse=_parse,
        takes_key=False,
        headers=headers,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> WebhookShown:
    response_200 = WebhookShown.from_dict(response.json())

    return response_200
