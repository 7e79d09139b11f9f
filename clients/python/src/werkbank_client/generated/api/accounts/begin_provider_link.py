from typing import Any
from urllib.parse import quote

import httpx

from ....calls import Call
from ...models.linking import Linking
from ...models.linking_begun import LinkingBegun
from ...types import UNSET, Unset


def call(
    name: str,
    *,
    body: Linking | Unset = UNSET,
    dry_run: bool | Unset = False,
    idempotency_key: str | Unset = UNSET,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Call[LinkingBegun]:
    """Link my account to a provider.

    The answer sets a cookie, by which the provider's answer is for this browser alone. Takes
    a login of the last half hour; a mail says what was linked.

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
        operation="begin_provider_link",
        method="POST",
        path="/api/v1/auth/oidc/{name}/link".format(
            name=quote(str(name), safe=""),
        ),
        parse=_parse,
        takes_key=True,
        params=params,
        headers=headers,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> LinkingBegun:
    response_200 = LinkingBegun.from_dict(response.json())

    return response_200
