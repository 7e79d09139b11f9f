from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

T = TypeVar("T", bound="AttachmentShown")


@_attrs_define
class AttachmentShown:
    """What a message carries, or will.

    Attributes:
        id (UUID): a UUID that never changes
        name (str): what it is called
        media_type (str): told from the content
        size_bytes (int): how long the content is
        sha256 (str): of the content, in hexadecimal digits
        href (str): where its content is
    """

    id: UUID
    name: str
    media_type: str
    size_bytes: int
    sha256: str
    href: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        name = self.name

        media_type = self.media_type

        size_bytes = self.size_bytes

        sha256 = self.sha256

        href = self.href

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "name": name,
                "media_type": media_type,
                "size_bytes": size_bytes,
                "sha256": sha256,
                "href": href,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))

        name = d.pop("name")

        media_type = d.pop("media_type")

        size_bytes = d.pop("size_bytes")

        sha256 = d.pop("sha256")

        href = d.pop("href")

        attachment_shown = cls(
            id=id,
            name=name,
            media_type=media_type,
            size_bytes=size_bytes,
            sha256=sha256,
            href=href,
        )

        attachment_shown.additional_properties = d
        return attachment_shown

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
