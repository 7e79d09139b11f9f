from typing import Any

import httpx

from ....calls import Call
from ...models.material_page import MaterialPage
from ...types import UNSET, Unset


def call(
    *,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
    q: None | str | Unset = UNSET,
    technology: None | str | Unset = UNSET,
    category: None | str | Unset = UNSET,
    ral: None | str | Unset = UNSET,
    min_tensile_strength_mpa: float | None | str | Unset = UNSET,
    min_tensile_modulus_mpa: float | None | str | Unset = UNSET,
    min_elongation_at_break_percent: float | None | str | Unset = UNSET,
    min_heat_deflection_c: float | None | str | Unset = UNSET,
    min_hardness_shore_a: float | None | str | Unset = UNSET,
    max_hardness_shore_a: float | None | str | Unset = UNSET,
) -> Call[MaterialPage]:
    """Materials."""

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

    json_category: None | str | Unset
    if isinstance(category, Unset):
        json_category = UNSET
    else:
        json_category = category
    params["category"] = json_category

    json_ral: None | str | Unset
    if isinstance(ral, Unset):
        json_ral = UNSET
    else:
        json_ral = ral
    params["ral"] = json_ral

    json_min_tensile_strength_mpa: float | None | str | Unset
    if isinstance(min_tensile_strength_mpa, Unset):
        json_min_tensile_strength_mpa = UNSET
    else:
        json_min_tensile_strength_mpa = min_tensile_strength_mpa
    params["min_tensile_strength_mpa"] = json_min_tensile_strength_mpa

    json_min_tensile_modulus_mpa: float | None | str | Unset
    if isinstance(min_tensile_modulus_mpa, Unset):
        json_min_tensile_modulus_mpa = UNSET
    else:
        json_min_tensile_modulus_mpa = min_tensile_modulus_mpa
    params["min_tensile_modulus_mpa"] = json_min_tensile_modulus_mpa

    json_min_elongation_at_break_percent: float | None | str | Unset
    if isinstance(min_elongation_at_break_percent, Unset):
        json_min_elongation_at_break_percent = UNSET
    else:
        json_min_elongation_at_break_percent = min_elongation_at_break_percent
    params["min_elongation_at_break_percent"] = json_min_elongation_at_break_percent

    json_min_heat_deflection_c: float | None | str | Unset
    if isinstance(min_heat_deflection_c, Unset):
        json_min_heat_deflection_c = UNSET
    else:
        json_min_heat_deflection_c = min_heat_deflection_c
    params["min_heat_deflection_c"] = json_min_heat_deflection_c

    json_min_hardness_shore_a: float | None | str | Unset
    if isinstance(min_hardness_shore_a, Unset):
        json_min_hardness_shore_a = UNSET
    else:
        json_min_hardness_shore_a = min_hardness_shore_a
    params["min_hardness_shore_a"] = json_min_hardness_shore_a

    json_max_hardness_shore_a: float | None | str | Unset
    if isinstance(max_hardness_shore_a, Unset):
        json_max_hardness_shore_a = UNSET
    else:
        json_max_hardness_shore_a = max_hardness_shore_a
    params["max_hardness_shore_a"] = json_max_hardness_shore_a

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="list_materials",
        method="GET",
        path="/api/v1/materials",
        parse=_parse,
        takes_key=False,
        params=params,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> MaterialPage:
    response_200 = MaterialPage.from_dict(response.json())

    return response_200
