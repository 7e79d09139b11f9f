from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ....calls import Call
from ...models.request_of_inbox import RequestOfInbox
from ...types import UNSET, Unset


def call(
    request_id: UUID,
    *,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Call[RequestOfInbox]:
    """Read a request."""
    headers: dict[str, Any] = {}
    if not isinstance(if_match, Unset):
        headers["If-Match"] = if_match

    if not isinstance(if_none_match, Unset):
        headers["If-None-Match"] = if_none_match

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="get_request",
        method="GET",
        path="/api/v1/requests/{request_id}".format(
            request_id=quote(str(request_id), safe=""),
        ),
        parse=_parse,
        takes_key=False,
        headers=headers,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> RequestOfInbox:
    response_200 = RequestOfInbox.from_dict(response.json())

    return response_200
