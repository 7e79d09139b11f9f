from typing import Any

import httpx

from ....calls import Call
from ...models.providers_shown import ProvidersShown


def call() -> Call[ProvidersShown]:
    """Providers to log in by.

    Those of the settings, in their order. A browser goes to `login_url` and comes back with a
    session.

    """

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="list_providers",
        method="GET",
        path="/api/v1/auth/oidc",
        parse=_parse,
        takes_key=False,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> ProvidersShown:
    response_200 = ProvidersShown.from_dict(response.json())

    return response_200
