from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define, field as _attrs_field

T = TypeVar("T", bound="DueShown")


@_attrs_define
class DueShown:
    """When something falls due, and what happens then.

    Attributes:
        at (datetime.datetime): when it happened
        then (str): what happens then, in words
        reminder_at (datetime.datetime | None): when somebody is reminded of it
    """

    at: datetime.datetime
    then: str
    reminder_at: datetime.datetime | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        at = self.at.isoformat()

        then = self.then

        reminder_at: None | str
        if isinstance(self.reminder_at, datetime.datetime):
            reminder_at = self.reminder_at.isoformat()
        else:
            reminder_at = self.reminder_at

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "at": at,
                "then": then,
                "reminder_at": reminder_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        at = datetime.datetime.fromisoformat(d.pop("at"))

        then = d.pop("then")

        def _parse_reminder_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                reminder_at_type_0 = datetime.datetime.fromisoformat(data)

                return reminder_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        reminder_at = _parse_reminder_at(d.pop("reminder_at"))

        due_shown = cls(
            at=at,
            then=then,
            reminder_at=reminder_at,
        )

        due_shown.additional_properties = d
        return due_shown

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
