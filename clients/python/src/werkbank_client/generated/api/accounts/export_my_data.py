from typing import Any

import httpx

from ....calls import Call
from ...models.personal_data import PersonalData


def call() -> Call[PersonalData]:
    """What is stored about me.

    Everything by which the service knows the person who asks, as one JSON file (GDPR,
    articles 15 and 20). Files are named, not enclosed.

    """

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="export_my_data",
        method="GET",
        path="/api/v1/auth/export",
        parse=_parse,
        takes_key=False,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> PersonalData:
    response_200 = PersonalData.from_dict(response.json())

    return response_200
