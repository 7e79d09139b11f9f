"""A contractor's machine: what it can build, how fast, from what and at which rates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from service.manufacturing.quoting import standards
from service.manufacturing.quoting.catalogue.days import days_of
from service.manufacturing.quoting.catalogue.records import (
    Amount,
    BadData,
    Count,
    Days,
    Factor,
    Name,
    Positive,
    Ratio,
    Record,
    Share,
    Slug,
)

ZERO = Decimal(0)
MOST_BOOKINGS = 200


@dataclass(frozen=True, kw_only=True)
class Limit(Record):
    """Below `limit` a check fails, below `warning` it warns; units as in the limit's name."""

    limit: Amount
    warning: Amount

    def __post_init__(self) -> None:
        if self.warning < self.limit:
            raise BadData(f"the warning {self.warning} lies beyond the limit {self.limit}")


@dataclass(frozen=True, kw_only=True)
class Rates(Record):
    """What an hour of the machine and its people costs, in the contractor's currency.

    The machine's hourly rate is the sum of the five `*_hour` terms without personnel. Set-up
    takes `setup_hours` of personnel and `setup_fixed` per build job, handling (unpacking, taking
    supports off, a look at it) `handling_hours` of personnel per part.
    """

    machine_hour: Amount
    personnel_hour: Amount
    energy_hour: Amount = ZERO
    gas_hour: Amount = ZERO
    room_hour: Amount = ZERO
    repair_hour: Amount = ZERO
    setup_hours: Amount = ZERO
    setup_fixed: Amount = ZERO
    handling_hours: Amount = ZERO
    source: str = ""
    assumption: str = ""

    @property
    def hour(self) -> Decimal:
        """All that one machine hour costs."""
        return (
            self.machine_hour + self.energy_hour + self.gas_hour + self.room_hour + self.repair_hour
        )


@dataclass(frozen=True, kw_only=True)
class MachineMaterial(Record):
    """A material as one machine builds it; price per kg in the contractor's currency.

    `loss` is the share of material lost beyond part and supports (purge, sieving, trimmings).
    In a powder bed the share `refresh` of the powder around the parts, `powder_g_cm3` dense as it
    is poured, is replaced after each job. Supports fill the share `support_fill` of the room
    below the overhangs as the part lies; where it is not stated, or overhangs were not measured,
    `support_ratio` of the part's volume. No colours mean: as it comes. `speeds` replace those of
    the machine for this material.
    """

    material_id: Slug
    price_per_kg: Amount
    colors: tuple[Name, ...] = ()
    loss: Factor = ZERO
    refresh: Ratio = ZERO
    powder_g_cm3: Positive | None = None
    support_ratio: Factor = ZERO
    support_fill: Ratio | None = None
    limits: Mapping[str, Limit] = field(default_factory=dict)
    speeds: Mapping[str, Positive] = field(default_factory=dict)
    source: str = ""
    assumption: str = ""

    def __post_init__(self) -> None:
        if unknown := sorted(set(self.limits) - standards.LIMIT_NAMES):
            known = ", ".join(sorted(standards.LIMIT_NAMES))
            raise BadData(f"there is no limit {unknown[0]!r}; there are {known}")
        if self.refresh and self.powder_g_cm3 is None:
            raise BadData("powder_g_cm3 is missing, what is refreshed is weighed by it")


@dataclass(frozen=True, kw_only=True)
class Booking(Record):
    """Days on which a `share` (0..1) of the machines of a kind is taken by other work.

    `days` is one day, or a span such as '2026-12-01/2026-12-11', both ends included.
    """

    days: str
    share: Ratio = Decimal(1)

    def __post_init__(self) -> None:
        days_of(self.days, "days")


@dataclass(frozen=True, kw_only=True)
class Machine(Record):
    """`count` machines of one kind that stand side by side and share one queue.

    An order waits `queue_days` before it is begun; from then on the machines build for it but for
    what is `booked`, on each working day of the contractor for `hours_per_day`.

    `speeds` holds what the category's time formula needs, unit in the name. Every side of the
    build volume is usable; `spacing_mm` is kept between parts, which may be turned by any angle
    about the build axis if it `turns_freely`, else by right angles. Layer heights in mm. `infill`
    (0..1) holds where an order states none; only material extrusion knows one.

    With a `shared_job_fill` an order shares its build jobs with others, which together fill that
    share of what a job holds; without one it has its jobs to itself. `allowance_mm` of material
    is left on every face, to be machined off.
    """

    id: Slug
    name: Name
    technology: Name
    process: Name
    build_volume_mm: tuple[Positive, Positive, Positive]
    rates: Rates
    materials: tuple[MachineMaterial, ...]
    speeds: Mapping[str, Positive]
    layer_height_mm: Positive
    layer_height_min_mm: Positive | None = None
    layer_height_max_mm: Positive | None = None
    spacing_mm: Amount = Decimal(5)
    turns_freely: bool = True
    shared_job_fill: Share | None = None
    allowance_mm: Amount = ZERO
    infill: Ratio = Decimal(1)
    count: Count = 1
    hours_per_day: Positive = Decimal(20)
    cooling_hours: Amount = ZERO
    queue_days: Days = 0
    booked: tuple[Booking, ...] = ()
    source: str = ""
    assumption: str = ""

    def __post_init__(self) -> None:
        if len(self.booked) > MOST_BOOKINGS:
            raise BadData(f"at most {MOST_BOOKINGS} spans are booked, not {len(self.booked)}")
        category = standards.CATEGORY.get(self.technology)
        if category is None:
            known = ", ".join(standards.CATEGORY)
            raise BadData(f"technology must be one of {known}, not {self.technology!r}")
        if standards.process(self.technology, self.process) is None:
            known = ", ".join(process.name for process in category.processes)
            raise BadData(f"process of {self.technology} must be {known}, not {self.process!r}")
        if missing := sorted(category.speeds - set(self.speeds)):
            raise BadData(f"speeds.{missing[0]} is missing, a {self.technology} machine needs it")
        named = set(self.speeds).union(*(offered.speeds for offered in self.materials))
        if unknown := sorted(named - category.speeds - category.optional_speeds):
            raise BadData(f"speeds.{unknown[0]} means nothing to a {self.technology} machine")
        if not self.layer_heights[0] <= self.layer_height_mm <= self.layer_heights[1]:
            raise BadData(
                f"layer_height_mm {self.layer_height_mm} must lie from {self.layer_heights[0]} "
                f"to {self.layer_heights[1]}"
            )
        refreshed = [offered.material_id for offered in self.materials if offered.refresh]
        if refreshed and self.technology not in standards.POWDER_BEDS:
            raise BadData(f"refresh of {refreshed[0]} means nothing to a {self.technology} machine")
        if self.hours_per_day > 24:
            raise BadData(f"hours_per_day must be at most 24, not {self.hours_per_day}")

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

    @property
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
