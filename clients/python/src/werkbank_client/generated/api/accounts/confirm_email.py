from typing import Any

import httpx

from ....calls import Call
from ...models.email_confirmation import EmailConfirmation
from ...types import UNSET, Unset


def call(
    *,
    body: EmailConfirmation | Unset = UNSET,
    dry_run: bool | Unset = False,
    idempotency_key: str | Unset = UNSET,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Call[None]:
    """Confirm an address by a mailed link.

    Works once. From now on the account is found by its address: it can be logged in to,
    invited, and mailed. Anybody can register with any address: so whoever confirms one shows
    that the account is theirs, too, by its password or in a session of it.

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
        operation="confirm_email",
        method="POST",
        path="/api/v1/auth/email/confirm",
        parse=_parse,
        takes_key=True,
        params=params,
        headers=headers,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> None:
    return None
