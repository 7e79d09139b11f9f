from typing import Any

import httpx

from ....calls import Call
from ...models.passkey_page import PasskeyPage
from ...types import UNSET, Unset


def call(
    *,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> Call[PasskeyPage]:
    """My passkeys.

    The oldest first; never a key.

    """

    params: dict[str, Any] = {}

    params["limit"] = limit

    json_cursor: None | str | Unset
    if isinstance(cursor, Unset):
        json_cursor = UNSET
    else:
        json_cursor = cursor
    params["cursor"] = json_cursor

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="list_passkeys",
        method="GET",
        path="/api/v1/auth/passkeys",
        parse=_parse,
        takes_key=False,
        params=params,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> PasskeyPage:
    response_200 = PasskeyPage.from_dict(response.json())

    return response_200
