from typing import Any
from urllib.parse import quote

import httpx

from ....calls import Call
from ...models.logout_shown import LogoutShown
from ...types import UNSET, Unset


def call(
    name: str,
    *,
    dry_run: bool | Unset = False,
    idempotency_key: str | Unset = UNSET,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Call[LogoutShown]:
    """Log out of a provider, too.

    Ends the session of the cookie, and answers where the browser ends that of the provider
    (RP-initiated logout).

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

    return Call(
        operation="log_out_of_provider",
        method="POST",
        path="/api/v1/auth/oidc/{name}/logout".format(
            name=quote(str(name), safe=""),
        ),
        parse=_parse,
        takes_key=True,
        params=params,
        headers=headers,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> LogoutShown:
    response_200 = LogoutShown.from_dict(response.json())

    return response_200
