from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ....calls import Call
from ...models.offers_of_project import OffersOfProject
from ...types import UNSET, Unset


def call(
    project_id: UUID,
    *,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> Call[OffersOfProject]:
    """Compare the offers of a project.

    For each process that was sent one line per contractor, as in GET /processes/{id}/offers;
    `totals` says what each contractor's offers of this page come to, one row per currency.

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
        operation="compare_offers",
        method="GET",
        path="/api/v1/projects/{project_id}/offers".format(
            project_id=quote(str(project_id), safe=""),
        ),
        parse=_parse,
        takes_key=False,
        params=params,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> OffersOfProject:
    response_200 = OffersOfProject.from_dict(response.json())

    return response_200
