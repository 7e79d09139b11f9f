from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.right import Right
from ..types import UNSET, Unset

T = TypeVar("T", bound="RoleChanges")


@_attrs_define
class RoleChanges:
    """What changes about a role; what is left out stays.

    Attributes:
        name (None | str | Unset): what it is called
        rights (list[Right] | None | Unset): what it may do
        sees_prices (bool | None | Unset): false: whoever has the role is shown no prices, in none of their
            organizations; amounts are null, and what shows or binds to prices answers 403
    """

    name: None | str | Unset = UNSET
    rights: list[Right] | None | Unset = UNSET
    sees_prices: bool | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        name: None | str | Unset
        if isinstance(self.name, Unset):
            name = UNSET
        else:
            name = self.name

        rights: list[str] | None | Unset
        if isinstance(self.rights, Unset):
            rights = UNSET
        elif isinstance(self.rights, list):
            rights = []
            for rights_type_0_item_data in self.rights:
                rights_type_0_item = rights_type_0_item_data.value
                rights.append(rights_type_0_item)

        else:
            rights = self.rights

        sees_prices: bool | None | Unset
        if isinstance(self.sees_prices, Unset):
            sees_prices = UNSET
        else:
            sees_prices = self.sees_prices

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if name is not UNSET:
            field_dict["name"] = name
        if rights is not UNSET:
            field_dict["rights"] = rights
        if sees_prices is not UNSET:
            field_dict["sees_prices"] = sees_prices

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        name = _parse_name(d.pop("name", UNSET))

        def _parse_rights(data: object) -> list[Right] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                rights_type_0 = []
                _rights_type_0 = data
                for rights_type_0_item_data in _rights_type_0:
                    rights_type_0_item = Right(rights_type_0_item_data)

                    rights_type_0.append(rights_type_0_item)

                return rights_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[Right] | None | Unset, data)

        rights = _parse_rights(d.pop("rights", UNSET))

        def _parse_sees_prices(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        sees_prices = _parse_sees_prices(d.pop("sees_prices", UNSET))

        role_changes = cls(
            name=name,
            rights=rights,
            sees_prices=sees_prices,
        )

        return role_changes
