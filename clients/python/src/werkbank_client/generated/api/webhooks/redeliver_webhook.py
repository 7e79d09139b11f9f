from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ....calls import Call
from ...models.again import Again
from ...models.span import Span
from ...types import UNSET, Unset


def call(
    webhook_id: UUID,
    *,
    body: Span | Unset = UNSET,
    dry_run: bool | Unset = False,
    idempotency_key: str | Unset = UNSET,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Call[Again]:
    """Send the messages of a time again.

    What happened from `from` on and before `to`, under the same ids and in the same order,
    also what happened while the webhook did not yet listen to it. At most 10000 messages.

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
        operation="redeliver_webhook",
        method="POST",
        path="/api/v1/webhooks/{webhook_id}/redeliver".format(
            webhook_id=quote(str(webhook_id), safe=""),
        ),
        parse=_parse,
        takes_key=True,
        params=params,
        headers=headers,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> Again:
    response_202 = Again.from_dict(response.json())

    return response_202
