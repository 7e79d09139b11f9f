from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ....calls import Call
from ...models.history_list import HistoryList
from ...types import UNSET, Unset


def call(
    process_id: UUID,
    *,
    limit: int | None | Unset = UNSET,
    cursor: None | str | Unset = UNSET,
) -> Call[HistoryList]:
    """Who did what and when.

    In order. Also as `/history.csv` and `/history.pdf`.

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
        operation="get_history",
        method="GET",
        path="/api/v1/processes/{process_id}/history".format(
            process_id=quote(str(process_id), safe=""),
        ),
        parse=_parse,
        takes_key=False,
        params=params,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> HistoryList:
    response_200 = HistoryList.from_dict(response.json())

    return response_200
