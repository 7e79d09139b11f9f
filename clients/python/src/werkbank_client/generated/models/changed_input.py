from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define, field as _attrs_field

T = TypeVar("T", bound="ChangedInput")


@_attrs_define
class ChangedInput:
    """An input, a version or a file that is another one.

    Attributes:
        what (str): which input, version or file
        before (Any): as it was; null: there was none
        after (Any): as it is; null: there is none
        detail (str): a sentence
    """

    what: str
    before: Any
    after: Any
    detail: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        what = self.what

        before = self.before

        after = self.after

        detail = self.detail

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "what": what,
                "before": before,
                "after": after,
                "detail": detail,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        what = d.pop("what")

        before = d.pop("before")

        after = d.pop("after")

        detail = d.pop("detail")

        changed_input = cls(
            what=what,
            before=before,
            after=after,
            detail=detail,
        )

        changed_input.additional_properties = d
        return changed_input

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
