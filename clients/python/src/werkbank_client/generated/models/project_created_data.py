from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="ProjectCreatedData")


@_attrs_define
class ProjectCreatedData:
    """Where a new project comes from.

    Attributes:
        clone_of (None | Unset | UUID): the project that it is a copy of
    """

    clone_of: None | Unset | UUID = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        clone_of: None | str | Unset
        if isinstance(self.clone_of, Unset):
            clone_of = UNSET
        elif isinstance(self.clone_of, UUID):
            clone_of = str(self.clone_of)
        else:
            clone_of = self.clone_of

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if clone_of is not UNSET:
            field_dict["clone_of"] = clone_of

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_clone_of(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                clone_of_type_0 = UUID(data)

                return clone_of_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        clone_of = _parse_clone_of(d.pop("clone_of", UNSET))

        project_created_data = cls(
            clone_of=clone_of,
        )

        project_created_data.additional_properties = d
        return project_created_data

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
