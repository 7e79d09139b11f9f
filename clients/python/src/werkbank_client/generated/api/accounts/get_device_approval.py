from typing import Any

import httpx

from ....calls import Call
from ...models.device_approval_shown import DeviceApprovalShown


def call() -> Call[DeviceApprovalShown]:
    """Whether new devices have to be approved.

    Also for who has logged in from a device that waits to be approved.

    """

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="get_device_approval",
        method="GET",
        path="/api/v1/auth/devices/approval",
        parse=_parse,
        takes_key=False,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> DeviceApprovalShown:
    response_200 = DeviceApprovalShown.from_dict(response.json())

    return response_200
