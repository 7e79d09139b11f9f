from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define, field as _attrs_field

if TYPE_CHECKING:
    from ..models.move_shown import MoveShown
    from ..models.state_shown import StateShown


T = TypeVar("T", bound="WorkflowShown")


@_attrs_define
class WorkflowShown:
    """States and moves as the service works by them.

    Attributes:
        name (str): process or request
        initial (str): the state that it begins in
        states (list[StateShown]): in the order of the table
        moves (list[MoveShown]): in the order of the table
    """

    name: str
    initial: str
    states: list[StateShown]
    moves: list[MoveShown]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        initial = self.initial

        states = []
        for states_item_data in self.states:
            states_item = states_item_data.to_dict()
            states.append(states_item)

        moves = []
        for moves_item_data in self.moves:
            moves_item = moves_item_data.to_dict()
            moves.append(moves_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "name": name,
                "initial": initial,
                "states": states,
                "moves": moves,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.move_shown import MoveShown  # noqa: PLC0415
        from ..models.state_shown import StateShown  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        initial = d.pop("initial")

        states = []
        _states = d.pop("states")
        for states_item_data in _states:
            states_item = StateShown.from_dict(states_item_data)

            states.append(states_item)

        moves = []
        _moves = d.pop("moves")
        for moves_item_data in _moves:
            moves_item = MoveShown.from_dict(moves_item_data)

            moves.append(moves_item)

        workflow_shown = cls(
            name=name,
            initial=initial,
            states=states,
            moves=moves,
        )

        workflow_shown.additional_properties = d
        return workflow_shown

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
