from typing import Any

import httpx

from ....calls import Call
from ...models.me import Me
from ...models.passkey_login import PasskeyLogin
from ...types import UNSET, Unset


def call(
    *,
    body: PasskeyLogin | Unset = UNSET,
    dry_run: bool | Unset = False,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Call[Me]:
    """Log in by a passkey.

    With the answer of `navigator.credentials.get()`. It counts as two factors, and as
    approval of a new device. A visitor's drafts become the user's.

    """
    headers: dict[str, Any] = {}
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
        operation="log_in_with_passkey",
        method="POST",
        path="/api/v1/auth/passkeys/login",
        parse=_parse,
        takes_key=False,
        params=params,
        headers=headers,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> Me:
    response_200 = Me.from_dict(response.json())

    return response_200
