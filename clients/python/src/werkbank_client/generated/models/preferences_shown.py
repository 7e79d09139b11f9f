from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

if TYPE_CHECKING:
    from ..models.kind_shown import KindShown


T = TypeVar("T", bound="PreferencesShown")


@_attrs_define
class PreferencesShown:
    """How a user hears of the events of one of their organizations.

    Attributes:
        organization_id (UUID): the organization that it belongs to
        organization (str): the organization's name
        kinds (list[KindShown]): each type of events, and how the user hears of it
    """

    organization_id: UUID
    organization: str
    kinds: list[KindShown]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        organization_id = str(self.organization_id)

        organization = self.organization

        kinds = []
        for kinds_item_data in self.kinds:
            kinds_item = kinds_item_data.to_dict()
            kinds.append(kinds_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "organization_id": organization_id,
                "organization": organization,
                "kinds": kinds,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.kind_shown import KindShown  # noqa: PLC0415

        d = dict(src_dict)
        organization_id = UUID(d.pop("organization_id"))

        organization = d.pop("organization")

        kinds = []
        _kinds = d.pop("kinds")
        for kinds_item_data in _kinds:
            kinds_item = KindShown.from_dict(kinds_item_data)

            kinds.append(kinds_item)

        preferences_shown = cls(
            organization_id=organization_id,
            organization=organization,
            kinds=kinds,
        )

        preferences_shown.additional_properties = d
        return preferences_shown

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
