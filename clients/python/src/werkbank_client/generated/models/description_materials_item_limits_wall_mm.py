from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="DescriptionMaterialsItemLimitsWallMm")


@_attrs_define
class DescriptionMaterialsItemLimitsWallMm:
    """thickness of walls, mm

    Attributes:
        limit (float | str): below it a check fails, in the unit of the limit's name
        warning (float | str): below it a check warns, in the same unit; not less than the limit
    """

    limit: float | str
    warning: float | str

    def to_dict(self) -> dict[str, Any]:
        limit: float | str
        limit = self.limit

        warning: float | str
        warning = self.warning

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "limit": limit,
                "warning": warning,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_limit(data: object) -> float | str:
            return cast(float | str, data)

        limit = _parse_limit(d.pop("limit"))

        def _parse_warning(data: object) -> float | str:
            return cast(float | str, data)

        warning = _parse_warning(d.pop("warning"))

        description_materials_item_limits_wall_mm = cls(
            limit=limit,
            warning=warning,
        )

        return description_materials_item_limits_wall_mm
