from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define, field as _attrs_field

if TYPE_CHECKING:
    from ..models.money_shown import MoneyShown


T = TypeVar("T", bound="CheapestShown")


@_attrs_define
class CheapestShown:
    """The cheapest estimate: without tax, and when it arrives.

    Attributes:
        total (MoneyShown): An amount in a currency (ISO 4217).
        lead_time_days (int): calendar days until the parts arrive
    """

    total: MoneyShown
    lead_time_days: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        total = self.total.to_dict()

        lead_time_days = self.lead_time_days

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "total": total,
                "lead_time_days": lead_time_days,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.money_shown import MoneyShown  # noqa: PLC0415

        d = dict(src_dict)
        total = MoneyShown.from_dict(d.pop("total"))

        lead_time_days = d.pop("lead_time_days")

        cheapest_shown = cls(
            total=total,
            lead_time_days=lead_time_days,
        )

        cheapest_shown.additional_properties = d
        return cheapest_shown

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
