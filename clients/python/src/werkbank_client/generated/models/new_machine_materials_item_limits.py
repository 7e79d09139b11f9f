from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.new_machine_materials_item_limits_escape_mm import (
        NewMachineMaterialsItemLimitsEscapeMm,
    )
    from ..models.new_machine_materials_item_limits_feature_mm import (
        NewMachineMaterialsItemLimitsFeatureMm,
    )
    from ..models.new_machine_materials_item_limits_part_share import (
        NewMachineMaterialsItemLimitsPartShare,
    )
    from ..models.new_machine_materials_item_limits_solid_share import (
        NewMachineMaterialsItemLimitsSolidShare,
    )
    from ..models.new_machine_materials_item_limits_surface_um import (
        NewMachineMaterialsItemLimitsSurfaceUm,
    )
    from ..models.new_machine_materials_item_limits_tolerance_mm import (
        NewMachineMaterialsItemLimitsToleranceMm,
    )
    from ..models.new_machine_materials_item_limits_tolerance_ratio import (
        NewMachineMaterialsItemLimitsToleranceRatio,
    )
    from ..models.new_machine_materials_item_limits_wall_mm import (
        NewMachineMaterialsItemLimitsWallMm,
    )


T = TypeVar("T", bound="NewMachineMaterialsItemLimits")


@_attrs_define
class NewMachineMaterialsItemLimits:
    """below which a part is warned of or refused; those left out are the category's

    Attributes:
        tolerance_mm (NewMachineMaterialsItemLimitsToleranceMm | Unset): tolerance that is held, plus or minus, mm
        tolerance_ratio (NewMachineMaterialsItemLimitsToleranceRatio | Unset): the same as a share of the largest side
        wall_mm (NewMachineMaterialsItemLimitsWallMm | Unset): thickness of walls, mm
        feature_mm (NewMachineMaterialsItemLimitsFeatureMm | Unset): width of pins, ribs, slots and bores, mm
        escape_mm (NewMachineMaterialsItemLimitsEscapeMm | Unset): diameter of the ways by which powder or resin gets
            out of hollow spaces, mm
        surface_um (NewMachineMaterialsItemLimitsSurfaceUm | Unset): roughness Ra as built, µm
        part_share (NewMachineMaterialsItemLimitsPartShare | Unset): volume of the part over that of part and supports,
            0 to 1
        solid_share (NewMachineMaterialsItemLimitsSolidShare | Unset): volume of the part over that of part and what is
            shut in within it, 0 to 1
    """

    tolerance_mm: NewMachineMaterialsItemLimitsToleranceMm | Unset = UNSET
    tolerance_ratio: NewMachineMaterialsItemLimitsToleranceRatio | Unset = UNSET
    wall_mm: NewMachineMaterialsItemLimitsWallMm | Unset = UNSET
    feature_mm: NewMachineMaterialsItemLimitsFeatureMm | Unset = UNSET
    escape_mm: NewMachineMaterialsItemLimitsEscapeMm | Unset = UNSET
    surface_um: NewMachineMaterialsItemLimitsSurfaceUm | Unset = UNSET
    part_share: NewMachineMaterialsItemLimitsPartShare | Unset = UNSET
    solid_share: NewMachineMaterialsItemLimitsSolidShare | Unset = UNSET

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
        from ..models.new_machine_materials_item_limits_escape_mm import (
            NewMachineMaterialsItemLimitsEscapeMm,  # noqa: PLC0415
        )
        from ..models.new_machine_materials_item_limits_feature_mm import (
            NewMachineMaterialsItemLimitsFeatureMm,  # noqa: PLC0415
        )
        from ..models.new_machine_materials_item_limits_part_share import (
            NewMachineMaterialsItemLimitsPartShare,  # noqa: PLC0415
        )
        from ..models.new_machine_materials_item_limits_solid_share import (
            NewMachineMaterialsItemLimitsSolidShare,  # noqa: PLC0415
        )
        from ..models.new_machine_materials_item_limits_surface_um import (
            NewMachineMaterialsItemLimitsSurfaceUm,  # noqa: PLC0415
        )
        from ..models.new_machine_materials_item_limits_tolerance_mm import (
            NewMachineMaterialsItemLimitsToleranceMm,  # noqa: PLC0415
        )
        from ..models.new_machine_materials_item_limits_tolerance_ratio import (
            NewMachineMaterialsItemLimitsToleranceRatio,  # noqa: PLC0415
        )
        from ..models.new_machine_materials_item_limits_wall_mm import (
            NewMachineMaterialsItemLimitsWallMm,  # noqa: PLC0415
        )

        d = dict(src_dict)
        _tolerance_mm = d.pop("tolerance_mm", UNSET)
        tolerance_mm: NewMachineMaterialsItemLimitsToleranceMm | Unset
        if isinstance(_tolerance_mm, Unset):
            tolerance_mm = UNSET
        else:
            tolerance_mm = NewMachineMaterialsItemLimitsToleranceMm.from_dict(_tolerance_mm)

        _tolerance_ratio = d.pop("tolerance_ratio", UNSET)
        tolerance_ratio: NewMachineMaterialsItemLimitsToleranceRatio | Unset
        if isinstance(_tolerance_ratio, Unset):
            tolerance_ratio = UNSET
        else:
            tolerance_ratio = NewMachineMaterialsItemLimitsToleranceRatio.from_dict(
                _tolerance_ratio
            )

        _wall_mm = d.pop("wall_mm", UNSET)
        wall_mm: NewMachineMaterialsItemLimitsWallMm | Unset
        if isinstance(_wall_mm, Unset):
            wall_mm = UNSET
        else:
            wall_mm = NewMachineMaterialsItemLimitsWallMm.from_dict(_wall_mm)

        _feature_mm = d.pop("feature_mm", UNSET)
        feature_mm: NewMachineMaterialsItemLimitsFeatureMm | Unset
        if isinstance(_feature_mm, Unset):
            feature_mm = UNSET
        else:
            feature_mm = NewMachineMaterialsItemLimitsFeatureMm.from_dict(_feature_mm)

        _escape_mm = d.pop("escape_mm", UNSET)
        escape_mm: NewMachineMaterialsItemLimitsEscapeMm | Unset
        if isinstance(_escape_mm, Unset):
            escape_mm = UNSET
        else:
            escape_mm = NewMachineMaterialsItemLimitsEscapeMm.from_dict(_escape_mm)

        _surface_um = d.pop("surface_um", UNSET)
        surface_um: NewMachineMaterialsItemLimitsSurfaceUm | Unset
        if isinstance(_surface_um, Unset):
            surface_um = UNSET
        else:
            surface_um = NewMachineMaterialsItemLimitsSurfaceUm.from_dict(_surface_um)

        _part_share = d.pop("part_share", UNSET)
        part_share: NewMachineMaterialsItemLimitsPartShare | Unset
        if isinstance(_part_share, Unset):
            part_share = UNSET
        else:
            part_share = NewMachineMaterialsItemLimitsPartShare.from_dict(_part_share)

        _solid_share = d.pop("solid_share", UNSET)
        solid_share: NewMachineMaterialsItemLimitsSolidShare | Unset
        if isinstance(_solid_share, Unset):
            solid_share = UNSET
        else:
            solid_share = NewMachineMaterialsItemLimitsSolidShare.from_dict(_solid_share)

        new_machine_materials_item_limits = cls(
            tolerance_mm=tolerance_mm,
            tolerance_ratio=tolerance_ratio,
            wall_mm=wall_mm,
            feature_mm=feature_mm,
            escape_mm=escape_mm,
            surface_um=surface_um,
            part_share=part_share,
            solid_share=solid_share,
        )

        return new_machine_materials_item_limits
