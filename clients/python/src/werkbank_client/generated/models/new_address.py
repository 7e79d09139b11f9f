from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

from ..models.address_use import AddressUse
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.address import Address


T = TypeVar("T", bound="NewAddress")


@_attrs_define
class NewAddress:
    """An address for the book.

    Attributes:
        label (str): what you call it, for example `Plant 2, gate B`
        address (Address): A whole address, as somebody can deliver or write to it.
        id (None | Unset | UUID): an id that the client chose, a UUIDv7 at best
        uses (list[AddressUse] | Unset): delivery, billing, or both
        default_for (list[AddressUse] | Unset): what it is taken for in new processes that state none; an address that
            was the default of it before is not any more
    """

    label: str
    address: Address
    id: None | Unset | UUID = UNSET
    uses: list[AddressUse] | Unset = UNSET
    default_for: list[AddressUse] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        label = self.label

        address = self.address.to_dict()

        id: None | str | Unset
        if isinstance(self.id, Unset):
            id = UNSET
        elif isinstance(self.id, UUID):
            id = str(self.id)
        else:
            id = self.id

        uses: list[str] | Unset = UNSET
        if not isinstance(self.uses, Unset):
            uses = []
            for uses_item_data in self.uses:
                uses_item = uses_item_data.value
                uses.append(uses_item)

        default_for: list[str] | Unset = UNSET
        if not isinstance(self.default_for, Unset):
            default_for = []
            for default_for_item_data in self.default_for:
                default_for_item = default_for_item_data.value
                default_for.append(default_for_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "label": label,
                "address": address,
            }
        )
        if id is not UNSET:
            field_dict["id"] = id
        if uses is not UNSET:
            field_dict["uses"] = uses
        if default_for is not UNSET:
            field_dict["default_for"] = default_for

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.address import Address  # noqa: PLC0415

        d = dict(src_dict)
        label = d.pop("label")

        address = Address.from_dict(d.pop("address"))

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

        _uses = d.pop("uses", UNSET)
        uses: list[AddressUse] | Unset = UNSET
        if _uses is not UNSET:
            uses = []
            for uses_item_data in _uses:
                uses_item = AddressUse(uses_item_data)

                uses.append(uses_item)

        _default_for = d.pop("default_for", UNSET)
        default_for: list[AddressUse] | Unset = UNSET
        if _default_for is not UNSET:
            default_for = []
            for default_for_item_data in _default_for:
                default_for_item = AddressUse(default_for_item_data)

                default_for.append(default_for_item)

        new_address = cls(
            label=label,
            address=address,
            id=id,
            uses=uses,
            default_for=default_for,
        )

        return new_address
