from typing import Any

import httpx

from ....calls import Call
from ...models.me import Me


def call() -> Call[Me]:
    """Who I am.

    The user or visitor who asks, with their organizations, rights and CSRF token.

    """

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="get_me",
        method="GET",
        path="/api/v1/auth/me",
        parse=_parse,
        takes_key=False,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> Me:
    response_200 = Me.from_dict(response.json())

    return response_200
