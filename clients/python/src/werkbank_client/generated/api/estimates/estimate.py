from typing import Any

import httpx

from ....calls import Call
from ...models.estimate_wish import EstimateWish
from ...models.estimates_shown import EstimatesShown
from ...types import UNSET, Unset


def call(
    *,
    body: EstimateWish | Unset = UNSET,
    dry_run: bool | Unset = False,
    idempotency_key: str | Unset = UNSET,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Call[EstimatesShown]:
    """What would it cost?.

    Prices a part in several materials, technologies and quantities, up to 60 combinations,
    without a process. Keeps nothing and binds nobody. Scores compare quotes within their
    currency only; the distance to the client counts where both countries' places are known.

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
        operation="estimate",
        method="POST",
        path="/api/v1/estimates",
        parse=_parse,
        takes_key=True,
        params=params,
        headers=headers,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> EstimatesShown:
    response_200 = EstimatesShown.from_dict(response.json())

    return response_200
