from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define, field as _attrs_field

T = TypeVar("T", bound="PostProcessingShown")


@_attrs_define
class PostProcessingShown:
    """A treatment after the build.

    Attributes:
        id (str): a UUID that never changes
        name (str): what it is called
        description (str): what it is, in a sentence
        material_categories (list[str]): that it can treat; none: all
        excludes (list[str]): ids of those that cannot be done as well
    """

    id: str
    name: str
    description: str
    material_categories: list[str]
    excludes: list[str]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        name = self.name

        description = self.description

        material_categories = self.material_categories

        excludes = self.excludes

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "name": name,
                "description": description,
                "material_categories": material_categories,
                "excludes": excludes,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        name = d.pop("name")

        description = d.pop("description")

        material_categories = cast(list[str], d.pop("material_categories"))

        excludes = cast(list[str], d.pop("excludes"))

        post_processing_shown = cls(
            id=id,
            name=name,
            description=description,
            material_categories=material_categories,
            excludes=excludes,
        )

        post_processing_shown.additional_properties = d
        return post_processing_shown

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
