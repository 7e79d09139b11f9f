from typing import Any, Literal
from urllib.parse import quote
from uuid import UUID

import httpx

from ....calls import Call
from ...models.process_shown import ProcessShown
from ...types import UNSET, Unset


def call(
    process_id: UUID,
    *,
    include: Literal["completeness"] | None | Unset = UNSET,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Call[ProcessShown]:
    """Read a process.

    State, what you may do next (`actions`), and what is `missing`.

    """
    headers: dict[str, Any] = {}
    if not isinstance(if_match, Unset):
        headers["If-Match"] = if_match

    if not isinstance(if_none_match, Unset):
        headers["If-None-Match"] = if_none_match

    params: dict[str, Any] = {}

    json_include: Literal["completeness"] | None | Unset
    if isinstance(include, Unset):
        json_include = UNSET
    else:
        json_include = include
    params["include"] = json_include

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="get_process",
        method="GET",
        path="/api/v1/processes/{process_id}".format(
            process_id=quote(str(process_id), safe=""),
        ),
        parse=_parse,
        takes_key=False,
        params=params,
        headers=headers,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> ProcessShown:
    response_200 = ProcessShown.from_dict(response.json())

    return response_200
