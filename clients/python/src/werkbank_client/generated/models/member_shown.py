from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

from ..models.right import Right

T = TypeVar("T", bound="MemberShown")


@_attrs_define
class MemberShown:
    """Somebody who belongs to an organisation.

    Attributes:
        user_id (UUID): the person's id
        name (str): what it is called
        email (str): an e-mail address
        role (str): the role's name
        role_id (UUID): the role's id
        rights (list[Right]): what it may do
        sees_prices (bool): false: the role shows them no prices
        since (datetime.datetime): since when
    """

    user_id: UUID
    name: str
    email: str
    role: str
    role_id: UUID
    rights: list[Right]
    sees_prices: bool
    since: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        user_id = str(self.user_id)

        name = self.name

        email = self.email

        role = self.role

        role_id = str(self.role_id)

        rights = []
        for rights_item_data in self.rights:
            rights_item = rights_item_data.value
            rights.append(rights_item)

        sees_prices = self.sees_prices

        since = self.since.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "user_id": user_id,
                "name": name,
                "email": email,
                "role": role,
                "role_id": role_id,
                "rights": rights,
                "sees_prices": sees_prices,
                "since": since,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        user_id = UUID(d.pop("user_id"))

        name = d.pop("name")

        email = d.pop("email")

        role = d.pop("role")

        role_id = UUID(d.pop("role_id"))

        rights = []
        _rights = d.pop("rights")
        for rights_item_data in _rights:
            rights_item = Right(rights_item_data)

            rights.append(rights_item)

        sees_prices = d.pop("sees_prices")

        since = datetime.datetime.fromisoformat(d.pop("since"))

        member_shown = cls(
            user_id=user_id,
            name=name,
            email=email,
            role=role,
            role_id=role_id,
            rights=rights,
            sees_prices=sees_prices,
            since=since,
        )

        member_shown.additional_properties = d
        return member_shown

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
