from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define, field as _attrs_field

if TYPE_CHECKING:
    from ..models.cost import Cost
    from ..models.notified import Notified


T = TypeVar("T", bound="DryRun")


@_attrs_define
class DryRun:
    """What a move would do; nothing of it was kept.

    Attributes:
        events (list[str]): the types of the events that would be announced
        notifies (list[Notified]): who would hear of them
        cost (list[Cost]): the quotes of the chosen contractors
    """

    events: list[str]
    notifies: list[Notified]
    cost: list[Cost]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        events = self.events

        notifies = []
        for notifies_item_data in self.notifies:
            notifies_item = notifies_item_data.to_dict()
            notifies.append(notifies_item)

        cost = []
        for cost_item_data in self.cost:
            cost_item = cost_item_data.to_dict()
            cost.append(cost_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "events": events,
                "notifies": notifies,
                "cost": cost,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.cost import Cost  # noqa: PLC0415
        from ..models.notified import Notified  # noqa: PLC0415

        d = dict(src_dict)
        events = cast(list[str], d.pop("events"))

        notifies = []
        _notifies = d.pop("notifies")
        for notifies_item_data in _notifies:
            notifies_item = Notified.from_dict(notifies_item_data)

            notifies.append(notifies_item)

        cost = []
        _cost = d.pop("cost")
        for cost_item_data in _cost:
            cost_item = Cost.from_dict(cost_item_data)

            cost.append(cost_item)

        dry_run = cls(
            events=events,
            notifies=notifies,
            cost=cost,
        )

        dry_run.additional_properties = d
        return dry_run

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
