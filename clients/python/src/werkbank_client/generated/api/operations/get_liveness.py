from typing import Any

import httpx

from ....calls import Call
from ...models.live_shown import LiveShown


def call() -> Call[LiveShown]:
    """Whether this process answers.

    Also at `/health/live` below the root. Asks no dependency.

    """

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="get_liveness",
        method="GET",
        path="/api/v1/health/live",
        parse=_parse,
        takes_key=False,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> LiveShown:
    response_200 = LiveShown.from_dict(response.json())

    return response_200
