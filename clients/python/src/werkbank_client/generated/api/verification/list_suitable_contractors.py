from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ....calls import Call
from ...models.contractor_answers import ContractorAnswers
from ...types import UNSET, Unset


def call(
    process_id: UUID,
    *,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
    quantities: None | str | Unset = UNSET,
) -> Call[ContractorAnswers]:
    """Who can make it, who cannot.

    Every contractor: suitable with its quote, or the constraints that it fails, in numbers.
    From the last verification; before the first one roughly, as far as a material or a
    technology is chosen: for the files as they are, else for a sample, and for one piece if
    no quantity is stated. Such answers are marked `rough`. Quotes come by score if the
    process has priorities, else cheapest first; always within one currency, the one most
    quoted in first. A score compares with the other quotes: cost and time with the best,
    quality by tolerance and warnings, quantity by capacity left, resilience by machines,
    sustainability by material, machine hours and distance. What is not known is left out of
    it and named in `missing`. Refusals follow by name, then whoever joined or changed its
    offers since. Who has as many open requests as it answers at once is listed with that
    constraint; `instant` says that an order sent with `accept: as_quoted` is confirmed at
    once if it has a delivery address.

    """

    params: dict[str, Any] = {}

    params["limit"] = limit

    json_cursor: None | str | Unset
    if isinstance(cursor, Unset):
        json_cursor = UNSET
    else:
        json_cursor = cursor
    params["cursor"] = json_cursor

    json_quantities: None | str | Unset
    if isinstance(quantities, Unset):
        json_quantities = UNSET
    else:
        json_quantities = quantities
    params["quantities"] = json_quantities

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="list_suitable_contractors",
        method="GET",
        path="/api/v1/processes/{process_id}/contractors".format(
            process_id=quote(str(process_id), safe=""),
        ),
        parse=_parse,
        takes_key=False,
        params=params,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> ContractorAnswers:
    response_200 = ContractorAnswers.from_dict(response.json())

    return response_200
