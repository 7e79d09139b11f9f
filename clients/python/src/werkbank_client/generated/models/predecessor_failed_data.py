from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

from ..models.process_state import ProcessState
from ..types import UNSET, Unset

T = TypeVar("T", bound="PredecessorFailedData")


@_attrs_define
class PredecessorFailedData:
    """Which process will never be completed, although this one waits for it.

    Attributes:
        state (ProcessState): Each completes "the process is ..."; the rows below say what that means.
        version (int): of the process
        predecessor_id (UUID): the process that ended
        title (str): what it is called
        ended (ProcessState): Each completes "the process is ..."; the rows below say what that means.
        trigger (None | str | Unset): the move that led to it
        reason (None | str | Unset): what was said for it
    """

    state: ProcessState
    version: int
    predecessor_id: UUID
    title: str
    ended: ProcessState
    trigger: None | str | Unset = UNSET
    reason: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        state = self.state.value

        version = self.version

        predecessor_id = str(self.predecessor_id)

        title = self.title

        ended = self.ended.value

        trigger: None | str | Unset
        if isinstance(self.trigger, Unset):
            trigger = UNSET
        else:
            trigger = self.trigger

        reason: None | str | Unset
        if isinstance(self.reason, Unset):
            reason = UNSET
        else:
            reason = self.reason

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "state": state,
                "version": version,
                "predecessor_id": predecessor_id,
                "title": title,
                "ended": ended,
            }
        )
        if trigger is not UNSET:
            field_dict["trigger"] = trigger
        if reason is not UNSET:
            field_dict["reason"] = reason

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        state = ProcessState(d.pop("state"))

        version = d.pop("version")

        predecessor_id = UUID(d.pop("predecessor_id"))

        title = d.pop("title")

        ended = ProcessState(d.pop("ended"))

        def _parse_trigger(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        trigger = _parse_trigger(d.pop("trigger", UNSET))

        def _parse_reason(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        reason = _parse_reason(d.pop("reason", UNSET))

        predecessor_failed_data = cls(
            state=state,
            version=version,
            predecessor_id=predecessor_id,
            title=title,
            ended=ended,
            trigger=trigger,
            reason=reason,
        )

        predecessor_failed_data.additional_properties = d
        return predecessor_failed_data

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
