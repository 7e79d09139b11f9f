from typing import Any

import httpx

from ....calls import Call
from ...models.api_key_made import ApiKeyMade
from ...models.new_api_key import NewApiKey
from ...types import UNSET, Unset


def call(
    *,
    body: NewApiKey | Unset = UNSET,
    dry_run: bool | Unset = False,
    idempotency_key: str | Unset = UNSET,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Call[ApiKeyMade]:
    """Make an API key.

    Send it as `Authorization: Bearer wb_...`. It never may more than its owner may at the
    time. A key makes others with the right `keys:manage`; those may no more than itself, and
    end with it.

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
        operation="create_api_key",
        method="POST",
        path="/api/v1/api_keys",
        parse=_parse,
        takes_key=True,
        params=params,
        headers=headers,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> ApiKeyMade:
    response_201 = ApiKeyMade.from_dict(response.json())

    return response_201
