from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="FileData")


@_attrs_define
class FileData:
    """What has happened to a file of a process.

    Attributes:
        file (str): such as added, replaced, deleted, offered or accepted
        file_id (UUID): the file
        name (str): what it is called
        unit (None | str): of a model, where it is known
        sha256 (str): of its content
        size_bytes (int): how long its content is
        role (None | str | Unset): part, reference or paper
    """

    file: str
    file_id: UUID
    name: str
    unit: None | str
    sha256: str
    size_bytes: int
    role: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        file = self.file

        file_id = str(self.file_id)

        name = self.name

        unit: None | str
        unit = self.unit

        sha256 = self.sha256

        size_bytes = self.size_bytes

        role: None | str | Unset
        if isinstance(self.role, Unset):
            role = UNSET
        else:
            role = self.role

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "file": file,
                "file_id": file_id,
                "name": name,
                "unit": unit,
                "sha256": sha256,
                "size_bytes": size_bytes,
            }
        )
        if role is not UNSET:
            field_dict["role"] = role

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        file = d.pop("file")

        file_id = UUID(d.pop("file_id"))

        name = d.pop("name")

        def _parse_unit(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        unit = _parse_unit(d.pop("unit"))

        sha256 = d.pop("sha256")

        size_bytes = d.pop("size_bytes")

        def _parse_role(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        role = _parse_role(d.pop("role", UNSET))

        file_data = cls(
            file=file,
            file_id=file_id,
            name=name,
            unit=unit,
            sha256=sha256,
            size_bytes=size_bytes,
            role=role,
        )

        file_data.additional_properties = d
        return file_data

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
