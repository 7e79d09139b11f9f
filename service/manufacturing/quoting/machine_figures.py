"""What the limits and speeds of a machine are called, and what each means, with its unit."""

from collections.abc import Mapping
from typing import Final

#: All are least values: a smaller one is warned of or refused.
LIMITS: Final[Mapping[str, str]] = {
    "tolerance_mm": "tolerance that is held, plus or minus, mm",
    "tolerance_ratio": "the same as a share of the largest side",
    "wall_mm": "thickness of walls, mm",
    "feature_mm": "width of pins, ribs, slots and bores, mm",
    "escape_mm": "diameter of the ways by which powder or resin gets out of hollow spaces, mm",
    "surface_um": "roughness Ra as built, µm",
    "part_share": "volume of the part over that of part and supports, 0 to 1",
    "solid_share": "volume of the part over that of part and what is shut in within it, 0 to 1",
}

#: By the category that needs them, or takes them where they are stated.
SPEEDS: Final[Mapping[str, str]] = {
    "peel_s": "VPP: seconds per layer to peel and move",
    "exposure_mm2_s": "VPP: area exposed per second, mm²; left out: a whole layer at once",
    "pass_s": "MJT, BJT: seconds per layer for the heads to pass",
    "recoat_s": "PBF: seconds per layer to recoat",
    "exposure_mm3_s": "PBF: volume melted per second, mm³; left out: the layer time is all",
    "nozzle_mm": "MEX: width of the nozzle, mm",
    "shells": "MEX: lines of the shell beside each other",
    "shell_mm_s": "MEX: speed along shells, mm per second",
    "infill_mm_s": "MEX: speed within, mm per second",
    "deposition_kg_h": "DED: kilograms deposited per hour",
    "bond_s": "SHL: seconds to bond a sheet",
    "cut_mm_s": "SHL: speed of cutting, mm per second",
}
