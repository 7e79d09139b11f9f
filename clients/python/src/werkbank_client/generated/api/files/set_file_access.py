from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ....calls import Call
from ...models.access import Access
from ...models.access_shown import AccessShown
from ...types import UNSET, Unset


def call(
    process_id: UUID,
    *,
    body: Access | Unset = UNSET,
    dry_run: bool | Unset = False,
    idempotency_key: str | Unset = UNSET,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Call[AccessShown]:
    """Show files to contractors, or keep them back.

    Contractors that the client has chosen by name get the files, those of the ranking
    (`best`, or `send` without a choice) measures and pictures, unless this says otherwise;
    best said before sending, as what was mailed cannot be taken back. Who is confirmed always
    gets them.

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
        operation="set_file_access",
        method="PUT",
        path="/api/v1/processes/{process_id}/file_access".format(
            process_id=quote(str(process_id), safe=""),
        ),
        parse=_parse,
        takes_key=True,
        params=params,
        headers=headers,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> AccessShown:
    response_200 = AccessShown.from_dict(response.json())

    return response_200
