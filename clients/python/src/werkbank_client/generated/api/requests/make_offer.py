from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ....calls import Call
from ...models.new_offer import NewOffer
from ...models.offer_shown import OfferShown
from ...types import UNSET, Unset


def call(
    request_id: UUID,
    *,
    body: NewOffer | Unset = UNSET,
    dry_run: bool | Unset = False,
    idempotency_key: str | Unset = UNSET,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Call[OfferShown]:
    """Make an offer.

    Binding until `valid_until`; it supersedes an earlier one. What the body leaves out is as
    quoted, so that an empty one offers as quoted.

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
        operation="make_offer",
        method="POST",
        path="/api/v1/requests/{request_id}/actions/offer".format(
            request_id=quote(str(request_id), safe=""),
        ),
        parse=_parse,
        takes_key=True,
        params=params,
        headers=headers,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> OfferShown:
    response_201 = OfferShown.from_dict(response.json())

    return response_201
