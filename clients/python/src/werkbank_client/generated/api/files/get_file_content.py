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
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Call[File]:
    """The content of a file.

    Answers ranges; its ETag is the SHA-256 of the content.

    """
    headers: dict[str, Any] = {}
    if not isinstance(if_match, Unset):
        headers["If-Match"] = if_match

    if not isinstance(if_none_match, Unset):
        headers["If-None-Match"] = if_none_match

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="get_file_content",
        method="GET",
        path="/api/v1/files/{file_id}/content".format(
            file_id=quote(str(file_id), safe=""),
        ),
        parse=_parse,
        takes_key=False,
        headers=headers,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> File:
    response_206 = File(payload=BytesIO(response.content))

    return response_206
