from typing import Any

import httpx

from ....calls import Call
from ...models.contractor_page import ContractorPage
from ...types import UNSET, Unset


def call(
    *,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
    q: None | str | Unset = UNSET,
    technology: None | str | Unset = UNSET,
    material_id: None | str | Unset = UNSET,
    ral: None | str | Unset = UNSET,
    country: None | str | Unset = UNSET,
    sandbox: bool | Unset = False,
) -> Call[ContractorPage]:
    """Contractors.

    Who makes parts, by which technologies and of what; what it costs is in a quote.

    """

    params: dict[str, Any] = {}

    params["limit"] = limit

    json_cursor: None | str | Unset
    if isinstance(cursor, Unset):
        json_cursor = UNSET
    else:
        json_cursor = cursor
    params["cursor"] = json_cursor

    json_q: None | str | Unset
    if isinstance(q, Unset):
        json_q = UNSET
    else:
        json_q = q
    params["q"] = json_q

    json_technology: None | str | Unset
    if isinstance(technology, Unset):
        json_technology = UNSET
    else:
        json_technology = technology
    params["technology"] = json_technology

    json_material_id: None | str | Unset
    if isinstance(material_id, Unset):
        json_material_id = UNSET
    else:
        json_material_id = material_id
    params["material_id"] = json_material_id

    json_ral: None | str | Unset
    if isinstance(ral, Unset):
        json_ral = UNSET
    else:
        json_ral = ral
    params["ral"] = json_ral

    json_country: None | str | Unset
    if isinstance(country, Unset):
        json_country = UNSET
    else:
        json_country = country
    params["country"] = json_country

    params["sandbox"] = sandbox

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="list_contractors",
        method="GET",
        path="/api/v1/contractors",
        parse=_parse,
        takes_key=False,
        params=params,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> ContractorPage:
    response_200 = ContractorPage.from_dict(response.json())

    return response_200
