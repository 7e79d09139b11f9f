from typing import Any

import httpx

from ....calls import Call
from ...models.device_approval_shown import DeviceApprovalShown
from ...models.device_approval_wish import DeviceApprovalWish
from ...types import UNSET, Unset


def call(
    *,
    body: DeviceApprovalWish | Unset = UNSET,
    dry_run: bool | Unset = False,
    idempotency_key: str | Unset = UNSET,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Call[DeviceApprovalShown]:
    """Have new devices approved, or no longer.

    From now on a login from a new device counts once a link was opened that is mailed to the
    user, or a second factor was shown. The device at hand is approved.

    """
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    if not isinstance(if_match, Unset):
        headers["If-Match"] = if_match

    if not isinstance(if_none_match, Unset):
        headers["If-None-Match"] = if_none_match

    params: dict[str, Any] = {}

    params["dry_run"] = dry_run

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {}

    if not isinstance(body, Unset):
        _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    return Call(
        operation="set_device_approval",
        method="PUT",
        path="/api/v1/auth/devices/approval",
        parse=_parse,
        takes_key=True,
        params=params,
        headers=headers,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> DeviceApprovalShown:
    response_200 = DeviceApprovalShown.from_dict(response.json())

    return response_200
