from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="PriorityChanges")


@_attrs_define
class PriorityChanges:
    """JSON merge patch of the priorities; what is null counts 5 again.

    Attributes:
        cost (int | None | Unset): a low price
        time (int | None | Unset): an early arrival
        quality (int | None | Unset): close tolerances, few warnings
        quantity (int | None | Unset): capacity that is left
        resilience (int | None | Unset): several machines that can make it
        sustainability (int | None | Unset): material, machine hours and distance
    """

    cost: int | None | Unset = UNSET
    time: int | None | Unset = UNSET
    quality: int | None | Unset = UNSET
    quantity: int | None | Unset = UNSET
    resilience: int | None | Unset = UNSET
    sustainability: int | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        cost: int | None | Unset
        if isinstance(self.cost, Unset):
            cost = UNSET
        else:
            cost = self.cost

        time: int | None | Unset
        if isinstance(self.time, Unset):
            time = UNSET
        else:
            time = self.time

        quality: int | None | Unset
        if isinstance(self.quality, Unset):
            quality = UNSET
        else:
            quality = self.quality

        quantity: int | None | Unset
        if isinstance(self.quantity, Unset):
            quantity = UNSET
        else:
            quantity = self.quantity

        resilience: int | None | Unset
        if isinstance(self.resilience, Unset):
            resilience = UNSET
        else:
            resilience = self.resilience

        sustainability: int | None | Unset
        if isinstance(self.sustainability, Unset):
            sustainability = UNSET
        else:
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

        def _parse_cost(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        cost = _parse_cost(d.pop("cost", UNSET))

        def _parse_time(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        time = _parse_time(d.pop("time", UNSET))

        def _parse_quality(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        quality = _parse_quality(d.pop("quality", UNSET))

        def _parse_quantity(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        quantity = _parse_quantity(d.pop("quantity", UNSET))

        def _parse_resilience(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        resilience = _parse_resilience(d.pop("resilience", UNSET))

        def _parse_sustainability(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        sustainability = _parse_sustainability(d.pop("sustainability", UNSET))

        priority_changes = cls(
            cost=cost,
            time=time,
            quality=quality,
            quantity=quantity,
            resilience=resilience,
            sustainability=sustainability,
        )

        return priority_changes
