from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ....calls import Call
from ...models.contractor_shown import ContractorShown


def call(
    contractor_id: UUID,
) -> Call[ContractorShown]:
    """One contractor."""

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="get_contractor",
        method="GET",
        path="/api/v1/contractors/{contractor_id}".format(
            contractor_id=quote(str(contractor_id), safe=""),
        ),
        parse=_parse,
        takes_key=False,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> ContractorShown:
    response_200 = ContractorShown.from_dict(response.json())

    return response_200
