from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="ReadBody")


@_attrs_define
class ReadBody:
    """How far the caller has read.

    Attributes:
        position (int): where it stands in the feed of events
        back (bool | Unset): true: also if that is before what they said last Default: False.
    """

    position: int
    back: bool | Unset = False

    def to_dict(self) -> dict[str, Any]:
        position = self.position

        back = self.back

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "position": position,
            }
        )
        if back is not UNSET:
            field_dict["back"] = back

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        position = d.pop("position")

        back = d.pop("back", UNSET)

        read_body = cls(
            position=position,
            back=back,
        )

        return read_body
