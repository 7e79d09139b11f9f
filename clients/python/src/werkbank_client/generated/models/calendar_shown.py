from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define, field as _attrs_field

if TYPE_CHECKING:
    from ..models.calendar_day_shown import CalendarDayShown


T = TypeVar("T", bound="CalendarShown")


@_attrs_define
class CalendarShown:
    """A request among the working days of its contractor, in whole weeks from Monday on.

    Attributes:
        today (datetime.date): where the contractor is
        agreed (bool): whether the days of shipping and delivery bind; else they are those of an offer as calculated
            that is accepted today
        days (list[CalendarDayShown]): at most 98
    """

    today: datetime.date
    agreed: bool
    days: list[CalendarDayShown]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        today = self.today.isoformat()

        agreed = self.agreed

        days = []
        for days_item_data in self.days:
            days_item = days_item_data.to_dict()
            days.append(days_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "today": today,
                "agreed": agreed,
                "days": days,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.calendar_day_shown import CalendarDayShown  # noqa: PLC0415

        d = dict(src_dict)
        today = datetime.date.fromisoformat(d.pop("today"))

        agreed = d.pop("agreed")

        days = []
        _days = d.pop("days")
        for days_item_data in _days:
            days_item = CalendarDayShown.from_dict(days_item_data)

            days.append(days_item)

        calendar_shown = cls(
            today=today,
            agreed=agreed,
            days=days,
        )

        calendar_shown.additional_properties = d
        return calendar_shown

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
