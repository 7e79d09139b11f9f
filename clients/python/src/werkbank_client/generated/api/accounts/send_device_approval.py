from typing import Any

import httpx

from ....calls import Call
from ...models.device_approval_shown import DeviceApprovalShown
from ...types import UNSET, Unset


def call(
    *,
    dry_run: bool | Unset = False,
    idempotency_key: str | Unset = UNSET,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Call[DeviceApprovalShown]:
    """Have the link that approves this device mailed again.

    For who has logged in from a device that waits. One address gets at most five such mails
    an hour; the link works once, for half an hour from when it was mailed.

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

    return Call(
        operation="send_device_approval",
        method="POST",
        path="/api/v1/auth/devices/approval/send",
        parse=_parse,
        takes_key=True,
        params=params,
        headers=headers,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> DeviceApprovalShown:
    response_202 = DeviceApprovalShown.from_dict(response.json())

    return response_202
