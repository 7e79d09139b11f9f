from typing import Any
from uuid import UUID

import httpx

from ....calls import Call
from ...models.list_requests_state_type_0 import ListRequestsStateType0
from ...models.request_page import RequestPage
from ...types import UNSET, Unset


def call(
    *,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
    state: ListRequestsStateType0 | None | Unset = UNSET,
    project_id: None | Unset | UUID = UNSET,
) -> Call[RequestPage]:
    """A contractor's inbox.

    What the caller's organizations were asked, newest first.

    """

    params: dict[str, Any] = {}

    params["limit"] = limit

    json_cursor: None | str | Unset
    if isinstance(cursor, Unset):
        json_cursor = UNSET
    else:
        json_cursor = cursor
    params["cursor"] = json_cursor

    json_state: None | str | Unset
    if isinstance(state, Unset):
        json_state = UNSET
    elif isinstance(state, ListRequestsStateType0):
        json_state = state.value
    else:
        json_state = state
    params["state"] = json_state

    json_project_id: None | str | Unset
    if isinstance(project_id, Unset):
        json_project_id = UNSET
    elif isinstance(project_id, UUID):
        json_project_id = str(project_id)
    else:
        json_project_id = project_id
    params["project_id"] = json_project_id

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="list_requests",
        method="GET",
        path="/api/v1/requests",
        parse=_parse,
        takes_key=False,
        params=params,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> RequestPage:
    response_200 = RequestPage.from_dict(response.json())

    return response_200
