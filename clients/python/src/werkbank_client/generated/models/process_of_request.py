from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

from ..models.process_state import ProcessState
from ..types import UNSET, Unset

T = TypeVar("T", bound="ProcessOfRequest")


@_attrs_define
class ProcessOfRequest:
    """What a contractor must know of the part to answer.

    Attributes:
        id (UUID): a UUID that never changes
        title (None | str | Unset): what its client calls it
        state (None | ProcessState | Unset): the state that it is in
        quantity (int | None | Unset): pieces
        material_id (None | str | Unset): an id of GET /materials
    """

    id: UUID
    title: None | str | Unset = UNSET
    state: None | ProcessState | Unset = UNSET
    quantity: int | None | Unset = UNSET
    material_id: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        title: None | str | Unset
        if isinstance(self.title, Unset):
            title = UNSET
        else:
            title = self.title

        state: None | str | Unset
        if isinstance(self.state, Unset):
            state = UNSET
        elif isinstance(self.state, ProcessState):
            state = self.state.value
        else:
            state = self.state

        quantity: int | None | Unset
        if isinstance(self.quantity, Unset):
            quantity = UNSET
        else:
            quantity = self.quantity

        material_id: None | str | Unset
        if isinstance(self.material_id, Unset):
            material_id = UNSET
        else:
            material_id = self.material_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
            }
        )
        if title is not UNSET:
            field_dict["title"] = title
        if state is not UNSET:
            field_dict["state"] = state
        if quantity is not UNSET:
            field_dict["quantity"] = quantity
        if material_id is not UNSET:
            field_dict["material_id"] = material_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))

        def _parse_title(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        title = _parse_title(d.pop("title", UNSET))

        def _parse_state(data: object) -> None | ProcessState | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                state_type_0 = ProcessState(data)

                return state_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ProcessState | Unset, data)

        state = _parse_state(d.pop("state", UNSET))

        def _parse_quantity(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        quantity = _parse_quantity(d.pop("quantity", UNSET))

        def _parse_material_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        material_id = _parse_material_id(d.pop("material_id", UNSET))

        process_of_request = cls(
            id=id,
            title=title,
            state=state,
            quantity=quantity,
            material_id=material_id,
        )

        process_of_request.additional_properties = d
        return process_of_request

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
