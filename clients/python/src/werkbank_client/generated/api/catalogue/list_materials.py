from typing import Any

import httpx

from ....calls import Call
from ...models.material_page import MaterialPage
from ...types import UNSET, Unset


def call(
    *,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
    q: None | str | Unset = UNSET,
    technology: None | str | Unset = UNSET,
    category: None | str | Unset = UNSET,
) -> Call[MaterialPage]:
    """Materials."""

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

    json_technology: None | str | Unset
    if isinstance(technology, Unset):
        json_technology = UNSET
    else:
        json_technology = technology
    params["technology"] = json_technology

    json_category: None | str | Unset
    if isinstance(category, Unset):
        json_category = UNSET
    else:
        json_category = category
    params["category"] = json_category

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="list_materials",
        method="GET",
        path="/api/v1/materials",
        parse=_parse,
        takes_key=False,
        params=params,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> MaterialPage:
    response_200 = MaterialPage.from_dict(response.json())

    return response_200
