from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ....calls import Call
from ...models.batch_result import BatchResult
from ...models.verify_body import VerifyBody
from ...types import UNSET, Unset


def call(
    project_id: UUID,
    *,
    body: VerifyBody | Unset = UNSET,
    dry_run: bool | Unset = False,
    idempotency_key: str | Unset = UNSET,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Call[BatchResult]:
    """Verify processes.

    Workers calculate whether each part can be made, by whom, at what price and by when. With
    `send`, each goes on to the contractors by itself.

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
        operation="verify_project",
        method="POST",
        path="/api/v1/projects/{project_id}/verify".format(
            project_id=quote(str(project_id), safe=""),
        ),
        parse=_parse,
        takes_key=True,
        params=params,
        headers=headers,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> BatchResult:
    response_202 = BatchResult.from_dict(response.json())

    return response_202
