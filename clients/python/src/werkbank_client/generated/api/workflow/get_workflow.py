from typing import Any
from urllib.parse import quote

import httpx

from ....calls import Call
from ...models.workflow_shown import WorkflowShown
from ...types import UNSET, Unset


def call(
    name: str,
    *,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Call[WorkflowShown]:
    """Read a lifecycle.

    `process` or `request`: all states with their deadlines, all moves with who may fire them,
    what they need and what guards them. The service itself works by these rows.

    """
    headers: dict[str, Any] = {}
    if not isinstance(if_match, Unset):
        headers["If-Match"] = if_match

    if not isinstance(if_none_match, Unset):
        headers["If-None-Match"] = if_none_match

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="get_workflow",
        method="GET",
        path="/api/v1/workflows/{name}".format(
            name=quote(str(name), safe=""),
        ),
        parse=_parse,
        takes_key=False,
        headers=headers,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> WorkflowShown:
    response_200 = WorkflowShown.from_dict(response.json())

    return response_200
