from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ....calls import Call
from ...models.file_changes import FileChanges
from ...models.file_shown import FileShown
from ...types import UNSET, Unset


def call(
    file_id: UUID,
    *,
    body: FileChanges | Unset = UNSET,
    dry_run: bool | Unset = False,
    idempotency_key: str | Unset = UNSET,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Call[FileShown]:
    """State the unit or the role of a file, or rename it.

    Another unit makes a draft of a verified process again, as does another set of parts: a
    model in the role `reference` is shown and not made. A repaired copy and its original have
    the same role.

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
        operation="update_file",
        method="PATCH",
        path="/api/v1/files/{file_id}".format(
            file_id=quote(str(file_id), safe=""),
        ),
        parse=_parse,
        takes_key=True,
        params=params,
        headers=headers,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> FileShown:
    response_200 = FileShown.from_dict(response.json())

    return response_200
