from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

if TYPE_CHECKING:
    from ..models.money_shown import MoneyShown


T = TypeVar("T", bound="Cost")


@_attrs_define
class Cost:
    """What a chosen contractor asks for a process.

    Attributes:
        process_id (UUID): the process that it is about; null: none
        contractor_id (UUID): the contractor, as an organization
        total (MoneyShown): An amount in a currency (ISO 4217).
    """

    process_id: UUID
    contractor_id: UUID
    total: MoneyShown
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        process_id = str(self.process_id)

        contractor_id = str(self.contractor_id)

        total = self.total.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "process_id": process_id,
                "contractor_id": contractor_id,
                "total": total,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.money_shown import MoneyShown  # noqa: PLC0415

        d = dict(src_dict)
        process_id = UUID(d.pop("process_id"))

        contractor_id = UUID(d.pop("contractor_id"))

        total = MoneyShown.from_dict(d.pop("total"))

        cost = cls(
            process_id=process_id,
            contractor_id=contractor_id,
            total=total,
        )

        cost.additional_properties = d
        return cost

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
