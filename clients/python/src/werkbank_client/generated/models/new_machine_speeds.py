from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="NewMachineSpeeds")


@_attrs_define
class NewMachineSpeeds:
    """what the category's time formula needs

    Attributes:
        peel_s (float | str | Unset): VPP: seconds per layer to peel and move
        exposure_mm2_s (float | str | Unset): VPP: area exposed per second, mm²; left out: a whole layer at once
        pass_s (float | str | Unset): MJT, BJT: seconds per layer for the heads to pass
        recoat_s (float | str | Unset): PBF: seconds per layer to recoat
        exposure_mm3_s (float | str | Unset): PBF: volume melted per second, mm³; left out: the layer time is all
        nozzle_mm (float | str | Unset): MEX: width of the nozzle, mm
        shells (float | str | Unset): MEX: lines of the shell beside each other
        shell_mm_s (float | str | Unset): MEX: speed along shells, mm per second
        infill_mm_s (float | str | Unset): MEX: speed within, mm per second
        deposition_kg_h (float | str | Unset): DED: kilograms deposited per hour
        bond_s (float | str | Unset): SHL: seconds to bond a sheet
        cut_mm_s (float | str | Unset): SHL: speed of cutting, mm per second
    """

    peel_s: float | str | Unset = UNSET
    exposure_mm2_s: float | str | Unset = UNSET
    pass_s: float | str | Unset = UNSET
    recoat_s: float | str | Unset = UNSET
    exposure_mm3_s: float | str | Unset = UNSET
    nozzle_mm: float | str | Unset = UNSET
    shells: float | str | Unset = UNSET
    shell_mm_s: float | str | Unset = UNSET
    infill_mm_s: float | str | Unset = UNSET
    deposition_kg_h: float | str | Unset = UNSET
    bond_s: float | str | Unset = UNSET
    cut_mm_s: float | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        peel_s: float | str | Unset
        if isinstance(self.peel_s, Unset):
            peel_s = UNSET
        else:
            peel_s = self.peel_s

        exposure_mm2_s: float | str | Unset
        if isinstance(self.exposure_mm2_s, Unset):
            exposure_mm2_s = UNSET
        else:
            exposure_mm2_s = self.exposure_mm2_s

        pass_s: float | str | Unset
        if isinstance(self.pass_s, Unset):
            pass_s = UNSET
        else:
            pass_s = self.pass_s

        recoat_s: float | str | Unset
        if isinstance(self.recoat_s, Unset):
            recoat_s = UNSET
        else:
            recoat_s = self.recoat_s

        exposure_mm3_s: float | str | Unset
        if isinstance(self.exposure_mm3_s, Unset):
            exposure_mm3_s = UNSET
        else:
            exposure_mm3_s = self.exposure_mm3_s

        nozzle_mm: float | str | Unset
        if isinstance(self.nozzle_mm, Unset):
            nozzle_mm = UNSET
        else:
            nozzle_mm = self.nozzle_mm

        shells: float | str | Unset
        if isinstance(self.shells, Unset):
            shells = UNSET
        else:
            shells = self.shells

        shell_mm_s: float | str | Unset
        if isinstance(self.shell_mm_s, Unset):
            shell_mm_s = UNSET
        else:
            shell_mm_s = self.shell_mm_s

        infill_mm_s: float | str | Unset
        if isinstance(self.infill_mm_s, Unset):
            infill_mm_s = UNSET
        else:
            infill_mm_s = self.infill_mm_s

        deposition_kg_h: float | str | Unset
        if isinstance(self.deposition_kg_h, Unset):
            deposition_kg_h = UNSET
        else:
            deposition_kg_h = self.deposition_kg_h

        bond_s: float | str | Unset
        if isinstance(self.bond_s, Unset):
            bond_s = UNSET
        else:
            bond_s = self.bond_s

        cut_mm_s: float | str | Unset
        if isinstance(self.cut_mm_s, Unset):
            cut_mm_s = UNSET
        else:
            cut_mm_s = self.cut_mm_s

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if peel_s is not UNSET:
            field_dict["peel_s"] = peel_s
        if exposure_mm2_s is not UNSET:
            field_dict["exposure_mm2_s"] = exposure_mm2_s
        if pass_s is not UNSET:
            field_dict["pass_s"] = pass_s
        if recoat_s is not UNSET:
            field_dict["recoat_s"] = recoat_s
        if exposure_mm3_s is not UNSET:
            field_dict["exposure_mm3_s"] = exposure_mm3_s
        if nozzle_mm is not UNSET:
            field_dict["nozzle_mm"] = nozzle_mm
        if shells is not UNSET:
            field_dict["shells"] = shells
        if shell_mm_s is not UNSET:
            field_dict["shell_mm_s"] = shell_mm_s
        if infill_mm_s is not UNSET:
            field_dict["infill_mm_s"] = infill_mm_s
        if deposition_kg_h is not UNSET:
            field_dict["deposition_kg_h"] = deposition_kg_h
        if bond_s is not UNSET:
            field_dict["bond_s"] = bond_s
        if cut_mm_s is not UNSET:
            field_dict["cut_mm_s"] = cut_mm_s

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_peel_s(data: object) -> float | str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(float | str | Unset, data)

        peel_s = _parse_peel_s(d.pop("peel_s", UNSET))

        def _parse_exposure_mm2_s(data: object) -> float | str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(float | str | Unset, data)

        exposure_mm2_s = _parse_exposure_mm2_s(d.pop("exposure_mm2_s", UNSET))

        def _parse_pass_s(data: object) -> float | str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(float | str | Unset, data)

        pass_s = _parse_pass_s(d.pop("pass_s", UNSET))

        def _parse_recoat_s(data: object) -> float | str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(float | str | Unset, data)

        recoat_s = _parse_recoat_s(d.pop("recoat_s", UNSET))

        def _parse_exposure_mm3_s(data: object) -> float | str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(float | str | Unset, data)

        exposure_mm3_s = _parse_exposure_mm3_s(d.pop("exposure_mm3_s", UNSET))

        def _parse_nozzle_mm(data: object) -> float | str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(float | str | Unset, data)

        nozzle_mm = _parse_nozzle_mm(d.pop("nozzle_mm", UNSET))

        def _parse_shells(data: object) -> float | str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(float | str | Unset, data)

        shells = _parse_shells(d.pop("shells", UNSET))

        def _parse_shell_mm_s(data: object) -> float | str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(float | str | Unset, data)

        shell_mm_s = _parse_shell_mm_s(d.pop("shell_mm_s", UNSET))

        def _parse_infill_mm_s(data: object) -> float | str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(float | str | Unset, data)

        infill_mm_s = _parse_infill_mm_s(d.pop("infill_mm_s", UNSET))

        def _parse_deposition_kg_h(data: object) -> float | str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(float | str | Unset, data)

        deposition_kg_h = _parse_deposition_kg_h(d.pop("deposition_kg_h", UNSET))

        def _parse_bond_s(data: object) -> float | str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(float | str | Unset, data)

        bond_s = _parse_bond_s(d.pop("bond_s", UNSET))

        def _parse_cut_mm_s(data: object) -> float | str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(float | str | Unset, data)

        cut_mm_s = _parse_cut_mm_s(d.pop("cut_mm_s", UNSET))

        new_machine_speeds = cls(
            peel_s=peel_s,
            exposure_mm2_s=exposure_mm2_s,
            pass_s=pass_s,
            recoat_s=recoat_s,
            exposure_mm3_s=exposure_mm3_s,
            nozzle_mm=nozzle_mm,
            shells=shells,
            shell_mm_s=shell_mm_s,
            infill_mm_s=infill_mm_s,
            deposition_kg_h=deposition_kg_h,
            bond_s=bond_s,
            cut_mm_s=cut_mm_s,
        )

        return new_machine_speeds
