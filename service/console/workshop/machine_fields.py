"""The fields of the page of a machine; its speeds are those that its category needs."""

from collections.abc import Mapping, Sequence

from service.console.workshop.record_forms import RecordField as F
from service.console.workshop.record_forms import RecordRows
from service.manufacturing.quoting.standards import POWDER_BEDS, Category
from service.translations import gettext_noop as _

SPEED_WORDS: Mapping[str, str] = {
    "peel_s": _("Seconds per layer to peel and move"),
    "exposure_mm2_s": _("Area exposed per second, mm²"),
    "pass_s": _("Seconds per layer for the heads to pass"),
    "recoat_s": _("Seconds per layer to recoat"),
    "exposure_mm3_s": _("Volume melted per second, mm³"),
    "nozzle_mm": _("Width of the nozzle, mm"),
    "shells": _("Lines of the shell"),
    "shell_mm_s": _("Speed along shells, mm/s"),
    "infill_mm_s": _("Speed within, mm/s"),
    "deposition_kg_h": _("Kilograms deposited per hour"),
    "bond_s": _("Seconds to bond a sheet"),
    "cut_mm_s": _("Speed of cutting, mm/s"),
}
LIMIT_WORDS: Mapping[str, str] = {
    "tolerance_mm": _("Tolerance, ± mm"),
    "tolerance_ratio": _("Tolerance, share of the largest side"),
    "wall_mm": _("Walls, mm"),
    "feature_mm": _("Pins, slots and bores, mm"),
    "escape_mm": _("Openings for powder or resin, mm"),
    "surface_um": _("Roughness Ra, µm"),
    "part_share": _("Share of the part in part and supports"),
    "solid_share": _("Share of the part in part and closed rooms"),
}
BASICS = (
    F("name", _("Name of the kind of machine"), "text", required=True),
    F("build_volume_mm", _("Room to build in, mm"), "list", _("three figures: x, y, z"), True),
    F("count", _("Machines of this kind"), "whole"),
    F("hours_per_day", _("Hours per working day")),
    F("queue_days", _("Working days in the queue"), "whole"),
    F("cooling_hours", _("Hours of cooling after a job")),
)
LAYERS = (
    F("layer_height_mm", _("Usual layer, mm"), required=True),
    F("layer_height_min_mm", _("Thinnest layer, mm"), hint=_("empty: the usual one")),
    F("layer_height_max_mm", _("Thickest layer, mm"), hint=_("empty: the usual one")),
    F("spacing_mm", _("Kept between parts, mm")),
    F("shared_job_fill", _("Jobs shared with other orders, filled to, %"), "percent"),
    F("turns_freely", _("Parts may be turned by any angle"), "tick"),
)
RATES = (
    F("rates.machine_hour", _("An hour of the machine"), required=True),
    F("rates.personnel_hour", _("An hour of people"), required=True),
    F("rates.energy_hour", _("Energy per hour")),
    F("rates.gas_hour", _("Gas per hour")),
    F("rates.room_hour", _("Room per hour")),
    F("rates.repair_hour", _("Repairs per hour")),
    F("rates.setup_hours", _("Hours of people to set a job up")),
    F("rates.setup_fixed", _("Once per job")),
    F("rates.handling_hours", _("Hours of people per part")),
)
BOOKED = RecordRows(
    "booked",
    _("Taken by other work"),
    (F("days", _("Days"), "text"), F("share", _("Share of the machines, %"), "percent")),
    _("a day or a span, as in 2026-12-01/2026-12-11"),
)


def groups(category: Category) -> Mapping[str, Sequence[F]]:
    """The fields of a machine of that category, by their groups."""
    speeds = [
        F(f"speeds.{name}", SPEED_WORDS[name], required=name in category.speeds)
        for name in SPEED_WORDS
        if name in category.speeds | category.optional_speeds
    ]
    return {
        _("The machine"): BASICS,
        _("Layers"): LAYERS,
        _("Speeds"): speeds,
        _("Rates"): RATES,
    }


def tables(category: Category) -> Sequence[RecordRows]:
    """What it builds with, and when it is taken."""
    powder = (
        F("refresh", _("Powder replaced, %"), "percent"),
        F("powder_g_cm3", _("Density as poured, g/cm³")),
    )
    materials = (
        F("material_id", _("Material"), "text"),
        F("price_per_kg", _("Per kilogram")),
        F("colors", _("Colours"), "list"),
        F("loss", _("Loss, %"), "percent"),
        *(powder if category.code in POWDER_BEDS else ()),
        F("support_ratio", _("Supports, % of the part"), "percent"),
    )
    limits = tuple(
        F(f"limits.{name}.{bound}", LIMIT_WORDS[name], hint=words)
        for name in LIMIT_WORDS
        if name in category.limits
        for bound, words in (("limit", _("refused below")), ("warning", _("warned of below")))
    )
    return (RecordRows("materials", _("Materials"), (*materials, *limits)), BOOKED)
