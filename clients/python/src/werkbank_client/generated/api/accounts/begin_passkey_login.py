from typing import Any

import httpx

from ....calls import Call
from ...models.challenge_shown import ChallengeShown
from ...models.passkey_login_wish import PasskeyLoginWish
from ...types import UNSET, Unset


def call(
    *,
    body: PasskeyLoginWish | Unset = UNSET,
    dry_run: bool | Unset = False,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Call[ChallengeShown]:
    """Begin a login by a passkey.

    Answers what `navigator.credentials.get()` takes, for the session that asks, or for a
    caller without one. With the `login_token` of a login that wants a code, a passkey of that
    user stands in for the code.

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
        operation="begin_passkey_login",
        method="POST",
        path="/api/v1/auth/passkeys/login/options",
        parse=_parse,
        takes_key=False,
        params=params,
        headers=headers,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> ChallengeShown:
    response_200 = ChallengeShown.from_dict(response.json())

    return response_200
