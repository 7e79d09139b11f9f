from typing import Any

import httpx

from ....calls import Call
from ...models.new_offers import NewOffers
from ...models.offer_list import OfferList
from ...types import UNSET, Unset


def call(
    *,
    body: NewOffers | Unset = UNSET,
    dry_run: bool | Unset = False,
    idempotency_key: str | Unset = UNSET,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Call[OfferList]:
    """Make offers for several parts.

    One line for each request, such as those of one project (see GET /requests/projects), all
    or nothing. What a line leaves out is as quoted.

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
        operation="make_offers",
        method="POST",
        path="/api/v1/requests/offers",
        parse=_parse,
        takes_key=True,
        params=params,
        headers=headers,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> OfferList:
    response_201 = OfferList.from_dict(response.json())

    return response_201
