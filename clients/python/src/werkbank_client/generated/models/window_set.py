from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="WindowSet")


@_attrs_define
class WindowSet:
    """One deadline; what is left out is as the service has it.

    Attributes:
        hours (float | None | Unset): how long it lasts
        reminder_hours (float | None | Unset): before the end; 0: no reminder
    """

    hours: float | None | Unset = UNSET
    reminder_hours: float | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        hours: float | None | Unset
        if isinstance(self.hours, Unset):
            hours = UNSET
        else:
            hours = self.hours

        reminder_hours: float | None | Unset
        if isinstance(self.reminder_hours, Unset):
            reminder_hours = UNSET
        else:
            reminder_hours = self.reminder_hours

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if hours is not UNSET:
            field_dict["hours"] = hours
        if reminder_hours is not UNSET:
            field_dict["reminder_hours"] = reminder_hours

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_hours(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        hours = _parse_hours(d.pop("hours", UNSET))

        def _parse_reminder_hours(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        reminder_hours = _parse_reminder_hours(d.pop("reminder_hours", UNSET))

        window_set = cls(
            hours=hours,
            reminder_hours=reminder_hours,
        )

        return window_set
