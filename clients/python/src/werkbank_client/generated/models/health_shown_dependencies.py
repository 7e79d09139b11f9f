from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define, field as _attrs_field

if TYPE_CHECKING:
    from ..models.dependency_shown import DependencyShown


T = TypeVar("T", bound="HealthShownDependencies")


@_attrs_define
class HealthShownDependencies:
    """empty unless an operator asks, or a program with the token for operations"""

    additional_properties: dict[str, DependencyShown] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:

        field_dict: dict[str, Any] = {}
        for prop_name, prop in self.additional_properties.items():
            field_dict[prop_name] = prop.to_dict()

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.dependency_shown import DependencyShown  # noqa: PLC0415

        d = dict(src_dict)
        health_shown_dependencies = cls()

        additional_properties = {}
        for prop_name, prop_dict in d.items():
            additional_property = DependencyShown.from_dict(prop_dict)

            additional_properties[prop_name] = additional_property

        health_shown_dependencies.additional_properties = additional_properties
        return health_shown_dependencies

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> DependencyShown:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: DependencyShown) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
