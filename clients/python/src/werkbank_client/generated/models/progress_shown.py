from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define, field as _attrs_field

T = TypeVar("T", bound="ProgressShown")


@_attrs_define
class ProgressShown:
    """How far a verification has come that takes longer than a moment.

    Attributes:
        stage (str): what is being worked out
        percent (int): of the whole verification
        file (str): the file that is being measured
        at (datetime.datetime): when it happened
    """

    stage: str
    percent: int
    file: str
    at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        stage = self.stage

        percent = self.percent

        file = self.file

        at = self.at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "stage": stage,
                "percent": percent,
                "file": file,
                "at": at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        stage = d.pop("stage")

        percent = d.pop("percent")

        file = d.pop("file")

        at = datetime.datetime.fromisoformat(d.pop("at"))

        progress_shown = cls(
            stage=stage,
            percent=percent,
            file=file,
            at=at,
        )

        progress_shown.additional_properties = d
        return progress_shown

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
