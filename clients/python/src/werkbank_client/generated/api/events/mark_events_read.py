from typing import Any

import httpx

from ....calls import Call
from ...models.read_body import ReadBody
from ...models.read_shown import ReadShown
from ...types import UNSET, Unset


def call(
    *,
    body: ReadBody | Unset = UNSET,
    dry_run: bool | Unset = False,
    idempotency_key: str | Unset = UNSET,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Call[ReadShown]:
    """Mark events as read.

    For all devices of the caller. Reading events, or counting them, marks nothing as read. Of
    two positions the later one counts, unless `back` is true.

    """
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    if not isinstance(if_match, Unset):
        headers["If-Match"] = if_match

    if not isinstance(if_none_match, Unset):
        headers["If-None-Match"] = if_none_match

    params: dict[str, Any] = {}

    params["dry_run"] = dry_run

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {}

    if not isinstance(body, Unset):
        _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    return Call(
        operation="mark_events_read",
        method="PUT",
        path="/api/v1/events/read",
        parse=_parse,
        takes_key=True,
        params=params,
        headers=headers,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> ReadShown:
    response_200 = ReadShown.from_dict(response.json())

    return response_200
