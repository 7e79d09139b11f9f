from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="DescriptionRates")


@_attrs_define
class DescriptionRates:
    """what an hour of the machine and its people costs

    Attributes:
        machine_hour (float | str): an hour of the machine, in the contractor's currency, without tax
        personnel_hour (float | str): an hour of people, in the contractor's currency, without tax
        energy_hour (float | str | Unset): energy per hour, in the contractor's currency, without tax Default: '0'.
        gas_hour (float | str | Unset): gas per hour, in the contractor's currency, without tax Default: '0'.
        room_hour (float | str | Unset): room per hour, in the contractor's currency, without tax Default: '0'.
        repair_hour (float | str | Unset): repair per hour, in the contractor's currency, without tax Default: '0'.
        setup_hours (float | str | Unset): hours of people to set a build job up Default: '0'.
        setup_fixed (float | str | Unset): once per build job, in the contractor's currency, without tax Default: '0'.
        handling_hours (float | str | Unset): hours of people per part: unpacking, taking supports off, a look at it
            Default: '0'.
        source (str | Unset): where the figures come from; no price rests on it Default: ''.
        assumption (str | Unset): what is assumed where no source says it; no price rests on it Default: ''.
    """

    machine_hour: float | str
    personnel_hour: float | str
    energy_hour: float | str | Unset = "0"
    gas_hour: float | str | Unset = "0"
    room_hour: float | str | Unset = "0"
    repair_hour: float | str | Unset = "0"
    setup_hours: float | str | Unset = "0"
    setup_fixed: float | str | Unset = "0"
    handling_hours: float | str | Unset = "0"
    source: str | Unset = ""
    assumption: str | Unset = ""

    def to_dict(self) -> dict[str, Any]:
        machine_hour: float | str
        machine_hour = self.machine_hour

        personnel_hour: float | str
        personnel_hour = self.personnel_hour

        energy_hour: float | str | Unset
        if isinstance(self.energy_hour, Unset):
            energy_hour = UNSET
        else:
            energy_hour = self.energy_hour

        gas_hour: float | str | Unset
        if isinstance(self.gas_hour, Unset):
            gas_hour = UNSET
        else:
            gas_hour = self.gas_hour

        room_hour: float | str | Unset
        if isinstance(self.room_hour, Unset):
            room_hour = UNSET
        else:
            room_hour = self.room_hour

        repair_hour: float | str | Unset
        if isinstance(self.repair_hour, Unset):
            repair_hour = UNSET
        else:
            repair_hour = self.repair_hour

        setup_hours: float | str | Unset
        if isinstance(self.setup_hours, Unset):
            setup_hours = UNSET
        else:
            setup_hours = self.setup_hours

        setup_fixed: float | str | Unset
        if isinstance(self.setup_fixed, Unset):
            setup_fixed = UNSET
        else:
            setup_fixed = self.setup_fixed

        handling_hours: float | str | Unset
        if isinstance(self.handling_hours, Unset):
            handling_hours = UNSET
        else:
            handling_hours = self.handling_hours

        source = self.source

        assumption = self.assumption

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "machine_hour": machine_hour,
                "personnel_hour": personnel_hour,
            }
        )
        if energy_hour is not UNSET:
            field_dict["energy_hour"] = energy_hour
        if gas_hour is not UNSET:
            field_dict["gas_hour"] = gas_hour
        if room_hour is not UNSET:
            field_dict["room_hour"] = room_hour
        if repair_hour is not UNSET:
            field_dict["repair_hour"] = repair_hour
        if setup_hours is not UNSET:
            field_dict["setup_hours"] = setup_hours
        if setup_fixed is not UNSET:
            field_dict["setup_fixed"] = setup_fixed
        if handling_hours is not UNSET:
            field_dict["handling_hours"] = handling_hours
        if source is not UNSET:
            field_dict["source"] = source
        if assumption is not UNSET:
            field_dict["assumption"] = assumption

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_machine_hour(data: object) -> float | str:
            return cast(float | str, data)

        machine_hour = _parse_machine_hour(d.pop("machine_hour"))

        def _parse_personnel_hour(data: object) -> float | str:
            return cast(float | str, data)

        personnel_hour = _parse_personnel_hour(d.pop("personnel_hour"))

        def _parse_energy_hour(data: object) -> float | str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(float | str | Unset, data)

        energy_hour = _parse_energy_hour(d.pop("energy_hour", UNSET))

        def _parse_gas_hour(data: object) -> float | str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(float | str | Unset, data)

        gas_hour = _parse_gas_hour(d.pop("gas_hour", UNSET))

        def _parse_room_hour(data: object) -> float | str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(float | str | Unset, data)

        room_hour = _parse_room_hour(d.pop("room_hour", UNSET))

        def _parse_repair_hour(data: object) -> float | str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(float | str | Unset, data)

        repair_hour = _parse_repair_hour(d.pop("repair_hour", UNSET))

        def _parse_setup_hours(data: object) -> float | str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(float | str | Unset, data)

        setup_hours = _parse_setup_hours(d.pop("setup_hours", UNSET))

        def _parse_setup_fixed(data: object) -> float | str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(float | str | Unset, data)

        setup_fixed = _parse_setup_fixed(d.pop("setup_fixed", UNSET))

        def _parse_handling_hours(data: object) -> float | str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(float | str | Unset, data)

        handling_hours = _parse_handling_hours(d.pop("handling_hours", UNSET))

        source = d.pop("source", UNSET)

        assumption = d.pop("assumption", UNSET)

        description_rates = cls(
            machine_hour=machine_hour,
            personnel_hour=personnel_hour,
            energy_hour=energy_hour,
            gas_hour=gas_hour,
            room_hour=room_hour,
            repair_hour=repair_hour,
            setup_hours=setup_hours,
            setup_fixed=setup_fixed,
            handling_hours=handling_hours,
            source=source,
            assumption=assumption,
        )

        return description_rates
