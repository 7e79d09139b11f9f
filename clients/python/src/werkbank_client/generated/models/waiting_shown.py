from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define, field as _attrs_field

T = TypeVar("T", bound="WaitingShown")


@_attrs_define
class WaitingShown:
    """What waits for a machine or for an operator.

    Attributes:
        work_items (int): not published to the workers yet, counted up to 10000
        unpublished (int): events without a position yet, counted likewise
        parked (int): processes that were given up, counted likewise
        contractors (int): contractors to approve, counted likewise
    """

    work_items: int
    unpublished: int
    parked: int
    contractors: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        work_items = self.work_items

        unpublished = self.unpublished

        parked = self.parked

        contractors = self.contractors

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "work_items": work_items,
                "unpublished": unpublished,
                "parked": parked,
                "contractors": contractors,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        work_items = d.pop("work_items")

        unpublished = d.pop("unpublished")

        parked = d.pop("parked")

        contractors = d.pop("contractors")

        waiting_shown = cls(
            work_items=work_items,
            unpublished=unpublished,
            parked=parked,
            contractors=contractors,
        )

        waiting_shown.additional_properties = d
        return waiting_shown

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
