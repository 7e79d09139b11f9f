from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define, field as _attrs_field

from ..models.process_state import ProcessState

T = TypeVar("T", bound="EnteredStateShown")


@_attrs_define
class EnteredStateShown:
    """How many parts came into a state within an hour.

    Attributes:
        hour (datetime.datetime): when the hour begins
        state (ProcessState): Each completes "the process is ..."; the rows below say what that means.
        number (int): counts up from one
    """

    hour: datetime.datetime
    state: ProcessState
    number: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        hour = self.hour.isoformat()

        state = self.state.value

        number = self.number

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "hour": hour,
                "state": state,
                "number": number,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        hour = datetime.datetime.fromisoformat(d.pop("hour"))

        state = ProcessState(d.pop("state"))

        number = d.pop("number")

        entered_state_shown = cls(
            hour=hour,
            state=state,
            number=number,
        )

        entered_state_shown.additional_properties = d
        return entered_state_shown

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
