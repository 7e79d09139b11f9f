from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ....calls import Call
from ...models.delivery_page import DeliveryPage
from ...models.list_webhook_deliveries_state_type_0 import ListWebhookDeliveriesStateType0
from ...types import UNSET, Unset


def call(
    webhook_id: UUID,
    *,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
    state: ListWebhookDeliveriesStateType0 | None | Unset = UNSET,
    types: None | str | Unset = UNSET,
) -> Call[DeliveryPage]:
    """What a webhook was sent.

    Newest first, each with its attempts.

    """

    params: dict[str, Any] = {}

    params["limit"] = limit

    json_cursor: None | str | Unset
    if isinstance(cursor, Unset):
        json_cursor = UNSET
    else:
        json_cursor = cursor
    params["cursor"] = json_cursor

    json_state: None | str | Unset
    if isinstance(state, Unset):
        json_state = UNSET
    elif isinstance(state, ListWebhookDeliveriesStateType0):
        json_state = state.value
    else:
        json_state = state
    params["state"] = json_state

    json_types: None | str | Unset
    if isinstance(types, Unset):
        json_types = UNSET
    else:
        json_types = types
    params["types"] = json_types

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="list_webhook_deliveries",
        method="GET",
        path="/api/v1/webhooks/{webhook_id}/deliveries".format(
            webhook_id=quote(str(webhook_id), safe=""),
        ),
        parse=_parse,
        takes_key=False,
        params=params,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> DeliveryPage:
    response_200 = DeliveryPage.from_dict(response.json())

    return response_200
