from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define, field as _attrs_field

from ..models.process_action import ProcessAction
from ..types import UNSET, Unset

T = TypeVar("T", bound="ConsentsShown")


@_attrs_define
class ConsentsShown:
    """The moves to which each side has consented; the second of two equal ones decides.

    Attributes:
        client (list[ProcessAction]): what the client has consented to
        contractor (list[ProcessAction]): what the contractor has consented to
        client_remakes (int | None | Unset): for how many pieces the client's consent to `remake` is; null for any
        contractor_remakes (int | None | Unset): the same of the contractor's
    """

    client: list[ProcessAction]
    contractor: list[ProcessAction]
    client_remakes: int | None | Unset = UNSET
    contractor_remakes: int | None | Unset = UNSET
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

        client_remakes: int | None | Unset
        if isinstance(self.client_remakes, Unset):
            client_remakes = UNSET
        else:
            client_remakes = self.client_remakes

        contractor_remakes: int | None | Unset
        if isinstance(self.contractor_remakes, Unset):
            contractor_remakes = UNSET
        else:
            contractor_remakes = self.contractor_remakes

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "client": client,
                "contractor": contractor,
            }
        )
        if client_remakes is not UNSET:
            field_dict["client_remakes"] = client_remakes
        if contractor_remakes is not UNSET:
            field_dict["contractor_remakes"] = contractor_remakes

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

        def _parse_client_remakes(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        client_remakes = _parse_client_remakes(d.pop("client_remakes", UNSET))

        def _parse_contractor_remakes(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        contractor_remakes = _parse_contractor_remakes(d.pop("contractor_remakes", UNSET))

        consents_shown = cls(
            client=client,
            contractor=contractor,
            client_remakes=client_remakes,
            contractor_remakes=contractor_remakes,
        )

        consents_shown.additional_properties = d
        return consents_shown

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
