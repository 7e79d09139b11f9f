from typing import Any

import httpx

from ....calls import Call
from ...models.project_of_inbox_page import ProjectOfInboxPage
from ...types import UNSET, Unset


def call(
    *,
    limit: int | Unset = 20,
    cursor: None | str | Unset = UNSET,
) -> Call[ProjectOfInboxPage]:
    """A contractor's inbox by project.

    What one client asks together, to be answered together with POST /requests/offers: the
    projects in which the caller is still under consideration, newest first.

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
        operation="list_requested_projects",
        method="GET",
        path="/api/v1/requests/projects",
        parse=_parse,
        takes_key=False,
        params=params,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> ProjectOfInboxPage:
    response_200 = ProjectOfInboxPage.from_dict(response.json())

    return response_200
