from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ....calls import Call
from ...models.choice_body import ChoiceBody
from ...models.choice_result import ChoiceResult
from ...types import UNSET, Unset


def call(
    project_id: UUID,
    *,
    body: ChoiceBody | Unset = UNSET,
    dry_run: bool | Unset = False,
    idempotency_key: str | Unset = UNSET,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Call[ChoiceResult]:
    """Choose contractors for several processes.

    Whom `send` will ask: the same for all, or the best of each verification. With `together`
    all go to one shop: the answer lists who makes all of them, for how much and by when, and
    which process stops whom; a dry run compares and chooses nobody.

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
        operation="choose_for_processes",
        method="PUT",
        path="/api/v1/projects/{project_id}/choice".format(
            project_id=quote(str(project_id), safe=""),
        ),
        parse=_parse,
        takes_key=True,
        params=params,
        headers=headers,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> ChoiceResult:
    response_200 = ChoiceResult.from_dict(response.json())

    return response_200
