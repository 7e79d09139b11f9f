from io import BytesIO
from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ....calls import Call
from ...types import UNSET, File, Unset


def call(
    file_id: UUID,
    *,
    marks: bool | Unset = False,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Call[File]:
    """A picture of a model."""
    headers: dict[str, Any] = {}
    if not isinstance(if_match, Unset):
        headers["If-Match"] = if_match

    if not isinstance(if_none_match, Unset):
        headers["If-None-Match"] = if_none_match

    params: dict[str, Any] = {}

    params["marks"] = marks

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="get_file_preview",
        method="GET",
        path="/api/v1/files/{file_id}/preview.png".format(
            file_id=quote(str(file_id), safe=""),
        ),
        parse=_parse,
        takes_key=False,
        params=params,
        headers=headers,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> File:
    response_200 = File(payload=BytesIO(response.content))

    return response_200
