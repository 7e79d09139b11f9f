from typing import Any

import httpx

from ....calls import Call
from ...models.finding_page import FindingPage
from ...types import UNSET, Unset


def call(
    *,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> Call[FindingPage]:
    """Look for contradictions.

    Examines `limit` processes: the hash chain of the history, the state it ends in, and that
    requests, offers, pieces, shipments and events agree with it. Go on with `next` until it
    is null. `werkbank check` does the same for all.

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
        operation="check_consistency",
        method="GET",
        path="/api/v1/operations/consistency",
        parse=_parse,
        takes_key=False,
        params=params,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> FindingPage:
    response_200 = FindingPage.from_dict(response.json())

    return response_200
