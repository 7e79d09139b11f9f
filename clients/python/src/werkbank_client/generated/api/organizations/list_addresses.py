from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ....calls import Call
from ...models.address_page import AddressPage
from ...models.address_use import AddressUse
from ...types import UNSET, Unset


def call(
    organization_id: UUID,
    *,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
    use: AddressUse | None | Unset = UNSET,
) -> Call[AddressPage]:
    """Address book.

    The addresses of the organization, oldest first.

    """

    params: dict[str, Any] = {}

    params["limit"] = limit

    json_cursor: None | str | Unset
    if isinstance(cursor, Unset):
        json_cursor = UNSET
    else:
        json_cursor = cursor
    params["cursor"] = json_cursor

    json_use: None | str | Unset
    if isinstance(use, Unset):
        json_use = UNSET
    elif isinstance(use, AddressUse):
        json_use = use.value
    else:
        json_use = use
    params["use"] = json_use

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="list_addresses",
        method="GET",
        path="/api/v1/organizations/{organization_id}/addresses".format(
            organization_id=quote(str(organization_id), safe=""),
        ),
        parse=_parse,
        takes_key=False,
        params=params,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> AddressPage:
    response_200 = AddressPage.from_dict(response.json())

    return response_200
