from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

from ..models.right import Right

T = TypeVar("T", bound="MyOrganization")


@_attrs_define
class MyOrganization:
    """An organisation of mine and what I may do there.

    Attributes:
        id (UUID): a UUID that never changes
        name (str): what it is called
        role (str): the role's name
        rights (list[Right]): what it may do
        sees_prices (bool): false: the role shows me no prices
    """

    id: UUID
    name: str
    role: str
    rights: list[Right]
    sees_prices: bool
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        name = self.name

        role = self.role

        rights = []
        for rights_item_data in self.rights:
            rights_item = rights_item_data.value
            rights.append(rights_item)

        sees_prices = self.sees_prices

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "name": name,
                "role": role,
                "rights": rights,
                "sees_prices": sees_prices,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))

        name = d.pop("name")

        role = d.pop("role")

        rights = []
        _rights = d.pop("rights")
        for rights_item_data in _rights:
            rights_item = Right(rights_item_data)

            rights.append(rights_item)

        sees_prices = d.pop("sees_prices")

        my_organization = cls(
            id=id,
            name=name,
            role=role,
            rights=rights,
            sees_prices=sees_prices,
        )

        my_organization.additional_properties = d
        return my_organization

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
