from typing import Any
from uuid import UUID

import httpx

from ....calls import Call
from ...models.webhook_page import WebhookPage
from ...types import UNSET, Unset


def call(
    *,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
    organization_id: None | Unset | UUID = UNSET,
) -> Call[WebhookPage]:
    """My webhooks.

    The webhooks of the caller's organizations, oldest first.

    """

    params: dict[str, Any] = {}

    params["limit"] = limit

    json_cursor: None | str | Unset
    if isinstance(cursor, Unset):
        json_cursor = UNSET
    else:
        json_cursor = cursor
    params["cursor"] = json_cursor

    json_organization_id: None | str | Unset
    if isinstance(organization_id, Unset):
        json_organization_id = UNSET
    elif isinstance(organization_id, UUID):
        json_organization_id = str(organization_id)
    else:
        json_organization_id = organization_id
    params["organization_id"] = json_organization_id

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="list_webhooks",
        method="GET",
        path="/api/v1/webhooks",
        parse=_parse,
        takes_key=False,
        params=params,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> WebhookPage:
    response_200 = WebhookPage.from_dict(response.json())

    return response_200
