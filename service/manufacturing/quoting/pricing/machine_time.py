"""Says how long a machine works for an order: one formula for each of the seven categories.

Every formula follows the physics of its category; speeds come from the machine, in the unit
of their name (mm, mm2, mm3 or kg per second or hour), and the answer is in seconds.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import NamedTuple

from service.manufacturing.quoting.catalogue import Candidate
from service.manufacturing.quoting.pricing.material_use import MaterialUse

Speeds = Mapping[str, Decimal]
ZERO = Decimal(0)


class MachineWork(NamedTuple):
    """What the machine has to do: so many layers, and what it puts into them."""

    layers: Decimal
    layer_mm: Decimal
    material_use: MaterialUse


def powder_bed(work: MachineWork, speeds: Speeds) -> Decimal:
    """Layers x recoat time + exposed volume / rate; without a rate the layer time is all."""
    time = work.layers * speeds["recoat_s"]
    if "exposure_mm3_s" in speeds:
        time += work.material_use.volume_mm3 / speeds["exposure_mm3_s"]
    return time


def vat(work: MachineWork, speeds: Speeds) -> Decimal:
    """Layers x peel time + exposed area / rate; a masked light exposes while it peels."""
    time = work.layers * speeds["peel_s"]
    if "exposure_mm2_s" in speeds:
        time += work.material_use.volume_mm3 / (work.layer_mm * speeds["exposure_mm2_s"])
    return time


def extrusion(work: MachineWork, speeds: Speeds) -> Decimal:
    """Deposited volume / (nozzle width x layer x speed), shells and the inside apart."""
    bead_mm2 = speeds["nozzle_mm"] * work.layer_mm
    shell = work.material_use.shell_mm3 / (bead_mm2 * speeds["shell_mm_s"])
    return shell + work.material_use.inside_mm3 / (bead_mm2 * speeds["infill_mm_s"])


def jetting(work: MachineWork, speeds: Speeds) -> Decimal:
    """Layers x pass time: the heads sweep the bed however little lies on it."""
    return work.layers * speeds["pass_s"]


def deposition(work: MachineWork, speeds: Speeds) -> Decimal:
    """Mass / deposition rate."""
    return 3600 * work.material_use.mass_kg / speeds["deposition_kg_h"]


def lamination(work: MachineWork, speeds: Speeds) -> Decimal:
    """Sheets x bonding time + cut length / cutting speed.

    The contours of all layers together are at most surface / sheet thickness long.
    """
    cutting_s = work.material_use.surface_mm2 / (work.layer_mm * speeds["cut_mm_s"])
    return work.layers * speeds["bond_s"] + cutting_s


MACHINE_TIME: Mapping[str, Callable[[MachineWork, Speeds], Decimal]] = {
    "PBF": powder_bed,
    "VPP": vat,
    "MEX": extrusion,
    "MJT": jetting,
    "BJT": jetting,
    "DED": deposition,
    "SHL": lamination,
}


def machine_seconds(candidate: Candidate, layers: Decimal, material_use: MaterialUse) -> Decimal:
    """Seconds that the candidate's machine works to put `material_use` into so many layers."""
    work = MachineWork(layers, candidate.layer_mm, material_use)
    return MACHINE_TIME[candidate.machine.technology](work, candidate.speeds)
