from typing import Any

import httpx

from ....calls import Call
from ...models.me import Me
from ...models.profile_changes import ProfileChanges
from ...types import UNSET, Unset


def call(
    *,
    body: ProfileChanges | Unset = UNSET,
    dry_run: bool | Unset = False,
    idempotency_key: str | Unset = UNSET,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Call[Me]:
    """Change my name, language or time zone.

    JSON merge patch (RFC 7396). What somebody did before stays under the name that they had
    then.

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
        operation="update_me",
        method="PATCH",
        path="/api/v1/auth/me",
        parse=_parse,
        takes_key=True,
        params=params,
        headers=headers,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> Me:
    response_200 = Me.from_dict(response.json())

    return response_200
