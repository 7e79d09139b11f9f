from typing import Any
from uuid import UUID

import httpx

from ....calls import Call
from ...types import UNSET, Unset


def call(
    *,
    types: None | str | Unset = UNSET,
    project_id: None | Unset | UUID = UNSET,
    process_id: None | Unset | UUID = UNSET,
    own: bool | Unset = False,
    after: int | None | Unset = UNSET,
    last_event_id: None | str | Unset = UNSET,
) -> Call[str]:
    """Listen to events.

    Server-sent events: `id` is the position, `event` the type, `data` the event. A comment
    every 15 seconds shows that the stream lives. If the position is no longer kept, an event
    `reset` says so: read everything anew; the stream goes on from there. What you may hear is
    what you may see at that moment; the stream ends with your session or key. Who takes
    nothing for ten seconds is cut off, and may resume there. A visitor's drafts become the
    user's when they open the stream after logging in.

    """
    headers: dict[str, Any] = {}
    if not isinstance(last_event_id, Unset):
        headers["Last-Event-Id"] = last_event_id

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

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="stream_events",
        method="GET",
        path="/api/v1/events/stream",
        parse=_parse,
        takes_key=False,
        params=params,
        headers=headers,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> str:
    return response.text
