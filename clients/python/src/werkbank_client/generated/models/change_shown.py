from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define, field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="ChangeShown")


@_attrs_define
class ChangeShown:
    """The nearest change that would let a check pass.

    Attributes:
        field (str): of the configuration; `box_mm` and `files` are changed in the model
        to (Any): the nearest value that passes
        detail (str): a sentence
        alternatives (list[ChangeShown] | Unset): other values, and other fields
    """

    field: str
    to: Any
    detail: str
    alternatives: list[ChangeShown] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        field = self.field

        to = self.to

        detail = self.detail

        alternatives: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.alternatives, Unset):
            alternatives = []
            for alternatives_item_data in self.alternatives:
                alternatives_item = alternatives_item_data.to_dict()
                alternatives.append(alternatives_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "field": field,
                "to": to,
                "detail": detail,
            }
        )
        if alternatives is not UNSET:
            field_dict["alternatives"] = alternatives

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        field = d.pop("field")

        to = d.pop("to")

        detail = d.pop("detail")

        _alternatives = d.pop("alternatives", UNSET)
        alternatives: list[ChangeShown] | Unset = UNSET
        if _alternatives is not UNSET:
            alternatives = []
            for alternatives_item_data in _alternatives:
                alternatives_item = ChangeShown.from_dict(alternatives_item_data)

                alternatives.append(alternatives_item)

        change_shown = cls(
            field=field,
            to=to,
            detail=detail,
            alternatives=alternatives,
        )

        change_shown.additional_properties = d
        return change_shown

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
