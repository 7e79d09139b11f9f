from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ....calls import Call
from ...models.record_shown import RecordShown


def call(
    process_id: UUID,
) -> Call[RecordShown]:
    """Read the last verification.

    The record in full; present after a failure too. `stale_because` names what has changed
    since.

    """

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="get_verification",
        method="GET",
        path="/api/v1/processes/{process_id}/verification".format(
            process_id=quote(str(process_id), safe=""),
        ),
        parse=_parse,
        takes_key=False,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> RecordShown:
    response_200 = RecordShown.from_dict(response.json())

    return response_200
