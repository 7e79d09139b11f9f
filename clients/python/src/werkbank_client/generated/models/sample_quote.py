from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define, field as _attrs_field

if TYPE_CHECKING:
    from ..models.money_shown import MoneyShown
    from ..models.quote_line import QuoteLine


T = TypeVar("T", bound="SampleQuote")


@_attrs_define
class SampleQuote:
    """What the sample part would cost.

    Attributes:
        machine (str): the kind of machine that it is made on
        total (MoneyShown): An amount in a currency (ISO 4217).
        unit_price (MoneyShown): An amount in a currency (ISO 4217).
        lines (list[QuoteLine]): they add up to the total
        lead_time_days (int): calendar days until the parts arrive
    """

    machine: str
    total: MoneyShown
    unit_price: MoneyShown
    lines: list[QuoteLine]
    lead_time_days: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        machine = self.machine

        total = self.total.to_dict()

        unit_price = self.unit_price.to_dict()

        lines = []
        for lines_item_data in self.lines:
            lines_item = lines_item_data.to_dict()
            lines.append(lines_item)

        lead_time_days = self.lead_time_days

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "machine": machine,
                "total": total,
                "unit_price": unit_price,
                "lines": lines,
                "lead_time_days": lead_time_days,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.money_shown import MoneyShown  # noqa: PLC0415
        from ..models.quote_line import QuoteLine  # noqa: PLC0415

        d = dict(src_dict)
        machine = d.pop("machine")

        total = MoneyShown.from_dict(d.pop("total"))

        unit_price = MoneyShown.from_dict(d.pop("unit_price"))

        lines = []
        _lines = d.pop("lines")
        for lines_item_data in _lines:
            lines_item = QuoteLine.from_dict(lines_item_data)

            lines.append(lines_item)

        lead_time_days = d.pop("lead_time_days")

        sample_quote = cls(
            machine=machine,
            total=total,
            unit_price=unit_price,
            lines=lines,
            lead_time_days=lead_time_days,
        )

        sample_quote.additional_properties = d
        return sample_quote

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
