from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define, field as _attrs_field

if TYPE_CHECKING:
    from ..models.color_shown import ColorShown
    from ..models.mechanical_properties_shown import MechanicalPropertiesShown


T = TypeVar("T", bound="MaterialShown")


@_attrs_define
class MaterialShown:
    """A material.

    Attributes:
        id (str): a UUID that never changes
        name (str): what it is called
        category (str): polymer, metal, ceramic or composite
        family (str): materials of one chemistry
        standard (str): the standard that describes it
        mechanical_properties (MechanicalPropertiesShown): What parts of a material bear; null where nobody has said.
        colors (list[ColorShown]): in which some contractor offers it
        density_g_cm3 (str): in g/cm³
        source (str): the data sheet that the figures follow
        assumption (str): what is assumed where no source says it
        technologies (list[str]): codes of those by which some contractor builds it
    """

    id: str
    name: str
    category: str
    family: str
    standard: str
    mechanical_properties: MechanicalPropertiesShown
    colors: list[ColorShown]
    density_g_cm3: str
    source: str
    assumption: str
    technologies: list[str]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        name = self.name

        category = self.category

        family = self.family

        standard = self.standard

        mechanical_properties = self.mechanical_properties.to_dict()

        colors = []
        for colors_item_data in self.colors:
            colors_item = colors_item_data.to_dict()
            colors.append(colors_item)

        density_g_cm3 = self.density_g_cm3

        source = self.source

        assumption = self.assumption

        technologies = self.technologies

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "name": name,
                "category": category,
                "family": family,
                "standard": standard,
                "mechanical_properties": mechanical_properties,
                "colors": colors,
                "density_g_cm3": density_g_cm3,
                "source": source,
                "assumption": assumption,
                "technologies": technologies,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.color_shown import ColorShown  # noqa: PLC0415
        from ..models.mechanical_properties_shown import MechanicalPropertiesShown  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        name = d.pop("name")

        category = d.pop("category")

        family = d.pop("family")

        standard = d.pop("standard")

        mechanical_properties = MechanicalPropertiesShown.from_dict(d.pop("mechanical_properties"))

        colors = []
        _colors = d.pop("colors")
        for colors_item_data in _colors:
            colors_item = ColorShown.from_dict(colors_item_data)

            colors.append(colors_item)

        density_g_cm3 = d.pop("density_g_cm3")

        source = d.pop("source")

        assumption = d.pop("assumption")

        technologies = cast(list[str], d.pop("technologies"))

        material_shown = cls(
            id=id,
            name=name,
            category=category,
            family=family,
            standard=standard,
            mechanical_properties=mechanical_properties,
            colors=colors,
            density_g_cm3=density_g_cm3,
            source=source,
            assumption=assumption,
            technologies=technologies,
        )

        material_shown.additional_properties = d
        return material_shown

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
