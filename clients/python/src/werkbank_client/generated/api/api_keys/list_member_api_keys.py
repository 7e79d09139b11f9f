from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ....calls import Call
from ...models.member_key_page import MemberKeyPage
from ...types import UNSET, Unset


def call(
    organization_id: UUID,
    *,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> Call[MemberKeyPage]:
    """API keys of members.

    The keys by which programs act for the organization, oldest first: those of its members
    that are not revoked, and that are bound to no other organization.

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
        operation="list_member_api_keys",
        method="GET",
        path="/api/v1/organizations/{organization_id}/api_keys".format(
            organization_id=quote(str(organization_id), safe=""),
        ),
        parse=_parse,
        takes_key=False,
        params=params,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> MemberKeyPage:
    response_200 = MemberKeyPage.from_dict(response.json())

    return response_200
