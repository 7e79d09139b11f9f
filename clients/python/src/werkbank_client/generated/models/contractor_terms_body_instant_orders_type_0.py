from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="ContractorTermsBodyInstantOrdersType0")


@_attrs_define
class ContractorTermsBodyInstantOrdersType0:
    """
    Attributes:
        max_value (float | None | str | Unset): of one order, in the contractor's currency, without tax; null: no limit
        max_quantity (int | None | Unset): pieces, all parts counted; null: no limit
        min_lead_time (int | Unset): shortest lead time in calendar days Default: 0.
        material_ids (list[str] | Unset): of the catalogue; none: all
        technologies (list[str] | Unset): codes or trade names; none: all
    """

    max_value: float | None | str | Unset = UNSET
    max_quantity: int | None | Unset = UNSET
    min_lead_time: int | Unset = 0
    material_ids: list[str] | Unset = UNSET
    technologies: list[str] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        max_value: float | None | str | Unset
        if isinstance(self.max_value, Unset):
            max_value = UNSET
        else:
            max_value = self.max_value

        max_quantity: int | None | Unset
        if isinstance(self.max_quantity, Unset):
            max_quantity = UNSET
        else:
            max_quantity = self.max_quantity

        min_lead_time = self.min_lead_time

        material_ids: list[str] | Unset = UNSET
        if not isinstance(self.material_ids, Unset):
            material_ids = self.material_ids

        technologies: list[str] | Unset = UNSET
        if not isinstance(self.technologies, Unset):
            technologies = self.technologies

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if max_value is not UNSET:
            field_dict["max_value"] = max_value
        if max_quantity is not UNSET:
            field_dict["max_quantity"] = max_quantity
        if min_lead_time is not UNSET:
            field_dict["min_lead_time"] = min_lead_time
        if material_ids is not UNSET:
            field_dict["material_ids"] = material_ids
        if technologies is not UNSET:
            field_dict["technologies"] = technologies

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_max_value(data: object) -> float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | str | Unset, data)

        max_value = _parse_max_value(d.pop("max_value", UNSET))

        def _parse_max_quantity(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        max_quantity = _parse_max_quantity(d.pop("max_quantity", UNSET))

        min_lead_time = d.pop("min_lead_time", UNSET)

        material_ids = cast(list[str], d.pop("material_ids", UNSET))

        technologies = cast(list[str], d.pop("technologies", UNSET))

        contractor_terms_body_instant_orders_type_0 = cls(
            max_value=max_value,
            max_quantity=max_quantity,
            min_lead_time=min_lead_time,
            material_ids=material_ids,
            technologies=technologies,
        )

        return contractor_terms_body_instant_orders_type_0
