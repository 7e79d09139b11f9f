from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define, field as _attrs_field

T = TypeVar("T", bound="DeadlineShown")


@_attrs_define
class DeadlineShown:
    """How long a state lasts for what the organization orders, and what then happens.

    Attributes:
        name (str): what it is called
        states (list[str]): of a process that last so long
        hours (float): how long it lasts
        reminder_hours (float): somebody is reminded so long before; 0: nobody
        default_hours (float): how long it lasts if nothing is set
        default_reminder_hours (float): how long before the end somebody is reminded if nothing is set
        least_hours (float): it cannot be set shorter
        most_hours (float): it cannot be set longer
        working_days (bool): of a day or more, only the contractor's working days count
        then (str): what happens when it is over
    """

    name: str
    states: list[str]
    hours: float
    reminder_hours: float
    default_hours: float
    default_reminder_hours: float
    least_hours: float
    most_hours: float
    working_days: bool
    then: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        states = self.states

        hours = self.hours

        reminder_hours = self.reminder_hours

        default_hours = self.default_hours

        default_reminder_hours = self.default_reminder_hours

        least_hours = self.least_hours

        most_hours = self.most_hours

        working_days = self.working_days

        then = self.then

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "name": name,
                "states": states,
                "hours": hours,
                "reminder_hours": reminder_hours,
                "default_hours": default_hours,
                "default_reminder_hours": default_reminder_hours,
                "least_hours": least_hours,
                "most_hours": most_hours,
                "working_days": working_days,
                "then": then,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name")

        states = cast(list[str], d.pop("states"))

        hours = d.pop("hours")

        reminder_hours = d.pop("reminder_hours")

        default_hours = d.pop("default_hours")

        default_reminder_hours = d.pop("default_reminder_hours")

        least_hours = d.pop("least_hours")

        most_hours = d.pop("most_hours")

        working_days = d.pop("working_days")

        then = d.pop("then")

        deadline_shown = cls(
            name=name,
            states=states,
            hours=hours,
            reminder_hours=reminder_hours,
            default_hours=default_hours,
            default_reminder_hours=default_reminder_hours,
            least_hours=least_hours,
            most_hours=most_hours,
            working_days=working_days,
            then=then,
        )

        deadline_shown.additional_properties = d
        return deadline_shown

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
