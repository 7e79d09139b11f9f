from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define, field as _attrs_field

T = TypeVar("T", bound="DefaultLimitShown")


@_attrs_define
class DefaultLimitShown:
    """Below `limit` a check fails, below `warning` it warns; in the unit of its name.

    Attributes:
        limit (str): what it was held against
        warning (str): from here on it is only warned of
        source (str): who publishes the figure; empty: nobody for this category
        assumption (str): why it is this figure, where it has no source
    """

    limit: str
    warning: str
    source: str
    assumption: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        limit = self.limit

        warning = self.warning

        source = self.source

        assumption = self.assumption

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "limit": limit,
                "warning": warning,
                "source": source,
                "assumption": assumption,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        limit = d.pop("limit")

        warning = d.pop("warning")

        source = d.pop("source")

        assumption = d.pop("assumption")

        default_limit_shown = cls(
            limit=limit,
            warning=warning,
            source=source,
            assumption=assumption,
        )

        default_limit_shown.additional_properties = d
        return default_limit_shown

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
