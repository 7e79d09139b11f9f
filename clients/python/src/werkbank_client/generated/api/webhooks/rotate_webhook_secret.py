from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ....calls import Call
from ...models.rotation import Rotation
from ...models.webhook_made import WebhookMade
from ...types import UNSET, Unset


def call(
    webhook_id: UUID,
    *,
    body: Rotation | Unset = UNSET,
    dry_run: bool | Unset = False,
    idempotency_key: str | Unset = UNSET,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Call[WebhookMade]:
    """Renew the secret.

    Until the grace period ends each message carries two signatures, by the new secret and by
    the one before it. Without a grace period the old one ends at once.

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
        operation="rotate_webhook_secret",
        method="POST",
        path="/api/v1/webhooks/{webhook_id}/rotate_secret".format(
            webhook_id=quote(str(webhook_id), safe=""),
        ),
        parse=_parse,
        takes_key=True,
        params=params,
        headers=headers,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> WebhookMade:
    response_200 = WebhookMade.from_dict(response.json())

    return response_200
