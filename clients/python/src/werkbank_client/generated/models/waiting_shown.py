from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

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
        oldest_work_item_s (float | None): its age in seconds; null: there is none
        scheduler_beat_s (float | None): seconds since the scheduler was heard of; null: never
    """

    work_items: int
    unpublished: int
    parked: int
    contractors: int
    oldest_work_item_s: float | None
    scheduler_beat_s: float | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        work_items = self.work_items

        unpublished = self.unpublished

        parked = self.parked

        contractors = self.contractors

        oldest_work_item_s: float | None
        oldest_work_item_s = self.oldest_work_item_s

        scheduler_beat_s: float | None
        scheduler_beat_s = self.scheduler_beat_s

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "work_items": work_items,
                "unpublished": unpublished,
                "parked": parked,
                "contractors": contractors,
                "oldest_work_item_s": oldest_work_item_s,
                "scheduler_beat_s": scheduler_beat_s,
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

        def _parse_oldest_work_item_s(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        oldest_work_item_s = _parse_oldest_work_item_s(d.pop("oldest_work_item_s"))

        def _parse_scheduler_beat_s(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        scheduler_beat_s = _parse_scheduler_beat_s(d.pop("scheduler_beat_s"))

        waiting_shown = cls(
            work_items=work_items,
            unpublished=unpublished,
            parked=parked,
            contractors=contractors,
            oldest_work_item_s=oldest_work_item_s,
            scheduler_beat_s=scheduler_beat_s,
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
