from typing import Any

import httpx

from ....calls import Call
from ...models.organization_page import OrganizationPage
from ...types import UNSET, Unset


def call(
    *,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> Call[OrganizationPage]:
    """My organizations.

    The organizations in which the caller holds organization:read, oldest first.

    """

    params: dict[str, Any] = {}

    params["limit"] = limit

    json_cursor: None | str | Unset
    if isinstance(cursor, Unset):
        json_cursor = UNSET
    else:
        json_cursor = cursor
    params["cursor"] = json_cursor

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="list_organizations",
        method="GET",
        path="/api/v1/organizations",
        parse=_parse,
        takes_key=False,
        params=params,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> OrganizationPage:
    response_200 = OrganizationPage.from_dict(response.json())

    return response_200
