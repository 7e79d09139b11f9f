from typing import Any, cast
from urllib.parse import quote

import httpx

from ....calls import Call
from ...types import UNSET, Unset


def call(
    name: str,
    *,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Call[str]:
    """A lifecycle as a picture."""
    headers: dict[str, Any] = {}
    if not isinstance(if_match, Unset):
        headers["If-Match"] = if_match

    if not isinstance(if_none_match, Unset):
        headers["If-None-Match"] = if_none_match

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="get_workflow_picture",
        method="GET",
        path="/api/v1/workflows/{name}.svg".format(
            name=quote(str(name), safe=""),
        ),
        parse=_parse,
        takes_key=False,
        headers=headers,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> str:
    return cast(str, response.content)
