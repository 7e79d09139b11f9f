from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define, field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.money_shown import MoneyShown


T = TypeVar("T", bound="QuantityPriceShown")


@_attrs_define
class QuantityPriceShown:
    """What so many pieces cost, without tax; or the reason why they cannot be made.

    Attributes:
        quantity (int): pieces
        total (MoneyShown | None | Unset): for all of them, without tax
        unit_price (MoneyShown | None | Unset): for each of them
        lead_time_days (int | None | Unset): calendar days until they arrive
        reason (None | str | Unset): why they cannot be made
    """

    quantity: int
    total: MoneyShown | None | Unset = UNSET
    unit_price: MoneyShown | None | Unset = UNSET
    lead_time_days: int | None | Unset = UNSET
    reason: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.money_shown import MoneyShown  # noqa: PLC0415

        quantity = self.quantity

        total: dict[str, Any] | None | Unset
        if isinstance(self.total, Unset):
            total = UNSET
        elif isinstance(self.total, MoneyShown):
            total = self.total.to_dict()
        else:
            total = self.total

        unit_price: dict[str, Any] | None | Unset
        if isinstance(self.unit_price, Unset):
            unit_price = UNSET
        elif isinstance(self.unit_price, MoneyShown):
            unit_price = self.unit_price.to_dict()
        else:
            unit_price = self.unit_price

        lead_time_days: int | None | Unset
        if isinstance(self.lead_time_days, Unset):
            lead_time_days = UNSET
        else:
            lead_time_days = self.lead_time_days

        reason: None | str | Unset
        if isinstance(self.reason, Unset):
            reason = UNSET
        else:
            reason = self.reason

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "quantity": quantity,
            }
        )
        if total is not UNSET:
            field_dict["total"] = total
        if unit_price is not UNSET:
            field_dict["unit_price"] = unit_price
        if lead_time_days is not UNSET:
            field_dict["lead_time_days"] = lead_time_days
        if reason is not UNSET:
            field_dict["reason"] = reason

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.money_shown import MoneyShown  # noqa: PLC0415

        d = dict(src_dict)
        quantity = d.pop("quantity")

        def _parse_total(data: object) -> MoneyShown | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                total_type_0 = MoneyShown.from_dict(data)

                return total_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(MoneyShown | None | Unset, data)

        total = _parse_total(d.pop("total", UNSET))

        def _parse_unit_price(data: object) -> MoneyShown | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                unit_price_type_0 = MoneyShown.from_dict(data)

                return unit_price_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(MoneyShown | None | Unset, data)

        unit_price = _parse_unit_price(d.pop("unit_price", UNSET))

        def _parse_lead_time_days(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        lead_time_days = _parse_lead_time_days(d.pop("lead_time_days", UNSET))

        def _parse_reason(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        reason = _parse_reason(d.pop("reason", UNSET))

        quantity_price_shown = cls(
            quantity=quantity,
            total=total,
            unit_price=unit_price,
            lead_time_days=lead_time_days,
            reason=reason,
        )

        quantity_price_shown.additional_properties = d
        return quantity_price_shown

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
