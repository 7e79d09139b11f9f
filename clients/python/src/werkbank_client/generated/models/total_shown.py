from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

if TYPE_CHECKING:
    from ..models.money_shown import MoneyShown


T = TypeVar("T", bound="TotalShown")


@_attrs_define
class TotalShown:
    """What one contractor's binding offers come to in one currency.

    Attributes:
        contractor_id (UUID): the contractor, as an organization
        contractor (str): the contractor's name
        offered (MoneyShown): An amount in a currency (ISO 4217).
        quoted (MoneyShown): An amount in a currency (ISO 4217).
        difference (MoneyShown): An amount in a currency (ISO 4217).
        lines (int): parts that it offers for
        lead_time_days (int): the longest of them
        cheapest (bool | None): in its currency, of those with the most lines; null for contractors
    """

    contractor_id: UUID
    contractor: str
    offered: MoneyShown
    quoted: MoneyShown
    difference: MoneyShown
    lines: int
    lead_time_days: int
    cheapest: bool | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        contractor_id = str(self.contractor_id)

        contractor = self.contractor

        offered = self.offered.to_dict()

        quoted = self.quoted.to_dict()

        difference = self.difference.to_dict()

        lines = self.lines

        lead_time_days = self.lead_time_days

        cheapest: bool | None
        cheapest = self.cheapest

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "contractor_id": contractor_id,
                "contractor": contractor,
                "offered": offered,
                "quoted": quoted,
                "difference": difference,
                "lines": lines,
                "lead_time_days": lead_time_days,
                "cheapest": cheapest,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.money_shown import MoneyShown  # noqa: PLC0415

        d = dict(src_dict)
        contractor_id = UUID(d.pop("contractor_id"))

        contractor = d.pop("contractor")

        offered = MoneyShown.from_dict(d.pop("offered"))

        quoted = MoneyShown.from_dict(d.pop("quoted"))

        difference = MoneyShown.from_dict(d.pop("difference"))

        lines = d.pop("lines")

        lead_time_days = d.pop("lead_time_days")

        def _parse_cheapest(data: object) -> bool | None:
            if data is None:
                return data
            return cast(bool | None, data)

        cheapest = _parse_cheapest(d.pop("cheapest"))

        total_shown = cls(
            contractor_id=contractor_id,
            contractor=contractor,
            offered=offered,
            quoted=quoted,
            difference=difference,
            lines=lines,
            lead_time_days=lead_time_days,
            cheapest=cheapest,
        )

        total_shown.additional_properties = d
        return total_shown

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
