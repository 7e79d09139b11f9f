from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="OfferedPrice")


@_attrs_define
class OfferedPrice:
    """An amount with no more decimals than its currency has.

    Attributes:
        currency (str): ISO 4217, for example EUR
        amount (float | str): in plain digits, with the decimals of its currency
    """

    currency: str
    amount: float | str

    def to_dict(self) -> dict[str, Any]:
        currency = self.currency

        amount: float | str
        amount = self.amount

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "currency": currency,
                "amount": amount,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        currency = d.pop("currency")

        def _parse_amount(data: object) -> float | str:
            return cast(float | str, data)

        amount = _parse_amount(d.pop("amount"))

        offered_price = cls(
            currency=currency,
            amount=amount,
        )

        return offered_price
