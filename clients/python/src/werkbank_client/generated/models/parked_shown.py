from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

from ..models.process_state import ProcessState

T = TypeVar("T", bound="ParkedShown")


@_attrs_define
class ParkedShown:
    """A process that was given up after its last attempt.

    Attributes:
        process_id (UUID): the process that it is about; null: none
        project_id (UUID): the project that it is about; null: none
        title (str): what its client calls it
        state (ProcessState): Each completes "the process is ..."; the rows below say what that means.
        since (datetime.datetime): since when
        attempts (int): how often it was tried
        reason (str): why it was given up
        last_error (None | str): what the last attempt ended with, if it did
    """

    process_id: UUID
    project_id: UUID
    title: str
    state: ProcessState
    since: datetime.datetime
    attempts: int
    reason: str
    last_error: None | str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        process_id = str(self.process_id)

        project_id = str(self.project_id)

        title = self.title

        state = self.state.value

        since = self.since.isoformat()

        attempts = self.attempts

        reason = self.reason

        last_error: None | str
        last_error = self.last_error

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "process_id": process_id,
                "project_id": project_id,
                "title": title,
                "state": state,
                "since": since,
                "attempts": attempts,
                "reason": reason,
                "last_error": last_error,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        process_id = UUID(d.pop("process_id"))

        project_id = UUID(d.pop("project_id"))

        title = d.pop("title")

        state = ProcessState(d.pop("state"))

        since = datetime.datetime.fromisoformat(d.pop("since"))

        attempts = d.pop("attempts")

        reason = d.pop("reason")

        def _parse_last_error(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        last_error = _parse_last_error(d.pop("last_error"))

        parked_shown = cls(
            process_id=process_id,
            project_id=project_id,
            title=title,
            state=state,
            since=since,
            attempts=attempts,
            reason=reason,
            last_error=last_error,
        )

        parked_shown.additional_properties = d
        return parked_shown

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
