from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="MeasuresOfPart")


@_attrs_define
class MeasuresOfPart:
    """A part of which no file is there yet.

    Attributes:
        box_mm (list[float]): the bounding box: x, y, z
        volume_mm3 (float | None | Unset): else that of the full box
        surface_mm2 (float | None | Unset): else that of the box
    """

    box_mm: list[float]
    volume_mm3: float | None | Unset = UNSET
    surface_mm2: float | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        box_mm = self.box_mm

        volume_mm3: float | None | Unset
        if isinstance(self.volume_mm3, Unset):
            volume_mm3 = UNSET
        else:
            volume_mm3 = self.volume_mm3

        surface_mm2: float | None | Unset
        if isinstance(self.surface_mm2, Unset):
            surface_mm2 = UNSET
        else:
            surface_mm2 = self.surface_mm2

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "box_mm": box_mm,
            }
        )
        if volume_mm3 is not UNSET:
            field_dict["volume_mm3"] = volume_mm3
        if surface_mm2 is not UNSET:
            field_dict["surface_mm2"] = surface_mm2

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        box_mm = cast(list[float], d.pop("box_mm"))

        def _parse_volume_mm3(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        volume_mm3 = _parse_volume_mm3(d.pop("volume_mm3", UNSET))

        def _parse_surface_mm2(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        surface_mm2 = _parse_surface_mm2(d.pop("surface_mm2", UNSET))

        measures_of_part = cls(
            box_mm=box_mm,
            volume_mm3=volume_mm3,
            surface_mm2=surface_mm2,
        )

        return measures_of_part
