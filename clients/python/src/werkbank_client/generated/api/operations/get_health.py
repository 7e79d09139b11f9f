from typing import Any

import httpx

from ....calls import Call
from ...models.health_shown import HealthShown


def call() -> Call[HealthShown]:
    """How the service and its dependencies are.

    Also at `/health/ready` below the root. Answers within about a second. 200 also when
    `degraded`: without Redis, workers or mail the service still accepts everything, and does
    it later.

    """

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="get_health",
        method="GET",
        path="/api/v1/health/ready",
        parse=_parse,
        takes_key=False,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> HealthShown:
    response_200 = HealthShown.from_dict(response.json())

    return response_200
