"""Names the seven process categories of ISO/ASTM 52900, their trade names and usual limits."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, lru_cache

from service.manufacturing.quoting.machine_figures import LIMITS

#: Grows whenever a check, a default limit or a formula changes what a record would say.
RULES_VERSION = "8"


@dataclass(frozen=True)
class ManufacturingProcess:
    """A trade name for one way of working within a category."""

    name: str
    aliases: tuple[str, ...] = ()
    stacks: bool = False
    """Parts may lie above each other in one build job, since loose powder carries them."""


@dataclass(frozen=True)
class StandardLimit:
    """Where a check begins to warn and where it fails, in the unit of its name, and says who.

    It has either a `source` or, where nobody publishes one for the category, an `assumption`.
    """

    limit: Decimal
    warning: Decimal
    source: str = ""
    assumption: str = ""


@dataclass(frozen=True)
class Category:
    """One of the seven categories of ISO/ASTM 52900:2021, section 3.2."""

    code: str
    name: str
    processes: tuple[ManufacturingProcess, ...]
    speeds: frozenset[str]
    """What a machine of this category must say of its speed, unit in the name."""
    optional_speeds: frozenset[str] = frozenset()
    limits: Mapping[str, StandardLimit] = field(default_factory=dict)


@dataclass(frozen=True)
class ResolvedTechnology:
    """What a technology's name means: a category, and a process if the name was a trade name."""

    code: str
    process: str | None


#: Categories whose parts lie in a bed of powder.
POWDER_BEDS = frozenset({"PBF", "BJT"})
#: What a limit may be called.
LIMIT_NAMES = frozenset(LIMITS)
#: Where the default limits come from, by name; a name that is not here is an assumption.
SOURCES = {
    "tolerance_mm": "Hubs knowledge base, What is the dimensional accuracy of 3D printed parts?",
    "tolerance_ratio": "Hubs knowledge base, What is the dimensional accuracy of 3D printed parts?",
    "wall_mm": "Hubs knowledge base, Key design considerations for 3D printing",
    "feature_mm": "Hubs knowledge base, Key design considerations for 3D printing",
    "escape_mm": "Hubs knowledge base, Key design considerations for 3D printing",
}
#: Why a limit without a source is what it is, by name.
ASSUMPTIONS = {
    "surface_um": "roughness Ra as built, as sellers of such parts commonly state it",
    "part_share": "supports of more volume than the part ask for another design",
    "solid_share": "whatever is shut in stays in: powder to be wasted, resin to leak",
}
UNPUBLISHED = "no published table covers this category; a cautious figure of this project"


def _limits(published: bool = True, **least: tuple[str, str]) -> Mapping[str, StandardLimit]:
    return {
        name: StandardLimit(
            Decimal(limit),
            Decimal(warning),
            source=SOURCES.get(name, "") if published else "",
            assumption=ASSUMPTIONS.get(name, "" if published else UNPUBLISHED),
        )
        for name, (limit, warning) in least.items()
    }


# Default limits: used where a contractor states none for its machine and material.
# tolerance_mm, tolerance_ratio: what the process holds at best (limit) and holds commonly
# (warning); the source has for FDM 0.5 % but 0.5 mm desktop and 0.15 % but 0.2 mm industrial,
# SLA 0.5 % but 0.1 mm, SLS 0.3 % but 0.3 mm, MJ 0.1 % but 0.05 mm, DMLS 0.1 mm, BJ 0.2 mm metal
# and 0.3 mm sand. wall_mm, feature_mm: supported wall and smallest feature. surface_um: Ra as
# built. part_share: volume of the part over part and supports; solid_share: volume of the part
# over part and the space shut in within it. escape_mm: diameter of the holes through which powder
# or resin is to get out of hollow spaces; the source has 4 mm for SLA, 5 mm for SLS, BJ and DMLS.
# Less is laborious rather than impossible, so only contractors who say so refuse it.
CATEGORIES: tuple[Category, ...] = (
    Category(
        code="VPP",
        name="vat photopolymerization",
        processes=(
            ManufacturingProcess("SLA", ("stereolithography", "VPP-UVL")),
            ManufacturingProcess(
                "DLP", ("digital light processing", "VPP-UVM", "cDLP", "CLIP", "DLS")
            ),
            ManufacturingProcess("LCD", ("MSLA", "LFS")),
        ),
        speeds=frozenset({"peel_s"}),
        optional_speeds=frozenset({"exposure_mm2_s"}),
        limits=_limits(
            tolerance_mm=("0.1", "0.15"),
            tolerance_ratio=("0.002", "0.005"),
            wall_mm=("0.5", "1.0"),
            feature_mm=("0.2", "0.5"),
            surface_um=("0.8", "3.2"),
            part_share=("0.02", "0.5"),
            solid_share=("0.5", "1"),
            escape_mm=("0", "4"),
        ),
    ),
    Category(
        code="MJT",
        name="material jetting",
        processes=(
            ManufacturingProcess("PolyJet", ("MJT-UV", "PJ3D")),
            ManufacturingProcess("MultiJet", ("MJP", "multijet printing")),
            ManufacturingProcess("NPJ", ("nanoparticle jetting", "XJet")),
        ),
        speeds=frozenset({"pass_s"}),
        limits=_limits(
            tolerance_mm=("0.05", "0.1"),
            tolerance_ratio=("0.001", "0.002"),
            wall_mm=("0.6", "1.0"),
            feature_mm=("0.3", "0.5"),
            surface_um=("0.8", "3.2"),
            part_share=("0.02", "0.5"),
            solid_share=("0.5", "1"),
        ),
    ),
    Category(
        code="BJT",
        name="binder jetting",
        processes=(
            ManufacturingProcess(
                "metal binder jetting", ("BJT-M", "MBJ", "Metal Jet"), stacks=True
            ),
            ManufacturingProcess("sand binder jetting", ("BJT-S", "sand printing"), stacks=True),
            ManufacturingProcess("CJP", ("ColorJet", "ZPrinter"), stacks=True),
        ),
        speeds=frozenset({"pass_s"}),
        limits=_limits(
            tolerance_mm=("0.2", "0.3"),
            tolerance_ratio=("0.01", "0.02"),
            wall_mm=("1.0", "2.0"),
            feature_mm=("0.5", "2.0"),
            surface_um=("3.2", "8"),
            solid_share=("0.5", "1"),
            escape_mm=("0", "5"),
        ),
    ),
    Category(
        code="PBF",
        name="powder bed fusion",
        processes=(
            ManufacturingProcess(
                "SLS", ("selective laser sintering", "PBF-LB/P", "LS"), stacks=True
            ),
            ManufacturingProcess("MJF", ("Multi Jet Fusion", "PBF-IrL/P"), stacks=True),
            ManufacturingProcess("SAF", ("selective absorption fusion", "HSS"), stacks=True),
            ManufacturingProcess(
                "LPBF", ("SLM", "DMLS", "DMLM", "PBF-LB", "PBF-LB/M", "LaserCUSING")
            ),
            ManufacturingProcess(
                "EBM", ("PBF-EB", "PBF-EB/M", "electron beam melting"), stacks=True
            ),
        ),
        speeds=frozenset({"recoat_s"}),
        optional_speeds=frozenset({"exposure_mm3_s"}),
        limits=_limits(
            tolerance_mm=("0.1", "0.3"),
            tolerance_ratio=("0.001", "0.003"),
            wall_mm=("0.4", "0.7"),
            feature_mm=("0.3", "0.8"),
            surface_um=("5", "10"),
            part_share=("0.02", "0.5"),
            solid_share=("0.5", "1"),
            escape_mm=("0", "5"),
        ),
    ),
    Category(
        code="MEX",
        name="material extrusion",
        processes=(
            ManufacturingProcess("FDM", ("FFF", "fused deposition modeling", "MEX-TRB", "FLM")),
            ManufacturingProcess("pellet extrusion", ("FGF", "BAAM", "LFAM")),
            ManufacturingProcess("bound metal deposition", ("BMD", "metal FDM", "MEX-TRB/M")),
        ),
        speeds=frozenset({"nozzle_mm", "shells", "shell_mm_s", "infill_mm_s"}),
        limits=_limits(
            tolerance_mm=("0.2", "0.5"),
            tolerance_ratio=("0.0015", "0.005"),
            wall_mm=("0.8", "1.2"),
            feature_mm=("0.8", "2.0"),
            surface_um=("6.3", "15"),
            part_share=("0.02", "0.5"),
        ),
    ),
    Category(
        code="DED",
        name="directed energy deposition",
        processes=(
            ManufacturingProcess(
                "LMD", ("DLMD", "LENS", "laser metal deposition", "DED-LB", "EHLA")
            ),
            ManufacturingProcess("WAAM", ("DED-Arc", "wire arc additive manufacturing", "3DMP")),
            ManufacturingProcess("EBAM", ("DED-EB",)),
        ),
        speeds=frozenset({"deposition_kg_h"}),
        limits=_limits(
            published=False,
            tolerance_mm=("0.5", "1.0"),
            tolerance_ratio=("0.002", "0.005"),
            wall_mm=("1.0", "2.0"),
            feature_mm=("1.0", "3.0"),
            surface_um=("10", "30"),
            part_share=("0.02", "0.5"),
        ),
    ),
    Category(
        code="SHL",
        name="sheet lamination",
        processes=(
            ManufacturingProcess("LOM", ("laminated object manufacturing", "SDL")),
            ManufacturingProcess("UAM", ("ultrasonic additive manufacturing", "UC")),
            ManufacturingProcess("CBAM", ("composite-based additive manufacturing",)),
        ),
        speeds=frozenset({"bond_s", "cut_mm_s"}),
        limits=_limits(
            published=False,
            tolerance_mm=("0.1", "0.2"),
            tolerance_ratio=("0.001", "0.003"),
            wall_mm=("1.0", "2.0"),
            feature_mm=("0.5", "1.0"),
            surface_um=("3.2", "10"),
        ),
    ),
)

CATEGORY = {category.code: category for category in CATEGORIES}


def _key(name: str) -> str:
    return "".join(sign for sign in name.casefold() if sign.isalnum())


@cache
def _names() -> dict[str, ResolvedTechnology]:
    names: dict[str, ResolvedTechnology] = {}
    for category in CATEGORIES:
        names[_key(category.code)] = names[_key(category.name)] = ResolvedTechnology(
            category.code, None
        )
        for process in category.processes:
            for name in (process.name, *process.aliases):
                names[_key(name)] = ResolvedTechnology(category.code, process.name)
    return names


def resolve(name: str) -> ResolvedTechnology | None:
    """Say what a code, a category's name or a trade name means; None if nobody calls it so."""
    return _names().get(_key(name))


@lru_cache(maxsize=1024)
def process(code: str, name: str) -> ManufacturingProcess | None:
    """The process of that category under its own name or an alias; None if there is none."""
    asked = resolve(name)
    if asked is None or asked.code != code or asked.process is None:
        return None
    return next(known for known in CATEGORY[code].processes if known.name == asked.process)
