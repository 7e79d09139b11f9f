from typing import Any

import httpx

from ....calls import Call
from ...models.listed_contractor_page import ListedContractorPage
from ...models.standing import Standing
from ...types import UNSET, Unset


def call(
    *,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
    standing: None | Standing | Unset = UNSET,
) -> Call[ListedContractorPage]:
    """Contractors and their standing.

    Who waits for approval (`standing=pending`), and whose names look alike.

    """

    params: dict[str, Any] = {}

    params["limit"] = limit

    json_cursor: None | str | Unset
    if isinstance(cursor, Unset):
        json_cursor = UNSET
    else:
        json_cursor = cursor
    params["cursor"] = json_cursor

    json_standing: None | str | Unset
    if isinstance(standing, Unset):
        json_standing = UNSET
    elif isinstance(standing, Standing):
        json_standing = standing.value
    else:
        json_standing = standing
    params["standing"] = json_standing

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="list_contractor_standings",
        method="GET",
        path="/api/v1/operations/contractors",
        parse=_parse,
        takes_key=False,
        params=params,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> ListedContractorPage:
    response_200 = ListedContractorPage.from_dict(response.json())

    return response_200
