from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define, field as _attrs_field

from ..models.process_state import ProcessState
from ..models.process_trigger import ProcessTrigger
from ..models.request_state import RequestState
from ..models.request_trigger import RequestTrigger

if TYPE_CHECKING:
    from ..models.deadline_of_state import DeadlineOfState


T = TypeVar("T", bound="StateShown")


@_attrs_define
class StateShown:
    """A state, whom it waits for, and how it goes on.

    Attributes:
        state (ProcessState | RequestState): its name
        summary (str): what it means
        waits_for (list[str]): actors, or another process or a worker
        deadline (DeadlineOfState | None): null: it may last for ever
        forward (list[ProcessTrigger | RequestTrigger]): the moves that bring it on
        automatic (bool): a worker goes on by itself
        final (bool): nothing follows
        code (int | None): the state's number in Semper-KI
    """

    state: ProcessState | RequestState
    summary: str
    waits_for: list[str]
    deadline: DeadlineOfState | None
    forward: list[ProcessTrigger | RequestTrigger]
    automatic: bool
    final: bool
    code: int | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.deadline_of_state import DeadlineOfState  # noqa: PLC0415

        state: str
        if isinstance(self.state, ProcessState):
            state = self.state.value
        else:
            state = self.state.value

        summary = self.summary

        waits_for = self.waits_for

        deadline: dict[str, Any] | None
        if isinstance(self.deadline, DeadlineOfState):
            deadline = self.deadline.to_dict()
        else:
            deadline = self.deadline

        forward = []
        for forward_item_data in self.forward:
            forward_item: str
            if isinstance(forward_item_data, ProcessTrigger):
                forward_item = forward_item_data.value
            else:
                forward_item = forward_item_data.value

            forward.append(forward_item)

        automatic = self.automatic

        final = self.final

        code: int | None
        code = self.code

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "state": state,
                "summary": summary,
                "waits_for": waits_for,
                "deadline": deadline,
                "forward": forward,
                "automatic": automatic,
                "final": final,
                "code": code,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.deadline_of_state import DeadlineOfState  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_state(data: object) -> ProcessState | RequestState:
            try:
                if not isinstance(data, str):
                    raise TypeError()
                state_type_0 = ProcessState(data)

                return state_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, str):
                raise TypeError()
            state_type_1 = RequestState(data)

            return state_type_1

        state = _parse_state(d.pop("state"))

        summary = d.pop("summary")

        waits_for = cast(list[str], d.pop("waits_for"))

        def _parse_deadline(data: object) -> DeadlineOfState | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                deadline_type_0 = DeadlineOfState.from_dict(data)

                return deadline_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DeadlineOfState | None, data)

        deadline = _parse_deadline(d.pop("deadline"))

        forward = []
        _forward = d.pop("forward")
        for forward_item_data in _forward:

            def _parse_forward_item(data: object) -> ProcessTrigger | RequestTrigger:
                try:
                    if not isinstance(data, str):
                        raise TypeError()
                    forward_item_type_0 = ProcessTrigger(data)

                    return forward_item_type_0
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                if not isinstance(data, str):
                    raise TypeError()
                forward_item_type_1 = RequestTrigger(data)

                return forward_item_type_1

            forward_item = _parse_forward_item(forward_item_data)

            forward.append(forward_item)

        automatic = d.pop("automatic")

        final = d.pop("final")

        def _parse_code(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        code = _parse_code(d.pop("code"))

        state_shown = cls(
            state=state,
            summary=summary,
            waits_for=waits_for,
            deadline=deadline,
            forward=forward,
            automatic=automatic,
            final=final,
            code=code,
        )

        state_shown.additional_properties = d
        return state_shown

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
