from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define, field as _attrs_field

T = TypeVar("T", bound="MechanicalPropertiesShown")


@_attrs_define
class MechanicalPropertiesShown:
    """What parts of a material bear; null where nobody has said.

    Attributes:
        tensile_strength_mpa (None | str): ISO 527 or ASTM D638, in MPa
        tensile_modulus_mpa (None | str): likewise, in MPa
        elongation_at_break_percent (None | str): likewise, in per cent
        heat_deflection_c (None | str): ISO 75 or ASTM D648 at 0.45 MPa, in °C
        hardness_shore_a (None | str): ISO 868, of elastomers
        source (str): the data sheet that the figures follow
        assumption (str): what is assumed where no source says it
    """

    tensile_strength_mpa: None | str
    tensile_modulus_mpa: None | str
    elongation_at_break_percent: None | str
    heat_deflection_c: None | str
    hardness_shore_a: None | str
    source: str
    assumption: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        tensile_strength_mpa: None | str
        tensile_strength_mpa = self.tensile_strength_mpa

        tensile_modulus_mpa: None | str
        tensile_modulus_mpa = self.tensile_modulus_mpa

        elongation_at_break_percent: None | str
        elongation_at_break_percent = self.elongation_at_break_percent

        heat_deflection_c: None | str
        heat_deflection_c = self.heat_deflection_c

        hardness_shore_a: None | str
        hardness_shore_a = self.hardness_shore_a

        source = self.source

        assumption = self.assumption

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "tensile_strength_mpa": tensile_strength_mpa,
                "tensile_modulus_mpa": tensile_modulus_mpa,
                "elongation_at_break_percent": elongation_at_break_percent,
                "heat_deflection_c": heat_deflection_c,
                "hardness_shore_a": hardness_shore_a,
                "source": source,
                "assumption": assumption,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_tensile_strength_mpa(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        tensile_strength_mpa = _parse_tensile_strength_mpa(d.pop("tensile_strength_mpa"))

        def _parse_tensile_modulus_mpa(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        tensile_modulus_mpa = _parse_tensile_modulus_mpa(d.pop("tensile_modulus_mpa"))

        def _parse_elongation_at_break_percent(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        elongation_at_break_percent = _parse_elongation_at_break_percent(
            d.pop("elongation_at_break_percent")
        )

        def _parse_heat_deflection_c(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        heat_deflection_c = _parse_heat_deflection_c(d.pop("heat_deflection_c"))

        def _parse_hardness_shore_a(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        hardness_shore_a = _parse_hardness_shore_a(d.pop("hardness_shore_a"))

        source = d.pop("source")

        assumption = d.pop("assumption")

        mechanical_properties_shown = cls(
            tensile_strength_mpa=tensile_strength_mpa,
            tensile_modulus_mpa=tensile_modulus_mpa,
            elongation_at_break_percent=elongation_at_break_percent,
            heat_deflection_c=heat_deflection_c,
            hardness_shore_a=hardness_shore_a,
            source=source,
            assumption=assumption,
        )

        mechanical_properties_shown.additional_properties = d
        return mechanical_properties_shown

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
