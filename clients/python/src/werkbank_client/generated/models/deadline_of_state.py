from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define, field as _attrs_field

from ..models.actor import Actor

T = TypeVar("T", bound="DeadlineOfState")


@_attrs_define
class DeadlineOfState:
    """How long a state lasts at most, and what then happens by itself.

    Attributes:
        after_s (int): seconds, where nothing else is agreed or set
        then (None | str): the move that is made then
        reminds (list[Actor]): who is reminded before
        summary (str): what happens then, in words
        dated_by (None | str): what states the moment itself, where something does
        working_days (bool): only the contractor's working days count
        visitors_only (bool): it holds for drafts of visitors alone
        name (None | str): by which an organization sets it; null: it cannot
        reminder_s (int | None): seconds before the end; null: nobody is reminded
    """

    after_s: int
    then: None | str
    reminds: list[Actor]
    summary: str
    dated_by: None | str
    working_days: bool
    visitors_only: bool
    name: None | str
    reminder_s: int | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        after_s = self.after_s

        then: None | str
        then = self.then

        reminds = []
        for reminds_item_data in self.reminds:
            reminds_item = reminds_item_data.value
            reminds.append(reminds_item)

        summary = self.summary

        dated_by: None | str
        dated_by = self.dated_by

        working_days = self.working_days

        visitors_only = self.visitors_only

        name: None | str
        name = self.name

        reminder_s: int | None
        reminder_s = self.reminder_s

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "after_s": after_s,
                "then": then,
                "reminds": reminds,
                "summary": summary,
                "dated_by": dated_by,
                "working_days": working_days,
                "visitors_only": visitors_only,
                "name": name,
                "reminder_s": reminder_s,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        after_s = d.pop("after_s")

        def _parse_then(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        then = _parse_then(d.pop("then"))

        reminds = []
        _reminds = d.pop("reminds")
        for reminds_item_data in _reminds:
            reminds_item = Actor(reminds_item_data)

            reminds.append(reminds_item)

        summary = d.pop("summary")

        def _parse_dated_by(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        dated_by = _parse_dated_by(d.pop("dated_by"))

        working_days = d.pop("working_days")

        visitors_only = d.pop("visitors_only")

        def _parse_name(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        name = _parse_name(d.pop("name"))

        def _parse_reminder_s(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        reminder_s = _parse_reminder_s(d.pop("reminder_s"))

        deadline_of_state = cls(
            after_s=after_s,
            then=then,
            reminds=reminds,
            summary=summary,
            dated_by=dated_by,
            working_days=working_days,
            visitors_only=visitors_only,
            name=name,
            reminder_s=reminder_s,
        )

        deadline_of_state.additional_properties = d
        return deadline_of_state

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
