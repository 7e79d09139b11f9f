from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..models.address_use import AddressUse
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.address_changes import AddressChanges


T = TypeVar("T", bound="BookedAddressChanges")


@_attrs_define
class BookedAddressChanges:
    """JSON merge patch (RFC 7396) of an address of the book.

    Attributes:
        label (str | Unset): what you call it
        address (AddressChanges | Unset): JSON merge patch of an address; what an order or an address book holds must
            end up whole.
        uses (list[AddressUse] | Unset): delivery, billing, or both
        default_for (list[AddressUse] | Unset): what it is taken for in new processes that state none; an address that
            was the default of it before is not any more
    """

    label: str | Unset = UNSET
    address: AddressChanges | Unset = UNSET
    uses: list[AddressUse] | Unset = UNSET
    default_for: list[AddressUse] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        label = self.label

        address: dict[str, Any] | Unset = UNSET
        if not isinstance(self.address, Unset):
            address = self.address.to_dict()

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

        field_dict.update({})
        if label is not UNSET:
            field_dict["label"] = label
        if address is not UNSET:
            field_dict["address"] = address
        if uses is not UNSET:
            field_dict["uses"] = uses
        if default_for is not UNSET:
            field_dict["default_for"] = default_for

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.address_changes import AddressChanges  # noqa: PLC0415

        d = dict(src_dict)
        label = d.pop("label", UNSET)

        _address = d.pop("address", UNSET)
        address: AddressChanges | Unset
        if isinstance(_address, Unset):
            address = UNSET
        else:
            address = AddressChanges.from_dict(_address)

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

        booked_address_changes = cls(
            label=label,
            address=address,
            uses=uses,
            default_for=default_for,
        )

        return booked_address_changes
