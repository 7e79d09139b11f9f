from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define, field as _attrs_field

T = TypeVar("T", bound="MeasuresShown")


@_attrs_define
class MeasuresShown:
    """What was measured of a part.

    Attributes:
        name (str): of its file; empty for a part that is stated by its measures
        box_mm (list[float]): its bounding box: x, y, z
        volume_mm3 (float): of its material
        surface_mm2 (float): of all its faces
        closed (bool): its surface has no open edge
    """

    name: str
    box_mm: list[float]
    volume_mm3: float
    surface_mm2: float
    closed: bool
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        box_mm = self.box_mm

        volume_mm3 = self.volume_mm3

        surface_mm2 = self.surface_mm2

        closed = self.closed

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "name": name,
                "box_mm": box_mm,
                "volume_mm3": volume_mm3,
                "surface_mm2": surface_mm2,
                "closed": closed,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name")

        box_mm = cast(list[float], d.pop("box_mm"))

        volume_mm3 = d.pop("volume_mm3")

        surface_mm2 = d.pop("surface_mm2")

        closed = d.pop("closed")

        measures_shown = cls(
            name=name,
            box_mm=box_mm,
            volume_mm3=volume_mm3,
            surface_mm2=surface_mm2,
            closed=closed,
        )

        measures_shown.additional_properties = d
        return measures_shown

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
