from typing import Any

import httpx

from ....calls import Call
from ...models.link_promised import LinkPromised
from ...models.reset_request import ResetRequest
from ...types import UNSET, Unset


def call(
    *,
    body: ResetRequest | Unset = UNSET,
    dry_run: bool | Unset = False,
    idempotency_key: str | Unset = UNSET,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Call[LinkPromised]:
    """Have a link for a new password mailed.

    Answers alike, and in the same time, whether somebody has registered with the address. One
    address gets at most five such mails an hour; the link works once, for half an hour from
    when it was mailed.

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
        operation="request_password_reset",
        method="POST",
        path="/api/v1/auth/password/reset",
        parse=_parse,
        takes_key=True,
        params=params,
        headers=headers,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> LinkPromised:
    response_202 = LinkPromised.from_dict(response.json())

    return response_202
