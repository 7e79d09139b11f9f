from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

from ..models.process_state import ProcessState

if TYPE_CHECKING:
    from ..models.line_shown import LineShown


T = TypeVar("T", bound="ComparedProcess")


@_attrs_define
class ComparedProcess:
    """A part with the lines of all that were asked last.

    Attributes:
        process_id (UUID): the process that it is about; null: none
        title (str): what its client calls it
        state (ProcessState): Each completes "the process is ..."; the rows below say what that means.
        quantity (int | None): pieces
        lines (list[LineShown]): one for each
    """

    process_id: UUID
    title: str
    state: ProcessState
    quantity: int | None
    lines: list[LineShown]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        process_id = str(self.process_id)

        title = self.title

        state = self.state.value

        quantity: int | None
        quantity = self.quantity

        lines = []
        for lines_item_data in self.lines:
            lines_item = lines_item_data.to_dict()
            lines.append(lines_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "process_id": process_id,
                "title": title,
                "state": state,
                "quantity": quantity,
                "lines": lines,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.line_shown import LineShown  # noqa: PLC0415

        d = dict(src_dict)
        process_id = UUID(d.pop("process_id"))

        title = d.pop("title")

        state = ProcessState(d.pop("state"))

        def _parse_quantity(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        quantity = _parse_quantity(d.pop("quantity"))

        lines = []
        _lines = d.pop("lines")
        for lines_item_data in _lines:
            lines_item = LineShown.from_dict(lines_item_data)

            lines.append(lines_item)

        compared_process = cls(
            process_id=process_id,
            title=title,
            state=state,
            quantity=quantity,
            lines=lines,
        )

        compared_process.additional_properties = d
        return compared_process

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
