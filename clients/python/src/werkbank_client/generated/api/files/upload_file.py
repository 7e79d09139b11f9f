from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ....calls import Call
from ...models.file_shown import FileShown
from ...models.upload_file_body import UploadFileBody
from ...types import UNSET, Unset


def call(
    process_id: UUID,
    *,
    body: UploadFileBody,
    dry_run: bool | Unset = False,
    idempotency_key: str | Unset = UNSET,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Call[FileShown]:
    """Upload a file.

    The format is told from the content: STL, 3MF, OBJ, PLY, GLB, STEP. A model is a `part`
    unless `role` says otherwise, and anything else a `paper`. STL, OBJ and PLY carry no unit,
    so state it, here or later; GLB is in metres. A contractor adds papers to its order in the
    same way, until that is completed: they stay, and the client sees them.

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
    _kwargs["files"] = body.to_multipart()

    return Call(
        operation="upload_file",
        method="POST",
        path="/api/v1/processes/{process_id}/files".format(
            process_id=quote(str(process_id), safe=""),
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
