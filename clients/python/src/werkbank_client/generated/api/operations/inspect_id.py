from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ....calls import Call
from ...models.inspected_shown import InspectedShown


def call(
    id: UUID,
) -> Call[InspectedShown]:
    """What an id stands for.

    A process with the proof of its history, or what leads to one.

    """

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="inspect_id",
        method="GET",
        path="/api/v1/operations/inspect/{id}".format(
            id=quote(str(id), safe=""),
        ),
        parse=_parse,
        takes_key=False,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> InspectedShown:
    response_200 = InspectedShown.from_dict(response.json())

    return response_200
