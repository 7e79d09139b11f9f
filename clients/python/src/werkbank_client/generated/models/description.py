from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.technology import Technology
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.description_booked_item import DescriptionBookedItem
    from ..models.description_materials_item import DescriptionMaterialsItem
    from ..models.description_rates import DescriptionRates
    from ..models.description_speeds import DescriptionSpeeds


T = TypeVar("T", bound="Description")


@_attrs_define
class Description:
    """A kind of machine: what it can build, how fast, of what and at which rates.

    Attributes:
        name (str): of the kind of machine
        technology (Technology): A category of additive manufacturing by its code in ISO/ASTM 52900.
        process (str): trade name of the way of working within the category, such as SLS
        build_volume_mm (list[float | str]): x, y and z of the usable room, mm
        rates (DescriptionRates): what an hour of the machine and its people costs
        materials (list[DescriptionMaterialsItem]): what it builds
        speeds (DescriptionSpeeds): what the category's time formula needs
        layer_height_mm (float | str): usual height of a layer, mm
        layer_height_min_mm (float | None | str | Unset): thinnest layer, mm; null: the usual one
        layer_height_max_mm (float | None | str | Unset): thickest layer, mm; null: the usual one
        spacing_mm (float | str | Unset): kept between parts in a build job, mm Default: '5'.
        turns_freely (bool | Unset): whether parts may be turned by any angle about the build axis, or by right angles
            alone Default: True.
        shared_job_fill (float | None | str | Unset): build jobs are shared with other orders, which together fill this
            share of what a job holds; null: an order has its jobs to itself
        allowance_mm (float | str | Unset): material left on every face to be machined off, mm Default: '0'.
        infill (float | str | Unset): share of the inside that is filled where an order states none; extrusion alone
            Default: '1'.
        count (int | Unset): machines of this kind, side by side with one queue Default: 1.
        hours_per_day (float | str | Unset): hours that they build on a working day, 24 at most Default: '20'.
        cooling_hours (float | str | Unset): hours after each build job Default: '0'.
        queue_days (int | Unset): working days before an order is begun Default: 0.
        booked (list[DescriptionBookedItem] | Unset): days on which the machines are taken by other work, 200 spans at
            most
        source (str | Unset): where the figures come from; no price rests on it Default: ''.
        assumption (str | Unset): what is assumed where no source says it; no price rests on it Default: ''.
    """

    name: str
    technology: Technology
    process: str
    build_volume_mm: list[float | str]
    rates: DescriptionRates
    materials: list[DescriptionMaterialsItem]
    speeds: DescriptionSpeeds
    layer_height_mm: float | str
    layer_height_min_mm: float | None | str | Unset = UNSET
    layer_height_max_mm: float | None | str | Unset = UNSET
    spacing_mm: float | str | Unset = "5"
    turns_freely: bool | Unset = True
    shared_job_fill: float | None | str | Unset = UNSET
    allowance_mm: float | str | Unset = "0"
    infill: float | str | Unset = "1"
    count: int | Unset = 1
    hours_per_day: float | str | Unset = "20"
    cooling_hours: float | str | Unset = "0"
    queue_days: int | Unset = 0
    booked: list[DescriptionBookedItem] | Unset = UNSET
    source: str | Unset = ""
    assumption: str | Unset = ""

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        technology = self.technology.value

        process = self.process

        build_volume_mm = []
        for build_volume_mm_item_data in self.build_volume_mm:
            build_volume_mm_item: float | str
            build_volume_mm_item = build_volume_mm_item_data
            build_volume_mm.append(build_volume_mm_item)

        rates = self.rates.to_dict()

        materials = []
        for materials_item_data in self.materials:
            materials_item = materials_item_data.to_dict()
            materials.append(materials_item)

        speeds = self.speeds.to_dict()

        layer_height_mm: float | str
        layer_height_mm = self.layer_height_mm

        layer_height_min_mm: float | None | str | Unset
        if isinstance(self.layer_height_min_mm, Unset):
            layer_height_min_mm = UNSET
        else:
            layer_height_min_mm = self.layer_height_min_mm

        layer_height_max_mm: float | None | str | Unset
        if isinstance(self.layer_height_max_mm, Unset):
            layer_height_max_mm = UNSET
        else:
            layer_height_max_mm = self.layer_height_max_mm

        spacing_mm: float | str | Unset
        if isinstance(self.spacing_mm, Unset):
            spacing_mm = UNSET
        else:
            spacing_mm = self.spacing_mm

        turns_freely = self.turns_freely

        shared_job_fill: float | None | str | Unset
        if isinstance(self.shared_job_fill, Unset):
            shared_job_fill = UNSET
        else:
            shared_job_fill = self.shared_job_fill

        allowance_mm: float | str | Unset
        if isinstance(self.allowance_mm, Unset):
            allowance_mm = UNSET
        else:
            allowance_mm = self.allowance_mm

        infill: float | str | Unset
        if isinstance(self.infill, Unset):
            infill = UNSET
        else:
            infill = self.infill

        count = self.count

        hours_per_day: float | str | Unset
        if isinstance(self.hours_per_day, Unset):
            hours_per_day = UNSET
        else:
            hours_per_day = self.hours_per_day

        cooling_hours: float | str | Unset
        if isinstance(self.cooling_hours, Unset):
            cooling_hours = UNSET
        else:
            cooling_hours = self.cooling_hours

        queue_days = self.queue_days

        booked: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.booked, Unset):
            booked = []
            for booked_item_data in self.booked:
                booked_item = booked_item_data.to_dict()
                booked.append(booked_item)

        source = self.source

        assumption = self.assumption

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
                "technology": technology,
                "process": process,
                "build_volume_mm": build_volume_mm,
                "rates": rates,
                "materials": materials,
                "speeds": speeds,
                "layer_height_mm": layer_height_mm,
            }
        )
        if layer_height_min_mm is not UNSET:
            field_dict["layer_height_min_mm"] = layer_height_min_mm
        if layer_height_max_mm is not UNSET:
            field_dict["layer_height_max_mm"] = layer_height_max_mm
        if spacing_mm is not UNSET:
            field_dict["spacing_mm"] = spacing_mm
        if turns_freely is not UNSET:
            field_dict["turns_freely"] = turns_freely
        if shared_job_fill is not UNSET:
            field_dict["shared_job_fill"] = shared_job_fill
        if allowance_mm is not UNSET:
            field_dict["allowance_mm"] = allowance_mm
        if infill is not UNSET:
            field_dict["infill"] = infill
        if count is not UNSET:
            field_dict["count"] = count
        if hours_per_day is not UNSET:
            field_dict["hours_per_day"] = hours_per_day
        if cooling_hours is not UNSET:
            field_dict["cooling_hours"] = cooling_hours
        if queue_days is not UNSET:
            field_dict["queue_days"] = queue_days
        if booked is not UNSET:
            field_dict["booked"] = booked
        if source is not UNSET:
            field_dict["source"] = source
        if assumption is not UNSET:
            field_dict["assumption"] = assumption

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.description_booked_item import DescriptionBookedItem  # noqa: PLC0415
        from ..models.description_materials_item import DescriptionMaterialsItem  # noqa: PLC0415
        from ..models.description_rates import DescriptionRates  # noqa: PLC0415
        from ..models.description_speeds import DescriptionSpeeds  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        technology = Technology(d.pop("technology"))

        process = d.pop("process")

        build_volume_mm = []
        _build_volume_mm = d.pop("build_volume_mm")
        for build_volume_mm_item_data in _build_volume_mm:

            def _parse_build_volume_mm_item(data: object) -> float | str:
                return cast(float | str, data)

            build_volume_mm_item = _parse_build_volume_mm_item(build_volume_mm_item_data)

            build_volume_mm.append(build_volume_mm_item)

        rates = DescriptionRates.from_dict(d.pop("rates"))

        materials = []
        _materials = d.pop("materials")
        for materials_item_data in _materials:
            materials_item = DescriptionMaterialsItem.from_dict(materials_item_data)

            materials.append(materials_item)

        speeds = DescriptionSpeeds.from_dict(d.pop("speeds"))

        def _parse_layer_height_mm(data: object) -> float | str:
            return cast(float | str, data)

        layer_height_mm = _parse_layer_height_mm(d.pop("layer_height_mm"))

        def _parse_layer_height_min_mm(data: object) -> float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | str | Unset, data)

        layer_height_min_mm = _parse_layer_height_min_mm(d.pop("layer_height_min_mm", UNSET))

        def _parse_layer_height_max_mm(data: object) -> float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | str | Unset, data)

        layer_height_max_mm = _parse_layer_height_max_mm(d.pop("layer_height_max_mm", UNSET))

        def _parse_spacing_mm(data: object) -> float | str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(float | str | Unset, data)

        spacing_mm = _parse_spacing_mm(d.pop("spacing_mm", UNSET))

        turns_freely = d.pop("turns_freely", UNSET)

        def _parse_shared_job_fill(data: object) -> float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | str | Unset, data)

        shared_job_fill = _parse_shared_job_fill(d.pop("shared_job_fill", UNSET))

        def _parse_allowance_mm(data: object) -> float | str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(float | str | Unset, data)

        allowance_mm = _parse_allowance_mm(d.pop("allowance_mm", UNSET))

        def _parse_infill(data: object) -> float | str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(float | str | Unset, data)

        infill = _parse_infill(d.pop("infill", UNSET))

        count = d.pop("count", UNSET)

        def _parse_hours_per_day(data: object) -> float | str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(float | str | Unset, data)

        hours_per_day = _parse_hours_per_day(d.pop("hours_per_day", UNSET))

        def _parse_cooling_hours(data: object) -> float | str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(float | str | Unset, data)

        cooling_hours = _parse_cooling_hours(d.pop("cooling_hours", UNSET))

        queue_days = d.pop("queue_days", UNSET)

        _booked = d.pop("booked", UNSET)
        booked: list[DescriptionBookedItem] | Unset = UNSET
        if _booked is not UNSET:
            booked = []
            for booked_item_data in _booked:
                booked_item = DescriptionBookedItem.from_dict(booked_item_data)

                booked.append(booked_item)

        source = d.pop("source", UNSET)

        assumption = d.pop("assumption", UNSET)

        description = cls(
            name=name,
            technology=technology,
            process=process,
            build_volume_mm=build_volume_mm,
            rates=rates,
            materials=materials,
            speeds=speeds,
            layer_height_mm=layer_height_mm,
            layer_height_min_mm=layer_height_min_mm,
            layer_height_max_mm=layer_height_max_mm,
            spacing_mm=spacing_mm,
            turns_freely=turns_freely,
            shared_job_fill=shared_job_fill,
            allowance_mm=allowance_mm,
            infill=infill,
            count=count,
            hours_per_day=hours_per_day,
            cooling_hours=cooling_hours,
            queue_days=queue_days,
            booked=booked,
            source=source,
            assumption=assumption,
        )

        return description
