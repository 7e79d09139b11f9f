from typing import Any

import httpx

from ....calls import Call
from ...models.project_page import ProjectPage
from ...types import UNSET, Unset


def call(
    *,
    dry_run: bool | Unset = False,
    idempotency_key: str | Unset = UNSET,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Call[ProjectPage]:
    """Save a visitor's drafts.

    The drafts of this browser become the user's. Logging in does the same by itself, and so
    does opening the event stream after it. The feed of the user's organization then holds a
    `project.saved` for each project, and before it what the visitor could hear of it: who has
    read beyond that, fetches the project anew.

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

    return Call(
        operation="save_projects",
        method="POST",
        path="/api/v1/projects/save",
        parse=_parse,
        takes_key=True,
        params=params,
        headers=headers,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> ProjectPage:
    response_200 = ProjectPage.from_dict(response.json())

    return response_200
