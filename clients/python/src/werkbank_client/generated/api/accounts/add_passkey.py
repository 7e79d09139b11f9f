from typing import Any

import httpx

from ....calls import Call
from ...models.new_passkey import NewPasskey
from ...models.passkey_shown import PasskeyShown
from ...types import UNSET, Unset


def call(
    *,
    body: NewPasskey | Unset = UNSET,
    dry_run: bool | Unset = False,
    idempotency_key: str | Unset = UNSET,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Call[PasskeyShown]:
    """Add a passkey.

    With the answer of `navigator.credentials.create()`; a mail says so.

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
        operation="add_passkey",
        method="POST",
        path="/api/v1/auth/passkeys",
        parse=_parse,
        takes_key=True,
        params=params,
        headers=headers,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> PasskeyShown:
    response_201 = PasskeyShown.from_dict(response.json())

    return response_201
