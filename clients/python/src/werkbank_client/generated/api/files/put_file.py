from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ....calls import Call
from ...models.file_role import FileRole
from ...models.file_shown import FileShown
from ...types import UNSET, File, Unset


def call(
    process_id: UUID,
    name: str,
    *,
    body: File,
    unit: None | str | Unset = UNSET,
    role: FileRole | None | Unset = UNSET,
    dry_run: bool | Unset = False,
    idempotency_key: str | Unset = UNSET,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Call[FileShown]:
    """Upload a file under its name.

    The body is the file; `unit` and `role` as in the upload by form. A file of exactly that
    name is replaced, and no other one, in its role unless another is stated; the same content
    in the same unit and role changes nothing. `If-Match` and `If-None-Match` take the SHA-256
    of the content, which is the ETag at `/content`, or the version of the process; `If-None-
    Match: *` makes sure that nothing is replaced.

    """
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    if not isinstance(if_match, Unset):
        headers["If-Match"] = if_match

    if not isinstance(if_none_match, Unset):
        headers["If-None-Match"] = if_none_match

    params: dict[str, Any] = {}

    json_unit: None | str | Unset
    if isinstance(unit, Unset):
        json_unit = UNSET
    else:
        json_unit = unit
    params["unit"] = json_unit

    json_role: None | str | Unset
    if isinstance(role, Unset):
        json_role = UNSET
    elif isinstance(role, FileRole):
        json_role = role.value
    else:
        json_role = role
    params["role"] = json_role

    params["dry_run"] = dry_run

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {}
    _kwargs["content"] = body.payload

    headers["Content-Type"] = "application/octet-stream"

    return Call(
        operation="put_file",
        method="PUT",
        path="/api/v1/processes/{process_id}/files/{name}".format(
            process_id=quote(str(process_id), safe=""),
            name=quote(str(name), safe=""),
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
