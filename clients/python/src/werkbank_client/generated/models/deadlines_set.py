from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define, field as _attrs_field

if TYPE_CHECKING:
    from ..models.window_set import WindowSet


T = TypeVar("T", bound="DeadlinesSet")


@_attrs_define
class DeadlinesSet:
    """Deadlines by name: predecessors, correction, answer_window, question, offer_validity, new_choice, start, production,
    shipping, delivery, dispute_window, mediation.

    """

    additional_properties: dict[str, WindowSet] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:

        field_dict: dict[str, Any] = {}
        for prop_name, prop in self.additional_properties.items():
            field_dict[prop_name] = prop.to_dict()

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.window_set import WindowSet  # noqa: PLC0415

        d = dict(src_dict)
        deadlines_set = cls()

        additional_properties = {}
        for prop_name, prop_dict in d.items():
            additional_property = WindowSet.from_dict(prop_dict)

            additional_properties[prop_name] = additional_property

        deadlines_set.additional_properties = additional_properties
        return deadlines_set

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> WindowSet:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: WindowSet) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
