from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

from ..models.right import Right
from ..types import UNSET, Unset

T = TypeVar("T", bound="NewRole")


@_attrs_define
class NewRole:
    """A role to be made.

    Attributes:
        name (str): what it is called
        rights (list[Right]): what it may do
        id (None | Unset | UUID): an id that the client chose, a UUIDv7 at best
        sees_prices (bool | Unset): false: whoever has the role is shown no prices, in none of their organizations;
            amounts are null, and what shows or binds to prices answers 403 Default: True.
    """

    name: str
    rights: list[Right]
    id: None | Unset | UUID = UNSET
    sees_prices: bool | Unset = True

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        rights = []
        for rights_item_data in self.rights:
            rights_item = rights_item_data.value
            rights.append(rights_item)

        id: None | str | Unset
        if isinstance(self.id, Unset):
            id = UNSET
        elif isinstance(self.id, UUID):
            id = str(self.id)
        else:
            id = self.id

        sees_prices = self.sees_prices

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
                "rights": rights,
            }
        )
        if id is not UNSET:
            field_dict["id"] = id
        if sees_prices is not UNSET:
            field_dict["sees_prices"] = sees_prices

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name")

        rights = []
        _rights = d.pop("rights")
        for rights_item_data in _rights:
            rights_item = Right(rights_item_data)

            rights.append(rights_item)

        def _parse_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                id_type_0 = UUID(data)

                return id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        id = _parse_id(d.pop("id", UNSET))

        sees_prices = d.pop("sees_prices", UNSET)

        new_role = cls(
            name=name,
            rights=rights,
            id=id,
            sees_prices=sees_prices,
        )

        return new_role
