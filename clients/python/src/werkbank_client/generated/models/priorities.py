from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="Priorities")


@_attrs_define
class Priorities:
    """How much each counts when contractors are ranked, 0 (nothing) to 10.

    Attributes:
        cost (int | Unset): a low price Default: 5.
        time (int | Unset): an early arrival Default: 5.
        quality (int | Unset): close tolerances, few warnings Default: 5.
        quantity (int | Unset): capacity that is left Default: 5.
        resilience (int | Unset): several machines that can make it Default: 5.
        sustainability (int | Unset): material, machine hours and distance Default: 5.
    """

    cost: int | Unset = 5
    time: int | Unset = 5
    quality: int | Unset = 5
    quantity: int | Unset = 5
    resilience: int | Unset = 5
    sustainability: int | Unset = 5

    def to_dict(self) -> dict[str, Any]:
        cost = self.cost

        time = self.time

        quality = self.quality

        quantity = self.quantity

        resilience = self.resilience

        sustainability = self.sustainability

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if cost is not UNSET:
            field_dict["cost"] = cost
        if time is not UNSET:
            field_dict["time"] = time
        if quality is not UNSET:
            field_dict["quality"] = quality
        if quantity is not UNSET:
            field_dict["quantity"] = quantity
        if resilience is not UNSET:
            field_dict["resilience"] = resilience
        if sustainability is not UNSET:
            field_dict["sustainability"] = sustainability

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        cost = d.pop("cost", UNSET)

        time = d.pop("time", UNSET)

        quality = d.pop("quality", UNSET)

        quantity = d.pop("quantity", UNSET)

        resilience = d.pop("resilience", UNSET)

        sustainability = d.pop("sustainability", UNSET)

        priorities = cls(
            cost=cost,
            time=time,
            quality=quality,
            quantity=quantity,
            resilience=resilience,
            sustainability=sustainability,
        )

        return priorities
