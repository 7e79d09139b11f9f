from typing import Any

import httpx

from ....calls import Call
from ...models.technology_page import TechnologyPage
from ...types import UNSET, Unset


def call(
    *,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
    q: None | str | Unset = UNSET,
) -> Call[TechnologyPage]:
    """Technologies.

    The seven categories of ISO/ASTM 52900, with their trade names and the default limits of
    the checks, each with its source or as an assumption.

    """

    params: dict[str, Any] = {}

    params["limit"] = limit

    json_cursor: None | str | Unset
    if isinstance(cursor, Unset):
        json_cursor = UNSET
    else:
        json_cursor = cursor
    params["cursor"] = json_cursor

    json_q: None | str | Unset
    if isinstance(q, Unset):
        json_q = UNSET
    else:
        json_q = q
    params["q"] = json_q

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="list_technologies",
        method="GET",
        path="/api/v1/technologies",
        parse=_parse,
        takes_key=False,
        params=params,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> TechnologyPage:
    response_200 = TechnologyPage.from_dict(response.json())

    return response_200
