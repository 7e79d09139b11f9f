from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ....calls import Call
from ...models.booked_address_shown import BookedAddressShown
from ...types import UNSET, Unset


def call(
    organization_id: UUID,
    address_id: UUID,
    *,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Call[BookedAddressShown]:
    """One address."""
    headers: dict[str, Any] = {}
    if not isinstance(if_match, Unset):
        headers["If-Match"] = if_match

    if not isinstance(if_none_match, Unset):
        headers["If-None-Match"] = if_none_match

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="get_address",
        method="GET",
        path="/api/v1/organizations/{organization_id}/addresses/{address_id}".format(
            organization_id=quote(str(organization_id), safe=""),
            address_id=quote(str(address_id), safe=""),
        ),
        parse=_parse,
        takes_key=False,
        headers=headers,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> BookedAddressShown:
    response_200 = BookedAddressShown.from_dict(response.json())

    return response_200
