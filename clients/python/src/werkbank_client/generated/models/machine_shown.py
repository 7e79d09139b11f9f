from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define, field as _attrs_field

from ..models.technology import Technology

if TYPE_CHECKING:
    from ..models.offered_shown import OfferedShown


T = TypeVar("T", bound="MachineShown")


@_attrs_define
class MachineShown:
    """A kind of machine, without what it costs.

    Attributes:
        id (str): a UUID that never changes
        name (str): what it is called
        technology (Technology): A category of additive manufacturing by its code in ISO/ASTM 52900.
        process (str): the technology by its trade name
        count (int): how many of this kind there are
        build_volume_mm (list[str]): the largest box that fits: x, y, z in mm
        layer_height_mm (str): of one layer, in mm
        materials (list[OfferedShown]): what can be built
    """

    id: str
    name: str
    technology: Technology
    process: str
    count: int
    build_volume_mm: list[str]
    layer_height_mm: str
    materials: list[OfferedShown]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        name = self.name

        technology = self.technology.value

        process = self.process

        count = self.count

        build_volume_mm = self.build_volume_mm

        layer_height_mm = self.layer_height_mm

        materials = []
        for materials_item_data in self.materials:
            materials_item = materials_item_data.to_dict()
            materials.append(materials_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "name": name,
                "technology": technology,
                "process": process,
                "count": count,
                "build_volume_mm": build_volume_mm,
                "layer_height_mm": layer_height_mm,
                "materials": materials,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.offered_shown import OfferedShown  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        name = d.pop("name")

        technology = Technology(d.pop("technology"))

        process = d.pop("process")

        count = d.pop("count")

        build_volume_mm = cast(list[str], d.pop("build_volume_mm"))

        layer_height_mm = d.pop("layer_height_mm")

        materials = []
        _materials = d.pop("materials")
        for materials_item_data in _materials:
            materials_item = OfferedShown.from_dict(materials_item_data)

            materials.append(materials_item)

        machine_shown = cls(
            id=id,
            name=name,
            technology=technology,
            process=process,
            count=count,
            build_volume_mm=build_volume_mm,
            layer_height_mm=layer_height_mm,
            materials=materials,
        )

        machine_shown.additional_properties = d
        return machine_shown

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
