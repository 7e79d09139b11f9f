from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

from ..models.address_use import AddressUse

if TYPE_CHECKING:
    from ..models.address import Address


T = TypeVar("T", bound="BookedAddressShown")


@_attrs_define
class BookedAddressShown:
    """An address of the book.

    Attributes:
        id (UUID): a UUID that never changes
        organization_id (UUID): the organization that it belongs to
        label (str): what its organization calls it
        address (Address): A whole address, as somebody can deliver or write to it.
        uses (list[AddressUse]): delivery, billing, or both
        default_for (list[AddressUse]): what it is taken for where none is stated
        version (int): goes up with every change; `If-Match` takes it
        created_at (datetime.datetime): when it was created
        updated_at (datetime.datetime): when it was last changed
    """

    id: UUID
    organization_id: UUID
    label: str
    address: Address
    uses: list[AddressUse]
    default_for: list[AddressUse]
    version: int
    created_at: datetime.datetime
    updated_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        organization_id = str(self.organization_id)

        label = self.label

        address = self.address.to_dict()

        uses = []
        for uses_item_data in self.uses:
            uses_item = uses_item_data.value
            uses.append(uses_item)

        default_for = []
        for default_for_item_data in self.default_for:
            default_for_item = default_for_item_data.value
            default_for.append(default_for_item)

        version = self.version

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "organization_id": organization_id,
                "label": label,
                "address": address,
                "uses": uses,
                "default_for": default_for,
                "version": version,
                "created_at": created_at,
                "updated_at": updated_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.address import Address  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        organization_id = UUID(d.pop("organization_id"))

        label = d.pop("label")

        address = Address.from_dict(d.pop("address"))

        uses = []
        _uses = d.pop("uses")
        for uses_item_data in _uses:
            uses_item = AddressUse(uses_item_data)

            uses.append(uses_item)

        default_for = []
        _default_for = d.pop("default_for")
        for default_for_item_data in _default_for:
            default_for_item = AddressUse(default_for_item_data)

            default_for.append(default_for_item)

        version = d.pop("version")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))

        booked_address_shown = cls(
            id=id,
            organization_id=organization_id,
            label=label,
            address=address,
            uses=uses,
            default_for=default_for,
            version=version,
            created_at=created_at,
            updated_at=updated_at,
        )

        booked_address_shown.additional_properties = d
        return booked_address_shown

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
