from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ....calls import Call
from ...models.new_clone import NewClone
from ...models.project_shown import ProjectShown
from ...types import UNSET, Unset


def call(
    project_id: UUID,
    *,
    body: NewClone | Unset = UNSET,
    dry_run: bool | Unset = False,
    idempotency_key: str | Unset = UNSET,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Call[ProjectShown]:
    """Clone a project.

    Title, details, and a draft for every process with its configuration and files. Clones
    wait for each other as the originals do. States, quotes, choices and messages stay behind.
    Contents of files are shared, not copied.

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
        operation="clone_project",
        method="POST",
        path="/api/v1/projects/{project_id}/clone".format(
            project_id=quote(str(project_id), safe=""),
        ),
        parse=_parse,
        takes_key=True,
        params=params,
        headers=headers,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> ProjectShown:
    response_201 = ProjectShown.from_dict(response.json())

    return response_201
