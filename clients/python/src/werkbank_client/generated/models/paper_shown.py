from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

from ..models.paper_shown_kind import PaperShownKind

T = TypeVar("T", bound="PaperShown")


@_attrs_define
class PaperShown:
    """A numbered paper of an order.

    Attributes:
        number (str): counts up from one
        kind (PaperShownKind): what kind of paper
        title (str): in the caller's language
        issued_at (datetime.datetime): when it was issued
        request_id (UUID): the request that it belongs to
        href (str): where its PDF is
    """

    number: str
    kind: PaperShownKind
    title: str
    issued_at: datetime.datetime
    request_id: UUID
    href: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        number = self.number

        kind = self.kind.value

        title = self.title

        issued_at = self.issued_at.isoformat()

        request_id = str(self.request_id)

        href = self.href

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "number": number,
                "kind": kind,
                "title": title,
                "issued_at": issued_at,
                "request_id": request_id,
                "href": href,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        number = d.pop("number")

        kind = PaperShownKind(d.pop("kind"))

        title = d.pop("title")

        issued_at = datetime.datetime.fromisoformat(d.pop("issued_at"))

        request_id = UUID(d.pop("request_id"))

        href = d.pop("href")

        paper_shown = cls(
            number=number,
            kind=kind,
            title=title,
            issued_at=issued_at,
            request_id=request_id,
            href=href,
        )

        paper_shown.additional_properties = d
        return paper_shown

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
