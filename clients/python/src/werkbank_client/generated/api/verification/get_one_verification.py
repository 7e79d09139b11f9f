from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ....calls import Call
from ...models.record_shown import RecordShown


def call(
    process_id: UUID,
    verification: str,
) -> Call[RecordShown]:
    """Read one verification.

    By its number (`attempt`) or its id.

    """

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="get_one_verification",
        method="GET",
        path="/api/v1/processes/{process_id}/verifications/{verification}".format(
            process_id=quote(str(process_id), safe=""),
            verification=quote(str(verification), safe=""),
        ),
        parse=_parse,
        takes_key=False,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> RecordShown:
    response_200 = RecordShown.from_dict(response.json())

    return response_200
