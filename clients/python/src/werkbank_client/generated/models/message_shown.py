from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

if TYPE_CHECKING:
    from ..models.attachment_shown import AttachmentShown
    from ..models.author import Author


T = TypeVar("T", bound="MessageShown")


@_attrs_define
class MessageShown:
    """A message.

    Attributes:
        id (UUID): a UUID that never changes
        process_id (UUID): the process that it is about; null: none
        request_id (None | UUID): null: the client's organization alone reads it
        author (Author): Who wrote a message.
        text (str): as it was written
        attachments (list[AttachmentShown]): what it carries
        created_at (datetime.datetime): when it was created
    """

    id: UUID
    process_id: UUID
    request_id: None | UUID
    author: Author
    text: str
    attachments: list[AttachmentShown]
    created_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        process_id = str(self.process_id)

        request_id: None | str
        if isinstance(self.request_id, UUID):
            request_id = str(self.request_id)
        else:
            request_id = self.request_id

        author = self.author.to_dict()

        text = self.text

        attachments = []
        for attachments_item_data in self.attachments:
            attachments_item = attachments_item_data.to_dict()
            attachments.append(attachments_item)

        created_at = self.created_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "process_id": process_id,
                "request_id": request_id,
                "author": author,
                "text": text,
                "attachments": attachments,
                "created_at": created_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.attachment_shown import AttachmentShown  # noqa: PLC0415
        from ..models.author import Author  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        process_id = UUID(d.pop("process_id"))

        def _parse_request_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                request_id_type_0 = UUID(data)

                return request_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        request_id = _parse_request_id(d.pop("request_id"))

        author = Author.from_dict(d.pop("author"))

        text = d.pop("text")

        attachments = []
        _attachments = d.pop("attachments")
        for attachments_item_data in _attachments:
            attachments_item = AttachmentShown.from_dict(attachments_item_data)

            attachments.append(attachments_item)

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        message_shown = cls(
            id=id,
            process_id=process_id,
            request_id=request_id,
            author=author,
            text=text,
            attachments=attachments,
            created_at=created_at,
        )

        message_shown.additional_properties = d
        return message_shown

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
