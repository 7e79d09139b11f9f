from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ....calls import Call
from ...models.offer_page import OfferPage
from ...types import UNSET, Unset


def call(
    process_id: UUID,
    *,
    limit: int | None | Unset = UNSET,
    cursor: None | str | Unset = UNSET,
) -> Call[OfferPage]:
    """List and compare offers.

    All offers that the caller may see, superseded ones too; `comparison` holds one line for
    each contractor that was asked last: its quote, its newest offer and what lies between
    them. The cheapest offer of each currency and the fastest one are marked for the client.

    """

    params: dict[str, Any] = {}

    json_limit: int | None | Unset
    if isinstance(limit, Unset):
        json_limit = UNSET
    else:
        json_limit = limit
    params["limit"] = json_limit

    json_cursor: None | str | Unset
    if isinstance(cursor, Unset):
        json_cursor = UNSET
    else:
        json_cursor = cursor
    params["cursor"] = json_cursor

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="list_offers",
        method="GET",
        path="/api/v1/processes/{process_id}/offers".format(
            process_id=quote(str(process_id), safe=""),
        ),
        parse=_parse,
        takes_key=False,
        params=params,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> OfferPage:
    response_200 = OfferPage.from_dict(response.json())

    return response_200
