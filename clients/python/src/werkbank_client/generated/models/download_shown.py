from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

T = TypeVar("T", bound="DownloadShown")


@_attrs_define
class DownloadShown:
    """That a contractor downloaded something.

    Attributes:
        id (UUID): a UUID that never changes
        request_id (UUID): the request that it belongs to
        organization_id (UUID): the contractor
        file_id (None | UUID): null: all files together, or what a message carries
        name (str): what it is called
        actor_id (None | UUID): who did it; null: nobody who is logged in
        actor_name (str): what they are called
        at (datetime.datetime): when it happened
    """

    id: UUID
    request_id: UUID
    organization_id: UUID
    file_id: None | UUID
    name: str
    actor_id: None | UUID
    actor_name: str
    at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        request_id = str(self.request_id)

        organization_id = str(self.organization_id)

        file_id: None | str
        if isinstance(self.file_id, UUID):
            file_id = str(self.file_id)
        else:
            file_id = self.file_id

        name = self.name

        actor_id: None | str
        if isinstance(self.actor_id, UUID):
            actor_id = str(self.actor_id)
        else:
            actor_id = self.actor_id

        actor_name = self.actor_name

        at = self.at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "request_id": request_id,
                "organization_id": organization_id,
                "file_id": file_id,
                "name": name,
                "actor_id": actor_id,
                "actor_name": actor_name,
                "at": at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))

        request_id = UUID(d.pop("request_id"))

        organization_id = UUID(d.pop("organization_id"))

        def _parse_file_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                file_id_type_0 = UUID(data)

                return file_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        file_id = _parse_file_id(d.pop("file_id"))

        name = d.pop("name")

        def _parse_actor_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                actor_id_type_0 = UUID(data)

                return actor_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        actor_id = _parse_actor_id(d.pop("actor_id"))

        actor_name = d.pop("actor_name")

        at = datetime.datetime.fromisoformat(d.pop("at"))

        download_shown = cls(
            id=id,
            request_id=request_id,
            organization_id=organization_id,
            file_id=file_id,
            name=name,
            actor_id=actor_id,
            actor_name=actor_name,
            at=at,
        )

        download_shown.additional_properties = d
        return download_shown

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
