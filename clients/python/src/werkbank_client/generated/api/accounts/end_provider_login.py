from typing import Any
from urllib.parse import quote

import httpx

from ....calls import Call
from ...types import UNSET, Unset


def call(
    name: str,
    *,
    state: str | Unset = "",
    code: None | str | Unset = UNSET,
    iss: None | str | Unset = UNSET,
    error: None | str | Unset = UNSET,
) -> Call[None]:
    """Come back from a provider.

    For browsers: the provider leads here. Begins a session and leads on, or to the page that
    asks for a code as well. Accounts are found by the verified address alone. An error is a
    page.

    """

    params: dict[str, Any] = {}

    params["state"] = state

    json_code: None | str | Unset
    if isinstance(code, Unset):
        json_code = UNSET
    else:
        json_code = code
    params["code"] = json_code

    json_iss: None | str | Unset
    if isinstance(iss, Unset):
        json_iss = UNSET
    else:
        json_iss = iss
    params["iss"] = json_iss

    json_error: None | str | Unset
    if isinstance(error, Unset):
        json_error = UNSET
    else:
        json_error = error
    params["error"] = json_error

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="end_provider_login",
        method="GET",
        path="/api/v1/auth/oidc/{name}/callback".format(
            name=quote(str(name), safe=""),
        ),
        parse=_parse,
        takes_key=False,
        params=params,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> None:
    return None
