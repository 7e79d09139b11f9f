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
) -> Call[None]:
    """Listen to events at a WebSocket.

    Say first where to begin: `{"after": 1841}`, or null for what comes from now on; an API
    key can be given beside it as `token`, for browsers of other sites cannot send it as a
    header. Then every message is an event; `{"ping": 1841}` every 20 seconds shows that the
    stream lives, and the position reached; a message of the type `reset` says that the
    position is no longer kept: read everything anew. Ends with the code 4401 when the session
    or key does not hold (any more), 4400 for a first message that makes no sense. The session
    cookie counts only for pages of this site.

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

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="listen_to_events",
        method="GET",
        path="/api/v1/events/ws",
        parse=_parse,
        takes_key=False,
        params=params,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> None:
    return None
