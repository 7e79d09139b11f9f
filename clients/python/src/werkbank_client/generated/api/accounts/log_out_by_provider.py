from typing import Any
from urllib.parse import quote

import httpx

from ....calls import Call
from ...models.log_out_by_provider_body import LogOutByProviderBody
from ...types import UNSET, Unset


def call(
    name: str,
    *,
    body: LogOutByProviderBody,
    dry_run: bool | Unset = False,
    idempotency_key: str | Unset = UNSET,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Call[None]:
    """End the sessions of whom a provider has logged out.

    For providers (OpenID Connect Back-Channel Logout 1.0), which show a token that they have
    signed. All sessions of the account end; the token has to name a `sub`.

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
    _kwargs["data"] = body.to_dict()

    headers["Content-Type"] = "application/x-www-form-urlencoded"

    return Call(
        operation="log_out_by_provider",
        method="POST",
        path="/api/v1/auth/oidc/{name}/backchannel_logout".format(
            name=quote(str(name), safe=""),
        ),
        parse=_parse,
        takes_key=True,
        params=params,
        headers=headers,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> None:
    return None
