from typing import Any

import httpx

from ....calls import Call
from ...models.me import Me
from ...models.registration import Registration
from ...types import UNSET, Unset


def call(
    *,
    body: Registration | Unset = UNSET,
    dry_run: bool | Unset = False,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Call[Me]:
    """Register.

    Makes a user with an organization of their own and logs them in. A visitor's drafts become
    the user's. Where addresses have to be confirmed, a link is mailed, and the answer is the
    same whether somebody has registered with the address already; until the link was opened
    the account lasts as long as this session.

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
        operation="register",
        method="POST",
        path="/api/v1/auth/register",
        parse=_parse,
        takes_key=False,
        params=params,
        headers=headers,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> Me:
    response_201 = Me.from_dict(response.json())

    return response_201
