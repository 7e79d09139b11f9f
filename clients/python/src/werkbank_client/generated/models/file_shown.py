from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

from ..models.file_role import FileRole
from ..models.model_format import ModelFormat
from ..models.repair_status import RepairStatus
from ..models.side import Side
from ..models.unit import Unit

if TYPE_CHECKING:
    from ..models.file_shown_repair_type_0 import FileShownRepairType0


T = TypeVar("T", bound="FileShown")


@_attrs_define
class FileShown:
    """A file of a process.

    Attributes:
        id (UUID): a UUID that never changes
        process_id (UUID): the process that it is about; null: none
        name (str): what it is called
        media_type (str): told from the content
        model_format (ModelFormat | None): null for what is no model
        unit (None | Unit): of a model; null: not stated, or no model
        role (FileRole): What a file is for: a part is made and charged, a reference is shown beside the parts and
            neither made nor charged, a paper is a certificate, a report, a drawing.
        size_bytes (int): how long the content is
        sha256 (str): of the content, in hexadecimal digits
        added_by (Side): One of the two sides of an order.
        standing (RepairStatus): What a file is to its process.
        repair_of (None | UUID): the file that this is a repaired copy of
        created_at (datetime.datetime): when it was created
        repair (FileShownRepairType0 | None): of a repaired copy: what was changed
        version (int): of its process: a change of a file changes its process
    """

    id: UUID
    process_id: UUID
    name: str
    media_type: str
    model_format: ModelFormat | None
    unit: None | Unit
    role: FileRole
    size_bytes: int
    sha256: str
    added_by: Side
    standing: RepairStatus
    repair_of: None | UUID
    created_at: datetime.datetime
    repair: FileShownRepairType0 | None
    version: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.file_shown_repair_type_0 import FileShownRepairType0  # noqa: PLC0415

        id = str(self.id)

        process_id = str(self.process_id)

        name = self.name

        media_type = self.media_type

        model_format: None | str
        if isinstance(self.model_format, ModelFormat):
            model_format = self.model_format.value
        else:
            model_format = self.model_format

        unit: None | str
        if isinstance(self.unit, Unit):
            unit = self.unit.value
        else:
            unit = self.unit

        role = self.role.value

        size_bytes = self.size_bytes

        sha256 = self.sha256

        added_by = self.added_by.value

        standing = self.standing.value

        repair_of: None | str
        if isinstance(self.repair_of, UUID):
            repair_of = str(self.repair_of)
        else:
            repair_of = self.repair_of

        created_at = self.created_at.isoformat()

        repair: dict[str, Any] | None
        if isinstance(self.repair, FileShownRepairType0):
            repair = self.repair.to_dict()
        else:
            repair = self.repair

        version = self.version

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "process_id": process_id,
                "name": name,
                "media_type": media_type,
                "model_format": model_format,
                "unit": unit,
                "role": role,
                "size_bytes": size_bytes,
                "sha256": sha256,
                "added_by": added_by,
                "standing": standing,
                "repair_of": repair_of,
                "created_at": created_at,
                "repair": repair,
                "version": version,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.file_shown_repair_type_0 import FileShownRepairType0  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        process_id = UUID(d.pop("process_id"))

        name = d.pop("name")

        media_type = d.pop("media_type")

        def _parse_model_format(data: object) -> ModelFormat | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                model_format_type_0 = ModelFormat(data)

                return model_format_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ModelFormat | None, data)

        model_format = _parse_model_format(d.pop("model_format"))

        def _parse_unit(data: object) -> None | Unit:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                unit_type_0 = Unit(data)

                return unit_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unit, data)

        unit = _parse_unit(d.pop("unit"))

        role = FileRole(d.pop("role"))

        size_bytes = d.pop("size_bytes")

        sha256 = d.pop("sha256")

        added_by = Side(d.pop("added_by"))

        standing = RepairStatus(d.pop("standing"))

        def _parse_repair_of(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                repair_of_type_0 = UUID(data)

                return repair_of_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        repair_of = _parse_repair_of(d.pop("repair_of"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        def _parse_repair(data: object) -> FileShownRepairType0 | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                repair_type_0 = FileShownRepairType0.from_dict(data)

                return repair_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(FileShownRepairType0 | None, data)

        repair = _parse_repair(d.pop("repair"))

        version = d.pop("version")

        file_shown = cls(
            id=id,
            process_id=process_id,
            name=name,
            media_type=media_type,
            model_format=model_format,
            unit=unit,
            role=role,
            size_bytes=size_bytes,
            sha256=sha256,
            added_by=added_by,
            standing=standing,
            repair_of=repair_of,
            created_at=created_at,
            repair=repair,
            version=version,
        )

        file_shown.additional_properties = d
        return file_shown

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
