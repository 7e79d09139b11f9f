from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define, field as _attrs_field

from ..models.process_action import ProcessAction

T = TypeVar("T", bound="AgreedShown")


@_attrs_define
class AgreedShown:
    """The ways out of a dispute to which each side has consented.

    Attributes:
        client (list[ProcessAction]): what the client has consented to
        contractor (list[ProcessAction]): what the contractor has consented to
    """

    client: list[ProcessAction]
    contractor: list[ProcessAction]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        client = []
        for client_item_data in self.client:
            client_item = client_item_data.value
            client.append(client_item)

        contractor = []
        for contractor_item_data in self.contractor:
            contractor_item = contractor_item_data.value
            contractor.append(contractor_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "client": client,
                "contractor": contractor,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        client = []
        _client = d.pop("client")
        for client_item_data in _client:
            client_item = ProcessAction(client_item_data)

            client.append(client_item)

        contractor = []
        _contractor = d.pop("contractor")
        for contractor_item_data in _contractor:
            contractor_item = ProcessAction(contractor_item_data)

            contractor.append(contractor_item)

        agreed_shown = cls(
            client=client,
            contractor=contractor,
        )

        agreed_shown.additional_properties = d
        return agreed_shown

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
