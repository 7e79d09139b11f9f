from typing import Any
from uuid import UUID

import httpx

from ....calls import Call
from ...models.event_page import EventPage
from ...types import UNSET, Unset


def call(
    *,
    types: None | str | Unset = UNSET,
    project_id: None | Unset | UUID = UNSET,
    process_id: None | Unset | UUID = UNSET,
    own: bool | Unset = False,
    after: int | None | Unset = UNSET,
    cursor: None | str | Unset = UNSET,
    limit: int | Unset = 50,
) -> Call[EventPage]:
    """Read events.

    Whoever reads on after the last position that they saw misses nothing. One's own doings
    are left out unless asked for.

    """

    params: dict[str, Any] = {}

    json_types: None | str | Unset
    if isinstance(types, Unset):
        json_types = UNSET
    else:
        json_types = types
    params["types"] = json_types

    json_project_id: None | str | Unset
    if isinstance(project_id, Unset):
        json_project_id = UNSET
    elif isinstance(project_id, UUID):
        json_project_id = str(project_id)
    else:
        json_project_id = project_id
    params["project_id"] = json_project_id

    json_process_id: None | str | Unset
    if isinstance(process_id, Unset):
        json_process_id = UNSET
    elif isinstance(process_id, UUID):
        json_process_id = str(process_id)
    else:
        json_process_id = process_id
    params["process_id"] = json_process_id

    params["own"] = own

    json_after: int | None | Unset
    if isinstance(after, Unset):
        json_after = UNSET
    else:
        json_after = after
    params["after"] = json_after

    json_cursor: None | str | Unset
    if isinstance(cursor, Unset):
        json_cursor = UNSET
    else:
        json_cursor = cursor
    params["cursor"] = json_cursor

    params["limit"] = limit

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="list_events",
        method="GET",
        path="/api/v1/events",
        parse=_parse,
        takes_key=False,
        params=params,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> EventPage:
    response_200 = EventPage.from_dict(response.json())

    return response_200
