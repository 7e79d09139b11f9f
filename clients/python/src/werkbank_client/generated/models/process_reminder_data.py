from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define, field as _attrs_field

from ..models.process_state import ProcessState

T = TypeVar("T", bound="ProcessReminderData")


@_attrs_define
class ProcessReminderData:
    """Which state lasts, and what comes of it.

    Attributes:
        state (ProcessState): Each completes "the process is ..."; the rows below say what that means.
        since (datetime.datetime): since when
        reminds (list[str]): whom it waits for
        due_at (datetime.datetime | None): when the state ends by itself
        then (str): what happens then, in words
    """

    state: ProcessState
    since: datetime.datetime
    reminds: list[str]
    due_at: datetime.datetime | None
    then: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        state = self.state.value

        since = self.since.isoformat()

        reminds = self.reminds

        due_at: None | str
        if isinstance(self.due_at, datetime.datetime):
            due_at = self.due_at.isoformat()
        else:
            due_at = self.due_at

        then = self.then

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "state": state,
                "since": since,
                "reminds": reminds,
                "due_at": due_at,
                "then": then,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        state = ProcessState(d.pop("state"))

        since = datetime.datetime.fromisoformat(d.pop("since"))

        reminds = cast(list[str], d.pop("reminds"))

        def _parse_due_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                due_at_type_0 = datetime.datetime.fromisoformat(data)

                return due_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        due_at = _parse_due_at(d.pop("due_at"))

        then = d.pop("then")

        process_reminder_data = cls(
            state=state,
            since=since,
            reminds=reminds,
            due_at=due_at,
            then=then,
        )

        process_reminder_data.additional_properties = d
        return process_reminder_data

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
