from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ....calls import Call
from ...models.inspected_shown import InspectedShown


def call(
    subject_id: UUID,
) -> Call[InspectedShown]:
    """What an id stands for.

    A process with the proof of its history, or what leads to one.

    """

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="inspect_id",
        method="GET",
        path="/api/v1/operations/inspect/{subject_id}".format(
            subject_id=quote(str(subject_id), safe=""),
        ),
        parse=_parse,
        takes_key=False,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> InspectedShown:
    response_200 = InspectedShown.from_dict(response.json())

    return response_200
