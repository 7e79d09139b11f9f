from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define, field as _attrs_field

from ..models.actor import Actor
from ..models.process_state import ProcessState
from ..models.process_trigger import ProcessTrigger
from ..models.request_state import RequestState
from ..models.request_trigger import RequestTrigger

T = TypeVar("T", bound="MoveShown")


@_attrs_define
class MoveShown:
    """A move: from where, to where, by whom, and what it takes.

    Attributes:
        trigger (ProcessTrigger | RequestTrigger): its name
        from_ (list[ProcessState | RequestState]): the states that it is made in
        to (ProcessState | RequestState): the state that it leads to
        by (list[Actor]): who may make it
        summary (str): what is done by it
        guards (list[str]): what must hold for it
        needs (list[str]): fields of the body that it must have
        takes (list[str]): fields of the body that it may have
        via (str): action: an operation of its own; or else what causes it
        effect (str): what it does beside; empty: nothing
    """

    trigger: ProcessTrigger | RequestTrigger
    from_: list[ProcessState | RequestState]
    to: ProcessState | RequestState
    by: list[Actor]
    summary: str
    guards: list[str]
    needs: list[str]
    takes: list[str]
    via: str
    effect: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        trigger: str
        if isinstance(self.trigger, ProcessTrigger):
            trigger = self.trigger.value
        else:
            trigger = self.trigger.value

        from_ = []
        for from_item_data in self.from_:
            from_item: str
            if isinstance(from_item_data, ProcessState):
                from_item = from_item_data.value
            else:
                from_item = from_item_data.value

            from_.append(from_item)

        to: str
        if isinstance(self.to, ProcessState):
            to = self.to.value
        else:
            to = self.to.value

        by = []
        for by_item_data in self.by:
            by_item = by_item_data.value
            by.append(by_item)

        summary = self.summary

        guards = self.guards

        needs = self.needs

        takes = self.takes

        via = self.via

        effect = self.effect

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "trigger": trigger,
                "from": from_,
                "to": to,
                "by": by,
                "summary": summary,
                "guards": guards,
                "needs": needs,
                "takes": takes,
                "via": via,
                "effect": effect,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_trigger(data: object) -> ProcessTrigger | RequestTrigger:
            try:
                if not isinstance(data, str):
                    raise TypeError()
                trigger_type_0 = ProcessTrigger(data)

                return trigger_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, str):
                raise TypeError()
            trigger_type_1 = RequestTrigger(data)

            return trigger_type_1

        trigger = _parse_trigger(d.pop("trigger"))

        from_ = []
        _from_ = d.pop("from")
        for from_item_data in _from_:

            def _parse_from_item(data: object) -> ProcessState | RequestState:
                try:
                    if not isinstance(data, str):
                        raise TypeError()
                    from_item_type_0 = ProcessState(data)

                    return from_item_type_0
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                if not isinstance(data, str):
                    raise TypeError()
                from_item_type_1 = RequestState(data)

                return from_item_type_1

            from_item = _parse_from_item(from_item_data)

            from_.append(from_item)

        def _parse_to(data: object) -> ProcessState | RequestState:
            try:
                if not isinstance(data, str):
                    raise TypeError()
                to_type_0 = ProcessState(data)

                return to_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, str):
                raise TypeError()
            to_type_1 = RequestState(data)

            return to_type_1

        to = _parse_to(d.pop("to"))

        by = []
        _by = d.pop("by")
        for by_item_data in _by:
            by_item = Actor(by_item_data)

            by.append(by_item)

        summary = d.pop("summary")

        guards = cast(list[str], d.pop("guards"))

        needs = cast(list[str], d.pop("needs"))

        takes = cast(list[str], d.pop("takes"))

        via = d.pop("via")

        effect = d.pop("effect")

        move_shown = cls(
            trigger=trigger,
            from_=from_,
            to=to,
            by=by,
            summary=summary,
            guards=guards,
            needs=needs,
            takes=takes,
            via=via,
            effect=effect,
        )

        move_shown.additional_properties = d
        return move_shown

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
