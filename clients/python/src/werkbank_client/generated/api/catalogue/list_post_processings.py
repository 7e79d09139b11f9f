from typing import Any

import httpx

from ....calls import Call
from ...models.post_processing_page import PostProcessingPage
from ...types import UNSET, Unset


def call(
    *,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
    q: None | str | Unset = UNSET,
    material_id: None | str | Unset = UNSET,
) -> Call[PostProcessingPage]:
    """Post-processings."""

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

    json_material_id: None | str | Unset
    if isinstance(material_id, Unset):
        json_material_id = UNSET
    else:
        json_material_id = material_id
    params["material_id"] = json_material_id

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="list_post_processings",
        method="GET",
        path="/api/v1/post_processings",
        parse=_parse,
        takes_key=False,
        params=params,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> PostProcessingPage:
    response_200 = PostProcessingPage.from_dict(response.json())

    return response_200
