from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="Access")


@_attrs_define
class Access:
    """What contractors get before one of them is confirmed.

    Attributes:
        full (bool): true: the files themselves; false: their measures and pictures only
    """

    full: bool

    def to_dict(self) -> dict[str, Any]:
        full = self.full

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "full": full,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        full = d.pop("full")

        access = cls(
            full=full,
        )

        return access
