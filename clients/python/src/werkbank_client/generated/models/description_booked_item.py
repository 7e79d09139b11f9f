from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="DescriptionBookedItem")


@_attrs_define
class DescriptionBookedItem:
    """
    Attributes:
        days (str): a day, ISO 8601, or a span such as 2026-12-01/2026-12-11, both ends included
        share (float | str | Unset): of the machines that is taken, 0 to 1 Default: '1'.
    """

    days: str
    share: float | str | Unset = "1"

    def to_dict(self) -> dict[str, Any]:
        days = self.days

        share: float | str | Unset
        if isinstance(self.share, Unset):
            share = UNSET
        else:
            share = self.share

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "days": days,
            }
        )
        if share is not UNSET:
            field_dict["share"] = share

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        days = d.pop("days")

        def _parse_share(data: object) -> float | str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(float | str | Unset, data)

        share = _parse_share(d.pop("share", UNSET))

        description_booked_item = cls(
            days=days,
            share=share,
        )

        return description_booked_item
