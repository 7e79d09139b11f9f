from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ....calls import Call
from ...models.file_shown import FileShown
from ...types import UNSET, Unset


def call(
    file_id: UUID,
    *,
    dry_run: bool | Unset = False,
    idempotency_key: str | Unset = UNSET,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Call[FileShown]:
    """Ask for a repaired copy of a model.

    Drops surplus triangles, welds cracks, turns triangles to the same side, fills holes that
    are flat or small. The copy is one more file of the process, `offered`, with what was
    changed in `repair`. The original is verified as before until the copy is accepted; to
    decline it, delete it.

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
        operation="repair_file",
        method="POST",
        path="/api/v1/files/{file_id}/repair".format(
            file_id=quote(str(file_id), safe=""),
        ),
        parse=_parse,
        takes_key=True,
        params=params,
        headers=headers,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> FileShown:
    response_201 = FileShown.from_dict(response.json())

    return response_201
