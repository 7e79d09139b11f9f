from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.description_materials_item_limits_escape_mm import (
        DescriptionMaterialsItemLimitsEscapeMm,
    )
    from ..models.description_materials_item_limits_feature_mm import (
        DescriptionMaterialsItemLimitsFeatureMm,
    )
    from ..models.description_materials_item_limits_part_share import (
        DescriptionMaterialsItemLimitsPartShare,
    )
    from ..models.description_materials_item_limits_solid_share import (
        DescriptionMaterialsItemLimitsSolidShare,
    )
    from ..models.description_materials_item_limits_surface_um import (
        DescriptionMaterialsItemLimitsSurfaceUm,
    )
    from ..models.description_materials_item_limits_tolerance_mm import (
        DescriptionMaterialsItemLimitsToleranceMm,
    )
    from ..models.description_materials_item_limits_tolerance_ratio import (
        DescriptionMaterialsItemLimitsToleranceRatio,
    )
    from ..models.description_materials_item_limits_wall_mm import (
        DescriptionMaterialsItemLimitsWallMm,
    )


T = TypeVar("T", bound="DescriptionMaterialsItemLimits")


@_attrs_define
class DescriptionMaterialsItemLimits:
    """below which a part is warned of or refused; those left out are the category's

    Attributes:
        tolerance_mm (DescriptionMaterialsItemLimitsToleranceMm | Unset): tolerance that is held, plus or minus, mm
        tolerance_ratio (DescriptionMaterialsItemLimitsToleranceRatio | Unset): the same as a share of the largest side
        wall_mm (DescriptionMaterialsItemLimitsWallMm | Unset): thickness of walls, mm
        feature_mm (DescriptionMaterialsItemLimitsFeatureMm | Unset): width of pins, ribs, slots and bores, mm
        escape_mm (DescriptionMaterialsItemLimitsEscapeMm | Unset): diameter of the ways by which powder or resin gets
            out of hollow spaces, mm
        surface_um (DescriptionMaterialsItemLimitsSurfaceUm | Unset): roughness Ra as built, µm
        part_share (DescriptionMaterialsItemLimitsPartShare | Unset): volume of the part over that of part and supports,
            0 to 1
        solid_share (DescriptionMaterialsItemLimitsSolidShare | Unset): volume of the part over that of part and what is
            shut in within it, 0 to 1
    """

    tolerance_mm: DescriptionMaterialsItemLimitsToleranceMm | Unset = UNSET
    tolerance_ratio: DescriptionMaterialsItemLimitsToleranceRatio | Unset = UNSET
    wall_mm: DescriptionMaterialsItemLimitsWallMm | Unset = UNSET
    feature_mm: DescriptionMaterialsItemLimitsFeatureMm | Unset = UNSET
    escape_mm: DescriptionMaterialsItemLimitsEscapeMm | Unset = UNSET
    surface_um: DescriptionMaterialsItemLimitsSurfaceUm | Unset = UNSET
    part_share: DescriptionMaterialsItemLimitsPartShare | Unset = UNSET
    solid_share: DescriptionMaterialsItemLimitsSolidShare | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        tolerance_mm: dict[str, Any] | Unset = UNSET
        if not isinstance(self.tolerance_mm, Unset):
            tolerance_mm = self.tolerance_mm.to_dict()

        tolerance_ratio: dict[str, Any] | Unset = UNSET
        if not isinstance(self.tolerance_ratio, Unset):
            tolerance_ratio = self.tolerance_ratio.to_dict()

        wall_mm: dict[str, Any] | Unset = UNSET
        if not isinstance(self.wall_mm, Unset):
            wall_mm = self.wall_mm.to_dict()

        feature_mm: dict[str, Any] | Unset = UNSET
        if not isinstance(self.feature_mm, Unset):
            feature_mm = self.feature_mm.to_dict()

        escape_mm: dict[str, Any] | Unset = UNSET
        if not isinstance(self.escape_mm, Unset):
            escape_mm = self.escape_mm.to_dict()

        surface_um: dict[str, Any] | Unset = UNSET
        if not isinstance(self.surface_um, Unset):
            surface_um = self.surface_um.to_dict()

        part_share: dict[str, Any] | Unset = UNSET
        if not isinstance(self.part_share, Unset):
            part_share = self.part_share.to_dict()

        solid_share: dict[str, Any] | Unset = UNSET
        if not isinstance(self.solid_share, Unset):
            solid_share = self.solid_share.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if tolerance_mm is not UNSET:
            field_dict["tolerance_mm"] = tolerance_mm
        if tolerance_ratio is not UNSET:
            field_dict["tolerance_ratio"] = tolerance_ratio
        if wall_mm is not UNSET:
            field_dict["wall_mm"] = wall_mm
        if feature_mm is not UNSET:
            field_dict["feature_mm"] = feature_mm
        if escape_mm is not UNSET:
            field_dict["escape_mm"] = escape_mm
        if surface_um is not UNSET:
            field_dict["surface_um"] = surface_um
        if part_share is not UNSET:
            field_dict["part_share"] = part_share
        if solid_share is not UNSET:
            field_dict["solid_share"] = solid_share

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.description_materials_item_limits_escape_mm import (
            DescriptionMaterialsItemLimitsEscapeMm,  # noqa: PLC0415
        )
        from ..models.description_materials_item_limits_feature_mm import (
            DescriptionMaterialsItemLimitsFeatureMm,  # noqa: PLC0415
        )
        from ..models.description_materials_item_limits_part_share import (
            DescriptionMaterialsItemLimitsPartShare,  # noqa: PLC0415
        )
        from ..models.description_materials_item_limits_solid_share import (
            DescriptionMaterialsItemLimitsSolidShare,  # noqa: PLC0415
        )
        from ..models.description_materials_item_limits_surface_um import (
            DescriptionMaterialsItemLimitsSurfaceUm,  # noqa: PLC0415
        )
        from ..models.description_materials_item_limits_tolerance_mm import (
            DescriptionMaterialsItemLimitsToleranceMm,  # noqa: PLC0415
        )
        from ..models.description_materials_item_limits_tolerance_ratio import (
            DescriptionMaterialsItemLimitsToleranceRatio,  # noqa: PLC0415
        )
        from ..models.description_materials_item_limits_wall_mm import (
            DescriptionMaterialsItemLimitsWallMm,  # noqa: PLC0415
        )

        d = dict(src_dict)
        _tolerance_mm = d.pop("tolerance_mm", UNSET)
        tolerance_mm: DescriptionMaterialsItemLimitsToleranceMm | Unset
        if isinstance(_tolerance_mm, Unset):
            tolerance_mm = UNSET
        else:
            tolerance_mm = DescriptionMaterialsItemLimitsToleranceMm.from_dict(_tolerance_mm)

        _tolerance_ratio = d.pop("tolerance_ratio", UNSET)
        tolerance_ratio: DescriptionMaterialsItemLimitsToleranceRatio | Unset
        if isinstance(_tolerance_ratio, Unset):
            tolerance_ratio = UNSET
        else:
            tolerance_ratio = DescriptionMaterialsItemLimitsToleranceRatio.from_dict(
                _tolerance_ratio
            )

        _wall_mm = d.pop("wall_mm", UNSET)
        wall_mm: DescriptionMaterialsItemLimitsWallMm | Unset
        if isinstance(_wall_mm, Unset):
            wall_mm = UNSET
        else:
            wall_mm = DescriptionMaterialsItemLimitsWallMm.from_dict(_wall_mm)

        _feature_mm = d.pop("feature_mm", UNSET)
        feature_mm: DescriptionMaterialsItemLimitsFeatureMm | Unset
        if isinstance(_feature_mm, Unset):
            feature_mm = UNSET
        else:
            feature_mm = DescriptionMaterialsItemLimitsFeatureMm.from_dict(_feature_mm)

        _escape_mm = d.pop("escape_mm", UNSET)
        escape_mm: DescriptionMaterialsItemLimitsEscapeMm | Unset
        if isinstance(_escape_mm, Unset):
            escape_mm = UNSET
        else:
            escape_mm = DescriptionMaterialsItemLimitsEscapeMm.from_dict(_escape_mm)

        _surface_um = d.pop("surface_um", UNSET)
        surface_um: DescriptionMaterialsItemLimitsSurfaceUm | Unset
        if isinstance(_surface_um, Unset):
            surface_um = UNSET
        else:
            surface_um = DescriptionMaterialsItemLimitsSurfaceUm.from_dict(_surface_um)

        _part_share = d.pop("part_share", UNSET)
        part_share: DescriptionMaterialsItemLimitsPartShare | Unset
        if isinstance(_part_share, Unset):
            part_share = UNSET
        else:
            part_share = DescriptionMaterialsItemLimitsPartShare.from_dict(_part_share)

        _solid_share = d.pop("solid_share", UNSET)
        solid_share: DescriptionMaterialsItemLimitsSolidShare | Unset
        if isinstance(_solid_share, Unset):
            solid_share = UNSET
        else:
            solid_share = DescriptionMaterialsItemLimitsSolidShare.from_dict(_solid_share)

        description_materials_item_limits = cls(
            tolerance_mm=tolerance_mm,
            tolerance_ratio=tolerance_ratio,
            wall_mm=wall_mm,
            feature_mm=feature_mm,
            escape_mm=escape_mm,
            surface_um=surface_um,
            part_share=part_share,
            solid_share=solid_share,
        )

        return description_materials_item_limits
