from typing import Any

import httpx

from ....calls import Call
from ...models.enrolment_shown import EnrolmentShown
from ...models.password_shown import PasswordShown
from ...types import UNSET, Unset


def call(
    *,
    body: PasswordShown | Unset = UNSET,
    dry_run: bool | Unset = False,
    idempotency_key: str | Unset = UNSET,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Call[EnrolmentShown]:
    """Enrol an authenticator.

    Makes a secret (TOTP, RFC 6238: SHA-1, six figures, 30 seconds). It counts once `POST
    /auth/totp/confirm` has got a code of it; asking again replaces what was not confirmed.

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
        operation="begin_second_factor",
        method="POST",
        path="/api/v1/auth/totp",
        parse=_parse,
        takes_key=True,
        params=params,
        headers=headers,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> EnrolmentShown:
    response_201 = EnrolmentShown.from_dict(response.json())

    return response_201
