from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ....calls import Call
from ...models.file_shown import FileShown
from ...types import UNSET, Unset


def call(
    file_id: UUID,
    *,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Call[FileShown]:
    """One file."""
    headers: dict[str, Any] = {}
    if not isinstance(if_match, Unset):
        headers["If-Match"] = if_match

    if not isinstance(if_none_match, Unset):
        headers["If-None-Match"] = if_none_match

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="get_file",
        method="GET",
        path="/api/v1/files/{file_id}".format(
            file_id=quote(str(file_id), safe=""),
        ),
        parse=_parse,
        takes_key=False,
        headers=headers,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> FileShown:
    response_200 = FileShown.from_dict(response.json())

    return response_200
