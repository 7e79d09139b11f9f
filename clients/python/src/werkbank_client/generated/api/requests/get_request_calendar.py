from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ....calls import Call
from ...models.calendar_shown import CalendarShown


def call(
    request_id: UUID,
) -> Call[CalendarShown]:
    """A request in its contractor's calendar.

    The days until the parts arrive: on which the contractor works, by when it has to answer,
    start, ship and deliver, and what else leaves on them. For the contractor.

    """

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="get_request_calendar",
        method="GET",
        path="/api/v1/requests/{request_id}/calendar".format(
            request_id=quote(str(request_id), safe=""),
        ),
        parse=_parse,
        takes_key=False,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> CalendarShown:
    response_200 = CalendarShown.from_dict(response.json())

    return response_200
