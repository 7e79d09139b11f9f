from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ....calls import Call


def call(
    process_id: UUID,
) -> Call[str]:
    """The history as CSV."""

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="get_history_csv",
        method="GET",
        path="/api/v1/processes/{process_id}/history.csv".format(
            process_id=quote(str(process_id), safe=""),
        ),
        parse=_parse,
        takes_key=False,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> str:
    return response.text
