from typing import Any, Literal
from urllib.parse import quote
from uuid import UUID

import httpx

from ....calls import Call
from ...models.project_shown import ProjectShown
from ...types import UNSET, Unset


def call(
    project_id: UUID,
    *,
    include: Literal["processes"] | None | Unset = UNSET,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Call[ProjectShown]:
    """Read a project.

    With a row for each of its processes, or with all of them; a contractor sees only what was
    sent to it.

    """
    headers: dict[str, Any] = {}
    if not isinstance(if_match, Unset):
        headers["If-Match"] = if_match

    if not isinstance(if_none_match, Unset):
        headers["If-None-Match"] = if_none_match

    params: dict[str, Any] = {}

    json_include: Literal["processes"] | None | Unset
    if isinstance(include, Unset):
        json_include = UNSET
    else:
        json_include = include
    params["include"] = json_include

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="get_project",
        method="GET",
        path="/api/v1/projects/{project_id}".format(
            project_id=quote(str(project_id), safe=""),
        ),
        parse=_parse,
        takes_key=False,
        params=params,
        headers=headers,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> ProjectShown:
    response_200 = ProjectShown.from_dict(response.json())

    return response_200
