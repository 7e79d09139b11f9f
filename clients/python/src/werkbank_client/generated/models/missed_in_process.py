from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

T = TypeVar("T", bound="MissedInProcess")


@_attrs_define
class MissedInProcess:
    """What the caller missed about a process.

    Attributes:
        messages (int): how many messages
        status (int): how it stands
        files (int): how many changes of files
        process_id (UUID): the process that it is about; null: none
    """

    messages: int
    status: int
    files: int
    process_id: UUID
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        messages = self.messages

        status = self.status

        files = self.files

        process_id = str(self.process_id)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "messages": messages,
                "status": status,
                "files": files,
                "process_id": process_id,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        messages = d.pop("messages")

        status = d.pop("status")

        files = d.pop("files")

        process_id = UUID(d.pop("process_id"))

        missed_in_process = cls(
            messages=messages,
            status=status,
            files=files,
            process_id=process_id,
        )

        missed_in_process.additional_properties = d
        return missed_in_process

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
