from typing import Any

import httpx

from ....calls import Call
from ...models.preferences_list import PreferencesList
from ...types import UNSET, Unset


def call(
    *,
    limit: int | None | Unset = UNSET,
    cursor: None | str | Unset = UNSET,
) -> Call[PreferencesList]:
    """How I hear of events.

    `event` is in the feed alone, `mail` is mailed at once, `digest` once a day; `none` is in
    the feed, and not counted as missed.

    """

    params: dict[str, Any] = {}

    json_limit: int | None | Unset
    if isinstance(limit, Unset):
        json_limit = UNSET
    else:
        json_limit = limit
    params["limit"] = json_limit

    json_cursor: None | str | Unset
    if isinstance(cursor, Unset):
        json_cursor = UNSET
    else:
        json_cursor = cursor
    params["cursor"] = json_cursor

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="get_preferences",
        method="GET",
        path="/api/v1/notifications/preferences",
        parse=_parse,
        takes_key=False,
        params=params,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> PreferencesList:
    response_200 = PreferencesList.from_dict(response.json())

    return response_200
