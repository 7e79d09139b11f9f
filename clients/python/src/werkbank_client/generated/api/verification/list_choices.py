from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ....calls import Call
from ...models.choices_shown import ChoicesShown


def call(
    process_id: UUID,
) -> Call[ChoicesShown]:
    """What each choice would cost.

    For each material that is offered, for each finish that it takes, and for express: who
    could make the part with it, the cheapest total and its days, everything else as it is
    configured. Estimated with the terms of now, also of a part that was verified. Colours are
    left open in other materials.

    """

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="list_choices",
        method="GET",
        path="/api/v1/processes/{process_id}/choices".format(
            process_id=quote(str(process_id), safe=""),
        ),
        parse=_parse,
        takes_key=False,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> ChoicesShown:
    response_200 = ChoicesShown.from_dict(response.json())

    return response_200
