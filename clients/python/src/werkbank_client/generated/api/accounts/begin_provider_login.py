from typing import Any
from urllib.parse import quote

import httpx

from ....calls import Call
from ...types import UNSET, Unset


def call(
    name: str,
    *,
    next_: None | str | Unset = UNSET,
) -> Call[None]:
    """Log in by a provider.

    For browsers: leads to the provider (authorization code with PKCE). An error is a page.

    """

    params: dict[str, Any] = {}

    json_next_: None | str | Unset
    if isinstance(next_, Unset):
        json_next_ = UNSET
    else:
        json_next_ = next_
    params["next"] = json_next_

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="begin_provider_login",
        method="GET",
        path="/api/v1/auth/oidc/{name}/login".format(
            name=quote(str(name), safe=""),
        ),
        parse=_parse,
        takes_key=False,
        params=params,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> None:
    return None
