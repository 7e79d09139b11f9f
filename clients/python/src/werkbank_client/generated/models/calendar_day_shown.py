from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define, field as _attrs_field

from ..models.date_kind import DateKind

if TYPE_CHECKING:
    from ..models.leaving_shown import LeavingShown


T = TypeVar("T", bound="CalendarDayShown")


@_attrs_define
class CalendarDayShown:
    """A day as the contractor plans it.

    Attributes:
        day (datetime.date):
        works (bool): whether the contractor works on it
        holiday (None | str): the public holiday that it is, in English
        dates (list[DateKind]): what of the request falls on it
        leaving (list[LeavingShown]): other orders that are still to be made
    """

    day: datetime.date
    works: bool
    holiday: None | str
    dates: list[DateKind]
    leaving: list[LeavingShown]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        day = self.day.isoformat()

        works = self.works

        holiday: None | str
        holiday = self.holiday

        dates = []
        for dates_item_data in self.dates:
            dates_item = dates_item_data.value
            dates.append(dates_item)

        leaving = []
        for leaving_item_data in self.leaving:
            leaving_item = leaving_item_data.to_dict()
            leaving.append(leaving_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "day": day,
                "works": works,
                "holiday": holiday,
                "dates": dates,
                "leaving": leaving,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.leaving_shown import LeavingShown  # noqa: PLC0415

        d = dict(src_dict)
        day = datetime.date.fromisoformat(d.pop("day"))

        works = d.pop("works")

        def _parse_holiday(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        holiday = _parse_holiday(d.pop("holiday"))

        dates = []
        _dates = d.pop("dates")
        for dates_item_data in _dates:
            dates_item = DateKind(dates_item_data)

            dates.append(dates_item)

        leaving = []
        _leaving = d.pop("leaving")
        for leaving_item_data in _leaving:
            leaving_item = LeavingShown.from_dict(leaving_item_data)

            leaving.append(leaving_item)

        calendar_day_shown = cls(
            day=day,
            works=works,
            holiday=holiday,
            dates=dates,
            leaving=leaving,
        )

        calendar_day_shown.additional_properties = d
        return calendar_day_shown

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
