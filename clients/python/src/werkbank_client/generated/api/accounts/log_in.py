from typing import Any

import httpx

from ....calls import Call
from ...models.login_body import LoginBody
from ...models.me import Me
from ...types import UNSET, Unset


def call(
    *,
    body: LoginBody | Unset = UNSET,
    dry_run: bool | Unset = False,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Call[Me]:
    """Log in.

    Begins a new session under a new cookie. A visitor's drafts become the user's. Where new
    devices have to be approved, `must_approve` says that a link was mailed for that.

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
        operation="log_in",
        method="POST",
        path="/api/v1/auth/login",
        parse=_parse,
        takes_key=False,
        params=params,
        headers=headers,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> Me:
    response_200 = Me.from_dict(response.json())

    return response_200
