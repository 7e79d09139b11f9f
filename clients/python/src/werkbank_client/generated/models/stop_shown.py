from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

T = TypeVar("T", bound="StopShown")


@_attrs_define
class StopShown:
    """That a contractor cannot make a process, and so not all of them.

    Attributes:
        process_id (UUID): what it cannot make
        contractor_id (UUID): who is stopped
        name (str): what the contractor is called
        reason (str): the first reason, in numbers
    """

    process_id: UUID
    contractor_id: UUID
    name: str
    reason: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        process_id = str(self.process_id)

        contractor_id = str(self.contractor_id)

        name = self.name

        reason = self.reason

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "process_id": process_id,
                "contractor_id": contractor_id,
                "name": name,
                "reason": reason,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        process_id = UUID(d.pop("process_id"))

        contractor_id = UUID(d.pop("contractor_id"))

        name = d.pop("name")

        reason = d.pop("reason")

        stop_shown = cls(
            process_id=process_id,
            contractor_id=contractor_id,
            name=name,
            reason=reason,
        )

        stop_shown.additional_properties = d
        return stop_shown

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
