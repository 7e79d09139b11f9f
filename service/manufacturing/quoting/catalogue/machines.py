"""A contractor's machine: what it can build, how fast, from what and at which rates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Annotated

from service.manufacturing.quoting import standards
from service.manufacturing.quoting.catalogue.days import days_of
from service.manufacturing.quoting.catalogue.machine_rates import AMOUNT, ZERO, Limit, Rates
from service.manufacturing.quoting.catalogue.records import Record
from service.manufacturing.quoting.catalogue.rules import (
    Amount,
    Assumption,
    BadData,
    Count,
    Days,
    Doc,
    Factor,
    Name,
    Positive,
    RalCode,
    Ratio,
    Share,
    Slug,
    Source,
)
from service.manufacturing.quoting.machine_figures import LIMITS, SPEEDS
from service.translations import gettext_noop as _

MOST_BOOKINGS = 200


@dataclass(frozen=True, kw_only=True)
class MachineMaterial(Record):
    """A material as one machine builds it."""

    material_id: Annotated[Slug, Doc("of the catalogue")]
    price_per_kg: Annotated[Amount, Doc(f"per kilogram, {AMOUNT}")]
    colors: Annotated[tuple[Name, ...], Doc("names; none: as it comes")] = ()
    ral: Annotated[
        Mapping[str, RalCode],
        Doc("by the name of a colour, its code in RAL Classic, as in RAL 9005; where it has one"),
    ] = field(default_factory=dict)
    loss: Annotated[
        Factor, Doc("share of material lost beyond part and supports (purge, sieving): 0.5 is 50 %")
    ] = ZERO
    refresh: Annotated[
        Ratio, Doc("share of the powder around the parts that is replaced after a job: 0.3 is 30 %")
    ] = ZERO
    powder_g_cm3: Annotated[
        Positive | None, Doc("density of the powder as it is poured, g/cm³; needed with refresh")
    ] = None
    support_ratio: Annotated[
        Factor,
        Doc(
            "volume of supports per volume of part, where support_fill is not stated "
            "or overhangs were not measured"
        ),
    ] = ZERO
    support_fill: Annotated[
        Ratio | None, Doc("share of the room below overhangs, as the part lies, that supports fill")
    ] = None
    limits: Annotated[
        Mapping[str, Limit],
        Doc(
            "below which a part is warned of or refused; those left out are the category's", LIMITS
        ),
    ] = field(default_factory=dict)
    speeds: Annotated[
        Mapping[str, Positive], Doc("in the place of the machine's for this material", SPEEDS)
    ] = field(default_factory=dict)
    source: Source = ""
    assumption: Assumption = ""

    def __post_init__(self) -> None:
        if unknown := sorted(set(self.limits) - standards.LIMIT_NAMES):
            known = ", ".join(sorted(standards.LIMIT_NAMES))
            raise BadData(
                _("there is no limit {unknown!r}; there are {known}"),
                unknown=unknown[0],
                known=known,
            )
        if self.refresh and self.powder_g_cm3 is None:
            raise BadData(_("powder_g_cm3 is missing, what is refreshed is weighed by it"))
        if strangers := sorted(set(self.ral) - set(self.colors)):
            sentence = _("ral names {color!r}, which is not among the colors")
            raise BadData(sentence, color=strangers[0])

    @cached_property
    def color_keys(self) -> frozenset[str]:
        """By what its colours are found: their names in small letters, and their RAL codes."""
        return frozenset(name.casefold() for name in (*self.colors, *self.ral.values()))

    @property
    def colors_in_words(self) -> tuple[str, ...]:
        """Each colour by its name, with its RAL code where it has one."""
        codes = self.ral
        return tuple(f"{name} ({codes[name]})" if name in codes else name for name in self.colors)


@dataclass(frozen=True, kw_only=True)
class Booking(Record):
    """Days on which a share of the machines of a kind is taken by other work."""

    days: Annotated[
        str, Doc("a day, ISO 8601, or a span such as 2026-12-01/2026-12-11, both ends included")
    ]
    share: Annotated[Ratio, Doc("of the machines that is taken, 0 to 1")] = Decimal(1)

    def __post_init__(self) -> None:
        days_of(self.days, "days")


@dataclass(frozen=True, kw_only=True)
class Machine(Record):
    """`count` machines of one kind that stand side by side and share one queue.

    An order waits `queue_days` before it is begun; from then on the machines build for it but for
    what is `booked`, on each working day of the contractor for `hours_per_day`.
    """

    id: Slug
    name: Annotated[Name, Doc("of the kind of machine")]
    technology: Annotated[Name, Doc("category of ISO/ASTM 52900")]
    process: Annotated[
        Name, Doc("trade name of the way of working within the category, such as SLS")
    ]
    build_volume_mm: Annotated[
        tuple[Positive, Positive, Positive], Doc("x, y and z of the usable room, mm")
    ]
    rates: Annotated[Rates, Doc("what an hour of the machine and its people costs")]
    materials: Annotated[tuple[MachineMaterial, ...], Doc("what it builds")]
    speeds: Annotated[Mapping[str, Positive], Doc("what the category's time formula needs", SPEEDS)]
    layer_height_mm: Annotated[Positive, Doc("usual height of a layer, mm")]
    layer_height_min_mm: Annotated[
        Positive | None, Doc("thinnest layer, mm; null: the usual one")
    ] = None
    layer_height_max_mm: Annotated[
        Positive | None, Doc("thickest layer, mm; null: the usual one")
    ] = None
    spacing_mm: Annotated[Amount, Doc("kept between parts in a build job, mm")] = Decimal(5)
    turns_freely: Annotated[
        bool,
        Doc(
            "whether parts may be turned by any angle about the build axis, or by "
            "right angles alone"
        ),
    ] = True
    shared_job_fill: Annotated[
        Share | None,
        Doc(
            "build jobs are shared with other orders, which together fill this "
            "share of what a job holds; null: an order has its jobs to itself"
        ),
    ] = None
    allowance_mm: Annotated[Amount, Doc("material left on every face to be machined off, mm")] = (
        ZERO
    )
    infill: Annotated[
        Ratio, Doc("share of the inside that is filled where an order states none; extrusion alone")
    ] = Decimal(1)
    count: Annotated[Count, Doc("machines of this kind, side by side with one queue")] = 1
    hours_per_day: Annotated[
        Positive, Doc("hours that they build on a working day, 24 at most")
    ] = Decimal(20)
    cooling_hours: Annotated[Amount, Doc("hours after each build job")] = ZERO
    queue_days: Annotated[Days, Doc("working days before an order is begun")] = 0
    booked: Annotated[
        tuple[Booking, ...],
        Doc("days on which the machines are taken by other work, 200 spans at most"),
    ] = ()
    source: Source = ""
    assumption: Assumption = ""

    def __post_init__(self) -> None:
        _check_category(self)
        _check_figures(self)

    @property
    def layer_heights(self) -> tuple[Decimal, Decimal]:
        """The thinnest and the thickest layer in mm."""
        return (
            self.layer_height_min_mm or self.layer_height_mm,
            self.layer_height_max_mm or self.layer_height_mm,
        )

    @cached_property
    def free_shares(self) -> Mapping[date, Decimal]:
        """On which days only so much (0..1) of the machines is to be had; on others all of them."""
        taken: dict[date, Decimal] = {}
        for booking in self.booked:
            for day in days_of(booking.days, "days"):
                taken[day] = taken.get(day, ZERO) + booking.share
        return {day: max(ZERO, 1 - share) for day, share in taken.items()}

    @cached_property
    def stacks(self) -> bool:
        """Whether parts may lie above each other in one job."""
        process = standards.process(self.technology, self.process)
        return process is not None and process.stacks

    def limit(self, name: str, offered: MachineMaterial) -> Limit | None:
        """The contractor's limit for this machine and material, else its category's default."""
        if name in offered.limits:
            return offered.limits[name]
        return _DEFAULTS[self.technology].get(name)


_DEFAULTS = {
    category.code: {
        name: Limit(limit=default.limit, warning=default.warning)
        for name, default in category.limits.items()
    }
    for category in standards.CATEGORIES
}


def _check_category(machine: Machine) -> None:
    """Raise BadData unless technology, process and speeds belong together."""
    category = standards.CATEGORY.get(machine.technology)
    if category is None:
        known = ", ".join(standards.CATEGORY)
        raise BadData(
            _("technology must be one of {known}, not {technology!r}"),
            known=known,
            technology=machine.technology,
        )
    if standards.process(machine.technology, machine.process) is None:
        known = ", ".join(process.name for process in category.processes)
        raise BadData(
            _("process of {technology} must be {known}, not {process!r}"),
            technology=machine.technology,
            known=known,
            process=machine.process,
        )
    if missing := sorted(category.speeds - set(machine.speeds)):
        raise BadData(
            _("speeds.{missing} is missing, a {technology} machine needs it"),
            missing=missing[0],
            technology=machine.technology,
        )
    named = set(machine.speeds).union(*(offered.speeds for offered in machine.materials))
    if unknown := sorted(named - category.speeds - category.optional_speeds):
        raise BadData(
            _("speeds.{unknown} means nothing to a {technology} machine"),
            unknown=unknown[0],
            technology=machine.technology,
        )


def _check_figures(machine: Machine) -> None:
    """Raise BadData unless layers, refreshed powder, hours and bookings can be."""
    if not machine.layer_heights[0] <= machine.layer_height_mm <= machine.layer_heights[1]:
        raise BadData(
            _("layer_height_mm {height} must lie from {low} to {high}"),
            height=machine.layer_height_mm,
            low=machine.layer_heights[0],
            high=machine.layer_heights[1],
        )
    refreshed = [offered.material_id for offered in machine.materials if offered.refresh]
    if refreshed and machine.technology not in standards.POWDER_BEDS:
        raise BadData(
            _("refresh of {refreshed} means nothing to a {technology} machine"),
            refreshed=refreshed[0],
            technology=machine.technology,
        )
    if machine.hours_per_day > 24:
        raise BadData(
            _("hours_per_day must be at most 24, not {hours_per_day}"),
            hours_per_day=machine.hours_per_day,
        )
    if len(machine.booked) > MOST_BOOKINGS:
        raise BadData(
            _("at most {most} spans are booked, not {actual}"),
            most=MOST_BOOKINGS,
            actual=len(machine.booked),
        )
