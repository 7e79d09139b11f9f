from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

if TYPE_CHECKING:
    from ..models.missed_in_process import MissedInProcess


T = TypeVar("T", bound="MissedInProject")


@_attrs_define
class MissedInProject:
    """What the caller missed about a project and its processes together.

    Attributes:
        messages (int): how many messages
        status (int): how it stands
        files (int): how many changes of files
        project_id (UUID): the project that it is about; null: none
        processes (list[MissedInProcess]): those of its processes that have something new
    """

    messages: int
    status: int
    files: int
    project_id: UUID
    processes: list[MissedInProcess]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        messages = self.messages

        status = self.status

        files = self.files

        project_id = str(self.project_id)

        processes = []
        for processes_item_data in self.processes:
            processes_item = processes_item_data.to_dict()
            processes.append(processes_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "messages": messages,
                "status": status,
                "files": files,
                "project_id": project_id,
                "processes": processes,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.missed_in_process import MissedInProcess  # noqa: PLC0415

        d = dict(src_dict)
        messages = d.pop("messages")

        status = d.pop("status")

        files = d.pop("files")

        project_id = UUID(d.pop("project_id"))

        processes = []
        _processes = d.pop("processes")
        for processes_item_data in _processes:
            processes_item = MissedInProcess.from_dict(processes_item_data)

            processes.append(processes_item)

        missed_in_project = cls(
            messages=messages,
            status=status,
            files=files,
            project_id=project_id,
            processes=processes,
        )

        missed_in_project.additional_properties = d
        return missed_in_project

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
