from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

if TYPE_CHECKING:
    from ..models.money_shown import MoneyShown


T = TypeVar("T", bound="TurnedContractor")


@_attrs_define
class TurnedContractor:
    """A contractor that quotes in one record only.

    Attributes:
        contractor_id (UUID): the contractor, as an organization
        name (str): what it is called
        total (MoneyShown): An amount in a currency (ISO 4217).
        reasons (list[str]): why it does not in the other, in numbers
    """

    contractor_id: UUID
    name: str
    total: MoneyShown
    reasons: list[str]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        contractor_id = str(self.contractor_id)

        name = self.name

        total = self.total.to_dict()

        reasons = self.reasons

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "contractor_id": contractor_id,
                "name": name,
                "total": total,
                "reasons": reasons,
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

        reasons = cast(list[str], d.pop("reasons"))

        turned_contractor = cls(
            contractor_id=contractor_id,
            name=name,
            total=total,
            reasons=reasons,
        )

        turned_contractor.additional_properties = d
        return turned_contractor

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
