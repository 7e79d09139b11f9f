from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ....calls import Call
from ...models.message_page import MessagePage
from ...types import UNSET, Unset


def call(
    process_id: UUID,
    *,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
    request_id: None | Unset | UUID = UNSET,
) -> Call[MessagePage]:
    """Messages of a process.

    Oldest first. A contractor sees what is between it and the client.

    """

    params: dict[str, Any] = {}

    params["limit"] = limit

    json_cursor: None | str | Unset
    if isinstance(cursor, Unset):
        json_cursor = UNSET
    else:
        json_cursor = cursor
    params["cursor"] = json_cursor

    json_request_id: None | str | Unset
    if isinstance(request_id, Unset):
        json_request_id = UNSET
    elif isinstance(request_id, UUID):
        json_request_id = str(request_id)
    else:
        json_request_id = request_id
    params["request_id"] = json_request_id

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="list_messages",
        method="GET",
        path="/api/v1/processes/{process_id}/messages".format(
            process_id=quote(str(process_id), safe=""),
        ),
        parse=_parse,
        takes_key=False,
        params=params,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> MessagePage:
    response_200 = MessagePage.from_dict(response.json())

    return response_200
