from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define, field as _attrs_field

T = TypeVar("T", bound="ChangedMeasure")


@_attrs_define
class ChangedMeasure:
    """A measure of a file.

    Attributes:
        file (str): the file's name
        measure (str): which measure
        before (Any): as it was; null: there was none
        after (Any): as it is; null: there is none
    """

    file: str
    measure: str
    before: Any
    after: Any
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        file = self.file

        measure = self.measure

        before = self.before

        after = self.after

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "file": file,
                "measure": measure,
                "before": before,
                "after": after,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        file = d.pop("file")

        measure = d.pop("measure")

        before = d.pop("before")

        after = d.pop("after")

        changed_measure = cls(
            file=file,
            measure=measure,
            before=before,
            after=after,
        )

        changed_measure.additional_properties = d
        return changed_measure

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
