from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.measures_of_part import MeasuresOfPart
    from ..models.priorities import Priorities


T = TypeVar("T", bound="EstimateWish")


@_attrs_define
class EstimateWish:
    """A part, by its file or by its measures, and the ways in which it might be made.

    Attributes:
        file_id (None | Unset | UUID): a file of yours; or else `part`
        part (MeasuresOfPart | None | Unset): the measures that it rests on
        material_ids (list[str] | Unset): ids of GET /materials; empty: any
        technologies (list[str] | Unset): codes or trade names
        quantities (list[int] | Unset): one price for each
        color (None | str | Unset): by its name, as the material comes
        post_processing_ids (list[str] | Unset): ids of GET /post_processings, in any order
        layer_height_mm (float | None | str | Unset): of one layer, in mm
        tolerance_mm (float | None | str | Unset): the deviation that is allowed, in mm
        infill (float | None | str | Unset): share of the inside that is filled, 0 to 1
        delivery_country (None | str | Unset): ISO 3166-1 alpha-2; decides about tax and shipping
        express (bool | Unset): before the queue, for a surcharge Default: False.
        priorities (None | Priorities | Unset): how much each counts when contractors are ranked
    """

    file_id: None | Unset | UUID = UNSET
    part: MeasuresOfPart | None | Unset = UNSET
    material_ids: list[str] | Unset = UNSET
    technologies: list[str] | Unset = UNSET
    quantities: list[int] | Unset = UNSET
    color: None | str | Unset = UNSET
    post_processing_ids: list[str] | Unset = UNSET
    layer_height_mm: float | None | str | Unset = UNSET
    tolerance_mm: float | None | str | Unset = UNSET
    infill: float | None | str | Unset = UNSET
    delivery_country: None | str | Unset = UNSET
    express: bool | Unset = False
    priorities: None | Priorities | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.measures_of_part import MeasuresOfPart  # noqa: PLC0415
        from ..models.priorities import Priorities  # noqa: PLC0415

        file_id: None | str | Unset
        if isinstance(self.file_id, Unset):
            file_id = UNSET
        elif isinstance(self.file_id, UUID):
            file_id = str(self.file_id)
        else:
            file_id = self.file_id

        part: dict[str, Any] | None | Unset
        if isinstance(self.part, Unset):
            part = UNSET
        elif isinstance(self.part, MeasuresOfPart):
            part = self.part.to_dict()
        else:
            part = self.part

        material_ids: list[str] | Unset = UNSET
        if not isinstance(self.material_ids, Unset):
            material_ids = self.material_ids

        technologies: list[str] | Unset = UNSET
        if not isinstance(self.technologies, Unset):
            technologies = self.technologies

        quantities: list[int] | Unset = UNSET
        if not isinstance(self.quantities, Unset):
            quantities = self.quantities

        color: None | str | Unset
        if isinstance(self.color, Unset):
            color = UNSET
        else:
            color = self.color

        post_processing_ids: list[str] | Unset = UNSET
        if not isinstance(self.post_processing_ids, Unset):
            post_processing_ids = self.post_processing_ids

        layer_height_mm: float | None | str | Unset
        if isinstance(self.layer_height_mm, Unset):
            layer_height_mm = UNSET
        else:
            layer_height_mm = self.layer_height_mm

        tolerance_mm: float | None | str | Unset
        if isinstance(self.tolerance_mm, Unset):
            tolerance_mm = UNSET
        else:
            tolerance_mm = self.tolerance_mm

        infill: float | None | str | Unset
        if isinstance(self.infill, Unset):
            infill = UNSET
        else:
            infill = self.infill

        delivery_country: None | str | Unset
        if isinstance(self.delivery_country, Unset):
            delivery_country = UNSET
        else:
            delivery_country = self.delivery_country

        express = self.express

        priorities: dict[str, Any] | None | Unset
        if isinstance(self.priorities, Unset):
            priorities = UNSET
        elif isinstance(self.priorities, Priorities):
            priorities = self.priorities.to_dict()
        else:
            priorities = self.priorities

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if file_id is not UNSET:
            field_dict["file_id"] = file_id
        if part is not UNSET:
            field_dict["part"] = part
        if material_ids is not UNSET:
            field_dict["material_ids"] = material_ids
        if technologies is not UNSET:
            field_dict["technologies"] = technologies
        if quantities is not UNSET:
            field_dict["quantities"] = quantities
        if color is not UNSET:
            field_dict["color"] = color
        if post_processing_ids is not UNSET:
            field_dict["post_processing_ids"] = post_processing_ids
        if layer_height_mm is not UNSET:
            field_dict["layer_height_mm"] = layer_height_mm
        if tolerance_mm is not UNSET:
            field_dict["tolerance_mm"] = tolerance_mm
        if infill is not UNSET:
            field_dict["infill"] = infill
        if delivery_country is not UNSET:
            field_dict["delivery_country"] = delivery_country
        if express is not UNSET:
            field_dict["express"] = express
        if priorities is not UNSET:
            field_dict["priorities"] = priorities

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.measures_of_part import MeasuresOfPart  # noqa: PLC0415
        from ..models.priorities import Priorities  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_file_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                file_id_type_0 = UUID(data)

                return file_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        file_id = _parse_file_id(d.pop("file_id", UNSET))

        def _parse_part(data: object) -> MeasuresOfPart | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                part_type_0 = MeasuresOfPart.from_dict(data)

                return part_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(MeasuresOfPart | None | Unset, data)

        part = _parse_part(d.pop("part", UNSET))

        material_ids = cast(list[str], d.pop("material_ids", UNSET))

        technologies = cast(list[str], d.pop("technologies", UNSET))

        quantities = cast(list[int], d.pop("quantities", UNSET))

        def _parse_color(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        color = _parse_color(d.pop("color", UNSET))

        post_processing_ids = cast(list[str], d.pop("post_processing_ids", UNSET))

        def _parse_layer_height_mm(data: object) -> float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | str | Unset, data)

        layer_height_mm = _parse_layer_height_mm(d.pop("layer_height_mm", UNSET))

        def _parse_tolerance_mm(data: object) -> float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | str | Unset, data)

        tolerance_mm = _parse_tolerance_mm(d.pop("tolerance_mm", UNSET))

        def _parse_infill(data: object) -> float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | str | Unset, data)

        infill = _parse_infill(d.pop("infill", UNSET))

        def _parse_delivery_country(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        delivery_country = _parse_delivery_country(d.pop("delivery_country", UNSET))

        express = d.pop("express", UNSET)

        def _parse_priorities(data: object) -> None | Priorities | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                priorities_type_0 = Priorities.from_dict(data)

                return priorities_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Priorities | Unset, data)

        priorities = _parse_priorities(d.pop("priorities", UNSET))

        estimate_wish = cls(
            file_id=file_id,
            part=part,
            material_ids=material_ids,
            technologies=technologies,
            quantities=quantities,
            color=color,
            post_processing_ids=post_processing_ids,
            layer_height_mm=layer_height_mm,
            tolerance_mm=tolerance_mm,
            infill=infill,
            delivery_country=delivery_country,
            express=express,
            priorities=priorities,
        )

        return estimate_wish
