from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

if TYPE_CHECKING:
    from ..models.description import Description


T = TypeVar("T", bound="OwnMachine")


@_attrs_define
class OwnMachine:
    """A kind of machine with all its rates and limits.

    Attributes:
        id (UUID): a UUID that never changes
        organization_id (UUID): the organization that it belongs to
        version (int): goes up with every change; `If-Match` takes it
        data (Description): A kind of machine: what it can build, how fast, of what and at which rates.
    """

    id: UUID
    organization_id: UUID
    version: int
    data: Description
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        organization_id = str(self.organization_id)

        version = self.version

        data = self.data.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "organization_id": organization_id,
                "version": version,
                "data": data,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.description import Description  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        organization_id = UUID(d.pop("organization_id"))

        version = d.pop("version")

        data = Description.from_dict(d.pop("data"))

        own_machine = cls(
            id=id,
            organization_id=organization_id,
            version=version,
            data=data,
        )

        own_machine.additional_properties = d
        return own_machine

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
