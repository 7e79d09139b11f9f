from typing import Any

import httpx

from ....calls import Call
from ...models.api_key_page import ApiKeyPage
from ...types import UNSET, Unset


def call(
    *,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> Call[ApiKeyPage]:
    """My API keys.

    Keys that are not revoked, oldest first. A key sees those that may no more than itself.

    """

    params: dict[str, Any] = {}

    params["limit"] = limit

    json_cursor: None | str | Unset
    if isinstance(cursor, Unset):
        json_cursor = UNSET
    else:
        json_cursor = cursor
    params["cursor"] = json_cursor

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="list_api_keys",
        method="GET",
        path="/api/v1/api_keys",
        parse=_parse,
        takes_key=False,
        params=params,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> ApiKeyPage:
    response_200 = ApiKeyPage.from_dict(response.json())

    return response_200
