from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

if TYPE_CHECKING:
    from ..models.money_shown import MoneyShown


T = TypeVar("T", bound="JointQuoteShown")


@_attrs_define
class JointQuoteShown:
    """What a contractor asks for several processes together.

    Attributes:
        contractor_id (UUID): who makes all of them
        name (str): what the contractor is called
        total (MoneyShown): An amount in a currency (ISO 4217).
        shipped_together (MoneyShown): An amount in a currency (ISO 4217).
        arrives_on (datetime.date): when the last of them arrives
    """

    contractor_id: UUID
    name: str
    total: MoneyShown
    shipped_together: MoneyShown
    arrives_on: datetime.date
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        contractor_id = str(self.contractor_id)

        name = self.name

        total = self.total.to_dict()

        shipped_together = self.shipped_together.to_dict()

        arrives_on = self.arrives_on.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "contractor_id": contractor_id,
                "name": name,
                "total": total,
                "shipped_together": shipped_together,
                "arrives_on": arrives_on,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.money_shown import MoneyShown  # noqa: PLC0415

        d = dict(src_dict)
        contractor_id = UUID(d.pop("contractor_id"))

        name = d.pop("name")

        total = MoneyShown.from_dict(d.pop("total"))

        shipped_together = MoneyShown.from_dict(d.pop("shipped_together"))

        arrives_on = datetime.date.fromisoformat(d.pop("arrives_on"))

        joint_quote_shown = cls(
            contractor_id=contractor_id,
            name=name,
            total=total,
            shipped_together=shipped_together,
            arrives_on=arrives_on,
        )

        joint_quote_shown.additional_properties = d
        return joint_quote_shown

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
