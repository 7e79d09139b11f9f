from typing import Any

import httpx

from ....calls import Call
from ...models.second_factor_shown import SecondFactorShown


def call() -> Call[SecondFactorShown]:
    """My second factor.

    Whether logins ask for a code, and whether they have to.

    """

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="get_second_factor",
        method="GET",
        path="/api/v1/auth/totp",
        parse=_parse,
        takes_key=False,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> SecondFactorShown:
    response_200 = SecondFactorShown.from_dict(response.json())

    return response_200
