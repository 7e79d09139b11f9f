from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.description_materials_item_limits import DescriptionMaterialsItemLimits
    from ..models.description_materials_item_ral import DescriptionMaterialsItemRal
    from ..models.description_materials_item_speeds import DescriptionMaterialsItemSpeeds


T = TypeVar("T", bound="DescriptionMaterialsItem")


@_attrs_define
class DescriptionMaterialsItem:
    """
    Attributes:
        material_id (str): of the catalogue
        price_per_kg (float | str): per kilogram, in the contractor's currency, without tax
        colors (list[str] | Unset): names; none: as it comes
        ral (DescriptionMaterialsItemRal | Unset): by the name of a colour, its code in RAL Classic, as in RAL 9005;
            where it has one
        loss (float | str | Unset): share of material lost beyond part and supports (purge, sieving): 0.5 is 50 %
            Default: '0'.
        refresh (float | str | Unset): share of the powder around the parts that is replaced after a job: 0.3 is 30 %
            Default: '0'.
        powder_g_cm3 (float | None | str | Unset): density of the powder as it is poured, g/cm³; needed with refresh
        support_ratio (float | str | Unset): volume of supports per volume of part, where support_fill is not stated or
            overhangs were not measured Default: '0'.
        support_fill (float | None | str | Unset): share of the room below overhangs, as the part lies, that supports
            fill
        limits (DescriptionMaterialsItemLimits | Unset): below which a part is warned of or refused; those left out are
            the category's
        speeds (DescriptionMaterialsItemSpeeds | Unset): in the place of the machine's for this material
        source (str | Unset): where the figures come from; no price rests on it Default: ''.
        assumption (str | Unset): what is assumed where no source says it; no price rests on it Default: ''.
    """

    material_id: str
    price_per_kg: float | str
    colors: list[str] | Unset = UNSET
    ral: DescriptionMaterialsItemRal | Unset = UNSET
    loss: float | str | Unset = "0"
    refresh: float | str | Unset = "0"
    powder_g_cm3: float | None | str | Unset = UNSET
    support_ratio: float | str | Unset = "0"
    support_fill: float | None | str | Unset = UNSET
    limits: DescriptionMaterialsItemLimits | Unset = UNSET
    speeds: DescriptionMaterialsItemSpeeds | Unset = UNSET
    source: str | Unset = ""
    assumption: str | Unset = ""

    def to_dict(self) -> dict[str, Any]:
        material_id = self.material_id

        price_per_kg: float | str
        price_per_kg = self.price_per_kg

        colors: list[str] | Unset = UNSET
        if not isinstance(self.colors, Unset):
            colors = self.colors

        ral: dict[str, Any] | Unset = UNSET
        if not isinstance(self.ral, Unset):
            ral = self.ral.to_dict()

        loss: float | str | Unset
        if isinstance(self.loss, Unset):
            loss = UNSET
        else:
            loss = self.loss

        refresh: float | str | Unset
        if isinstance(self.refresh, Unset):
            refresh = UNSET
        else:
            refresh = self.refresh

        powder_g_cm3: float | None | str | Unset
        if isinstance(self.powder_g_cm3, Unset):
            powder_g_cm3 = UNSET
        else:
            powder_g_cm3 = self.powder_g_cm3

        support_ratio: float | str | Unset
        if isinstance(self.support_ratio, Unset):
            support_ratio = UNSET
        else:
            support_ratio = self.support_ratio

        support_fill: float | None | str | Unset
        if isinstance(self.support_fill, Unset):
            support_fill = UNSET
        else:
            support_fill = self.support_fill

        limits: dict[str, Any] | Unset = UNSET
        if not isinstance(self.limits, Unset):
            limits = self.limits.to_dict()

        speeds: dict[str, Any] | Unset = UNSET
        if not isinstance(self.speeds, Unset):
            speeds = self.speeds.to_dict()

        source = self.source

        assumption = self.assumption

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "material_id": material_id,
                "price_per_kg": price_per_kg,
            }
        )
        if colors is not UNSET:
            field_dict["colors"] = colors
        if ral is not UNSET:
            field_dict["ral"] = ral
        if loss is not UNSET:
            field_dict["loss"] = loss
        if refresh is not UNSET:
            field_dict["refresh"] = refresh
        if powder_g_cm3 is not UNSET:
            field_dict["powder_g_cm3"] = powder_g_cm3
        if support_ratio is not UNSET:
            field_dict["support_ratio"] = support_ratio
        if support_fill is not UNSET:
            field_dict["support_fill"] = support_fill
        if limits is not UNSET:
            field_dict["limits"] = limits
        if speeds is not UNSET:
            field_dict["speeds"] = speeds
        if source is not UNSET:
            field_dict["source"] = source
        if assumption is not UNSET:
            field_dict["assumption"] = assumption

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.description_materials_item_limits import DescriptionMaterialsItemLimits  # noqa: PLC0415
        from ..models.description_materials_item_ral import DescriptionMaterialsItemRal  # noqa: PLC0415
        from ..models.description_materials_item_speeds import DescriptionMaterialsItemSpeeds  # noqa: PLC0415

        d = dict(src_dict)
        material_id = d.pop("material_id")

        def _parse_price_per_kg(data: object) -> float | str:
            return cast(float | str, data)

        price_per_kg = _parse_price_per_kg(d.pop("price_per_kg"))

        colors = cast(list[str], d.pop("colors", UNSET))

        _ral = d.pop("ral", UNSET)
        ral: DescriptionMaterialsItemRal | Unset
        if isinstance(_ral, Unset):
            ral = UNSET
        else:
            ral = DescriptionMaterialsItemRal.from_dict(_ral)

        def _parse_loss(data: object) -> float | str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(float | str | Unset, data)

        loss = _parse_loss(d.pop("loss", UNSET))

        def _parse_refresh(data: object) -> float | str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(float | str | Unset, data)

        refresh = _parse_refresh(d.pop("refresh", UNSET))

        def _parse_powder_g_cm3(data: object) -> float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | str | Unset, data)

        powder_g_cm3 = _parse_powder_g_cm3(d.pop("powder_g_cm3", UNSET))

        def _parse_support_ratio(data: object) -> float | str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(float | str | Unset, data)

        support_ratio = _parse_support_ratio(d.pop("support_ratio", UNSET))

        def _parse_support_fill(data: object) -> float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | str | Unset, data)

        support_fill = _parse_support_fill(d.pop("support_fill", UNSET))

        _limits = d.pop("limits", UNSET)
        limits: DescriptionMaterialsItemLimits | Unset
        if isinstance(_limits, Unset):
            limits = UNSET
        else:
            limits = DescriptionMaterialsItemLimits.from_dict(_limits)

        _speeds = d.pop("speeds", UNSET)
        speeds: DescriptionMaterialsItemSpeeds | Unset
        if isinstance(_speeds, Unset):
            speeds = UNSET
        else:
            speeds = DescriptionMaterialsItemSpeeds.from_dict(_speeds)

        source = d.pop("source", UNSET)

        assumption = d.pop("assumption", UNSET)

        description_materials_item = cls(
            material_id=material_id,
            price_per_kg=price_per_kg,
            colors=colors,
            ral=ral,
            loss=loss,
            refresh=refresh,
            powder_g_cm3=powder_g_cm3,
            support_ratio=support_ratio,
            support_fill=support_fill,
            limits=limits,
            speeds=speeds,
            source=source,
            assumption=assumption,
        )

        return description_materials_item
