from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define, field as _attrs_field

if TYPE_CHECKING:
    from ..models.offered_shown_ral import OfferedShownRal


T = TypeVar("T", bound="OfferedShown")


@_attrs_define
class OfferedShown:
    """A material at a machine.

    Attributes:
        material_id (str): an id of GET /materials
        colors (list[str]): in which the material comes
        ral (OfferedShownRal): by the name of a colour, its code in RAL Classic
    """

    material_id: str
    colors: list[str]
    ral: OfferedShownRal
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        material_id = self.material_id

        colors = self.colors

        ral = self.ral.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "material_id": material_id,
                "colors": colors,
                "ral": ral,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.offered_shown_ral import OfferedShownRal  # noqa: PLC0415

        d = dict(src_dict)
        material_id = d.pop("material_id")

        colors = cast(list[str], d.pop("colors"))

        ral = OfferedShownRal.from_dict(d.pop("ral"))

        offered_shown = cls(
            material_id=material_id,
            colors=colors,
            ral=ral,
        )

        offered_shown.additional_properties = d
        return offered_shown

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
