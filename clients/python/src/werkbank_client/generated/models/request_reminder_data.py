from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

from ..models.request_state import RequestState
from ..types import UNSET, Unset

T = TypeVar("T", bound="RequestReminderData")


@_attrs_define
class RequestReminderData:
    """Which request waits, and for how long.

    Attributes:
        request_id (UUID): the request
        number (str): the request's number
        state (RequestState): Each completes "the request is ..."; the rows below say what that means.
        due_at (datetime.datetime | None | Unset): when the state ends by itself
        then (None | str | Unset): what happens then, in words
    """

    request_id: UUID
    number: str
    state: RequestState
    due_at: datetime.datetime | None | Unset = UNSET
    then: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        request_id = str(self.request_id)

        number = self.number

        state = self.state.value

        due_at: None | str | Unset
        if isinstance(self.due_at, Unset):
            due_at = UNSET
        elif isinstance(self.due_at, datetime.datetime):
            due_at = self.due_at.isoformat()
        else:
            due_at = self.due_at

        then: None | str | Unset
        if isinstance(self.then, Unset):
            then = UNSET
        else:
            then = self.then

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "request_id": request_id,
                "number": number,
                "state": state,
            }
        )
        if due_at is not UNSET:
            field_dict["due_at"] = due_at
        if then is not UNSET:
            field_dict["then"] = then

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        request_id = UUID(d.pop("request_id"))

        number = d.pop("number")

        state = RequestState(d.pop("state"))

        def _parse_due_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                due_at_type_0 = datetime.datetime.fromisoformat(data)

                return due_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        due_at = _parse_due_at(d.pop("due_at", UNSET))

        def _parse_then(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        then = _parse_then(d.pop("then", UNSET))

        request_reminder_data = cls(
            request_id=request_id,
            number=number,
            state=state,
            due_at=due_at,
            then=then,
        )

        request_reminder_data.additional_properties = d
        return request_reminder_data

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
