from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="Rotation")


@_attrs_define
class Rotation:
    """How a secret is renewed.

    Attributes:
        grace_period_h (int | Unset): hours that the secret before it still signs beside it Default: 24.
    """

    grace_period_h: int | Unset = 24

    def to_dict(self) -> dict[str, Any]:
        grace_period_h = self.grace_period_h

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if grace_period_h is not UNSET:
            field_dict["grace_period_h"] = grace_period_h

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        grace_period_h = d.pop("grace_period_h", UNSET)

        rotation = cls(
            grace_period_h=grace_period_h,
        )

        return rotation
