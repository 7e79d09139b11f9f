from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

if TYPE_CHECKING:
    from ..models.money_shown import MoneyShown


T = TypeVar("T", bound="UnknownContractor")


@_attrs_define
class UnknownContractor:
    """A contractor of which one record tells the answer only.

    Attributes:
        contractor_id (UUID): the contractor, as an organization
        name (str): what it is called
        total (MoneyShown | None): what it quotes there; null: it cannot
        reason (str): why the answer to the other is not known
    """

    contractor_id: UUID
    name: str
    total: MoneyShown | None
    reason: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.money_shown import MoneyShown  # noqa: PLC0415

        contractor_id = str(self.contractor_id)

        name = self.name

        total: dict[str, Any] | None
        if isinstance(self.total, MoneyShown):
            total = self.total.to_dict()
        else:
            total = self.total

        reason = self.reason

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "contractor_id": contractor_id,
                "name": name,
                "total": total,
                "reason": reason,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.money_shown import MoneyShown  # noqa: PLC0415

        d = dict(src_dict)
        contractor_id = UUID(d.pop("contractor_id"))

        name = d.pop("name")

        def _parse_total(data: object) -> MoneyShown | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                total_type_0 = MoneyShown.from_dict(data)

                return total_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(MoneyShown | None, data)

        total = _parse_total(d.pop("total"))

        reason = d.pop("reason")

        unknown_contractor = cls(
            contractor_id=contractor_id,
            name=name,
            total=total,
            reason=reason,
        )

        unknown_contractor.additional_properties = d
        return unknown_contractor

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
