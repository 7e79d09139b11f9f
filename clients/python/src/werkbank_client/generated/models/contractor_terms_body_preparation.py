from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="ContractorTermsBodyPreparation")


@_attrs_define
class ContractorTermsBodyPreparation:
    """engineering before the build

    Attributes:
        engineering_hour (float | str): an hour of engineering, in the contractor's currency, without tax
        hours_by_complexity (list[float | str]): hours per distinct part by its complexity, 0 (a full block) to 4
        equipment (float | str | Unset): once per order, in the contractor's currency, without tax Default: '0'.
        days (int | Unset): working days before the build Default: 1.
        source (str | Unset): where the figures come from; no price rests on it Default: ''.
        assumption (str | Unset): what is assumed where no source says it; no price rests on it Default: ''.
    """

    engineering_hour: float | str
    hours_by_complexity: list[float | str]
    equipment: float | str | Unset = "0"
    days: int | Unset = 1
    source: str | Unset = ""
    assumption: str | Unset = ""

    def to_dict(self) -> dict[str, Any]:
        engineering_hour: float | str
        engineering_hour = self.engineering_hour

        hours_by_complexity = []
        for hours_by_complexity_item_data in self.hours_by_complexity:
            hours_by_complexity_item: float | str
            hours_by_complexity_item = hours_by_complexity_item_data
            hours_by_complexity.append(hours_by_complexity_item)

        equipment: float | str | Unset
        if isinstance(self.equipment, Unset):
            equipment = UNSET
        else:
            equipment = self.equipment

        days = self.days

        source = self.source

        assumption = self.assumption

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "engineering_hour": engineering_hour,
                "hours_by_complexity": hours_by_complexity,
            }
        )
        if equipment is not UNSET:
            field_dict["equipment"] = equipment
        if days is not UNSET:
            field_dict["days"] = days
        if source is not UNSET:
            field_dict["source"] = source
        if assumption is not UNSET:
            field_dict["assumption"] = assumption

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_engineering_hour(data: object) -> float | str:
            return cast(float | str, data)

        engineering_hour = _parse_engineering_hour(d.pop("engineering_hour"))

        hours_by_complexity = []
        _hours_by_complexity = d.pop("hours_by_complexity")
        for hours_by_complexity_item_data in _hours_by_complexity:

            def _parse_hours_by_complexity_item(data: object) -> float | str:
                return cast(float | str, data)

            hours_by_complexity_item = _parse_hours_by_complexity_item(
                hours_by_complexity_item_data
            )

            hours_by_complexity.append(hours_by_complexity_item)

        def _parse_equipment(data: object) -> float | str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(float | str | Unset, data)

        equipment = _parse_equipment(d.pop("equipment", UNSET))

        days = d.pop("days", UNSET)

        source = d.pop("source", UNSET)

        assumption = d.pop("assumption", UNSET)

        contractor_terms_body_preparation = cls(
            engineering_hour=engineering_hour,
            hours_by_complexity=hours_by_complexity,
            equipment=equipment,
            days=days,
            source=source,
            assumption=assumption,
        )

        return contractor_terms_body_preparation
