from typing import Any

import httpx

from ....calls import Call
from ...models.parked_page import ParkedPage
from ...types import UNSET, Unset


def call(
    *,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> Call[ParkedPage]:
    """What is parked.

    Processes whose verification, dispatch or next move in the sandbox failed too often.

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
        operation="list_parked",
        method="GET",
        path="/api/v1/operations/parked",
        parse=_parse,
        takes_key=False,
        params=params,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> ParkedPage:
    response_200 = ParkedPage.from_dict(response.json())

    return response_200
