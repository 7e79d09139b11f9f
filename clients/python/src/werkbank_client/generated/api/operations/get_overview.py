from typing import Any

import httpx

from ....calls import Call
from ...models.overview_shown import OverviewShown


def call() -> Call[OverviewShown]:
    """What to look at first.

    Orders by state, what waits and for how long, disputes, and webhooks and mails that fail.

    """

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="get_overview",
        method="GET",
        path="/api/v1/operations/overview",
        parse=_parse,
        takes_key=False,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> OverviewShown:
    response_200 = OverviewShown.from_dict(response.json())

    return response_200
