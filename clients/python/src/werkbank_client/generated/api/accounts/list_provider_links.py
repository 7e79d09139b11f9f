from typing import Any

import httpx

from ....calls import Call
from ...models.links_shown import LinksShown


def call() -> Call[LinksShown]:
    """Providers that my account is linked to.

    All providers of the settings, in their order.

    """

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="list_provider_links",
        method="GET",
        path="/api/v1/auth/oidc/links",
        parse=_parse,
        takes_key=False,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> LinksShown:
    response_200 = LinksShown.from_dict(response.json())

    return response_200
