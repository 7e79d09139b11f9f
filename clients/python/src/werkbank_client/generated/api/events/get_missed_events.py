from typing import Any

import httpx

from ....calls import Call
from ...models.missed_shown import MissedShown


def call() -> Call[MissedShown]:
    """Count missed events.

    Per project, process and organization since the read position, which only `PUT
    /events/read` moves. The numbers of a project include those of its processes. They are the
    same on all devices. Of more than 10,000 events since then, one's own among them, the
    newest are looked at; `more` says so, and each number is then the least that it can be.

    """

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="get_missed_events",
        method="GET",
        path="/api/v1/events/missed",
        parse=_parse,
        takes_key=False,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> MissedShown:
    response_200 = MissedShown.from_dict(response.json())

    return response_200
