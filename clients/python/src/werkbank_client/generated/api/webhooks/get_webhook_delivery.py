from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ....calls import Call
from ...models.delivery_in_full import DeliveryInFull


def call(
    webhook_id: UUID,
    delivery_id: UUID,
) -> Call[DeliveryInFull]:
    """One delivery in full."""

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="get_webhook_delivery",
        method="GET",
        path="/api/v1/webhooks/{webhook_id}/deliveries/{delivery_id}".format(
            webhook_id=quote(str(webhook_id), safe=""),
            delivery_id=quote(str(delivery_id), safe=""),
        ),
        parse=_parse,
        takes_key=False,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> DeliveryInFull:
    response_200 = DeliveryInFull.from_dict(response.json())

    return response_200
