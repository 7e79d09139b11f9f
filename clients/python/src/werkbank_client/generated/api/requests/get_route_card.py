from io import BytesIO
from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ....calls import Call
from ...types import File


def call(
    request_id: UUID,
) -> Call[File]:
    """The route card of an order as PDF.

    What goes through the shop with the parts: what to make and by when, a row for each step,
    and a QR code that leads to the page of the job. It has no prices, and there is one as
    soon as the contractor has the order.

    """

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="get_route_card",
        method="GET",
        path="/api/v1/requests/{request_id}/route_card.pdf".format(
            request_id=quote(str(request_id), safe=""),
        ),
        parse=_parse,
        takes_key=False,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> File:
    response_200 = File(payload=BytesIO(response.content))

    return response_200
