from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ....calls import Call
from ...models.download_page import DownloadPage
from ...types import UNSET, Unset


def call(
    process_id: UUID,
    *,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> Call[DownloadPage]:
    """Who downloaded files.

    What contractors downloaded, newest first; only the client's side sees it.

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
        operation="list_file_accesses",
        method="GET",
        path="/api/v1/processes/{process_id}/file_accesses".format(
            process_id=quote(str(process_id), safe=""),
        ),
        parse=_parse,
        takes_key=False,
        params=params,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> DownloadPage:
    response_200 = DownloadPage.from_dict(response.json())

    return response_200
