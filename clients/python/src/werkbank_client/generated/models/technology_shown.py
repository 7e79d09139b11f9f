from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define, field as _attrs_field

if TYPE_CHECKING:
    from ..models.technology_shown_limits import TechnologyShownLimits


T = TypeVar("T", bound="TechnologyShown")


@_attrs_define
class TechnologyShown:
    """A category of ISO/ASTM 52900.

    Attributes:
        code (str): a code of ISO/ASTM 52900
        name (str): what it is called
        aliases (list[str]): trade names that mean it
        limits (TechnologyShownLimits): used where a contractor states none for its machine and material
    """

    code: str
    name: str
    aliases: list[str]
    limits: TechnologyShownLimits
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        code = self.code

        name = self.name

        aliases = self.aliases

        limits = self.limits.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "code": code,
                "name": name,
                "aliases": aliases,
                "limits": limits,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.technology_shown_limits import TechnologyShownLimits  # noqa: PLC0415

        d = dict(src_dict)
        code = d.pop("code")

        name = d.pop("name")

        aliases = cast(list[str], d.pop("aliases"))

        limits = TechnologyShownLimits.from_dict(d.pop("limits"))

        technology_shown = cls(
            code=code,
            name=name,
            aliases=aliases,
            limits=limits,
        )

        technology_shown.additional_properties = d
        return technology_shown

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
