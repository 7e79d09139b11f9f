from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="ContractorTermsBodyShippingItem")


@_attrs_define
class ContractorTermsBodyShippingItem:
    """
    Attributes:
        countries (list[str]): ISO 3166-1 alpha-2, or * for all that no other zone names
        fixed (float | str): per parcel, in the contractor's currency, without tax
        per_kg (float | str): per kilogram of parts, in the contractor's currency, without tax
        days (int): working days on the way
        source (str | Unset): where the figures come from; no price rests on it Default: ''.
        assumption (str | Unset): what is assumed where no source says it; no price rests on it Default: ''.
    """

    countries: list[str]
    fixed: float | str
    per_kg: float | str
    days: int
    source: str | Unset = ""
    assumption: str | Unset = ""

    def to_dict(self) -> dict[str, Any]:
        countries = self.countries

        fixed: float | str
        fixed = self.fixed

        per_kg: float | str
        per_kg = self.per_kg

        days = self.days

        source = self.source

        assumption = self.assumption

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "countries": countries,
                "fixed": fixed,
                "per_kg": per_kg,
                "days": days,
            }
        )
        if source is not UNSET:
            field_dict["source"] = source
        if assumption is not UNSET:
            field_dict["assumption"] = assumption

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        countries = cast(list[str], d.pop("countries"))

        def _parse_fixed(data: object) -> float | str:
            return cast(float | str, data)

        fixed = _parse_fixed(d.pop("fixed"))

        def _parse_per_kg(data: object) -> float | str:
            return cast(float | str, data)

        per_kg = _parse_per_kg(d.pop("per_kg"))

        days = d.pop("days")

        source = d.pop("source", UNSET)

        assumption = d.pop("assumption", UNSET)

        contractor_terms_body_shipping_item = cls(
            countries=countries,
            fixed=fixed,
            per_kg=per_kg,
            days=days,
            source=source,
            assumption=assumption,
        )

        return contractor_terms_body_shipping_item
