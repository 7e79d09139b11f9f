"""Works out how many parts fit one build job and how many jobs an order takes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import NamedTuple

from service.manufacturing.quoting.catalogue import Machine, Part
from service.manufacturing.quoting.catalogue.footprints import LaidFootprint
from service.manufacturing.quoting.exact import exactly, whole
from service.manufacturing.quoting.packing import Box, Packing, packings

ZERO, ONE = Decimal(0), Decimal(1)

#: Of each axis upwards the supports that a part needs then, mm3.
Hanging = tuple[tuple[str, float], ...]
#: One packing for each part of an order, in the order of its parts.
Plan = tuple[Packing, ...]


@dataclass(frozen=True)
class BuildJobs:
    """The jobs of an order on one machine.

    `jobs` and `layers` are what is really built and decide the time it takes; the order fills
    `shares` of them. A price counts `charged_jobs` and `charged_layers`: the first job in full,
    each further one as full as it is, since the rest of the last job is sold to others. Where
    jobs are shared, the first one counts as full as it is, too.
    """

    laid: "LaidPlan"
    shares: Decimal
    stacked_layers: Decimal
    charged_jobs: Decimal
    charged_layers: Decimal

    @property
    def plan(self) -> Plan:
        """How the parts lie."""
        return self.laid.plan

    @cached_property
    def jobs(self) -> int:
        """How many are built."""
        return whole(self.shares)

    @cached_property
    def layers(self) -> int:
        """How many layers all of them are built in."""
        tallest = self.laid.tallest
        in_turn = self.jobs * tallest if self.laid.is_flat else 0
        return max(in_turn, whole(self.stacked_layers), tallest)

    @cached_property
    def last_fill(self) -> Decimal:
        """How full the last job is, from above 0 to 1; the first counts as full."""
        return max(ONE, self.shares) - (self.jobs - 1)


class LaidPlan(NamedTuple):
    """A plan in layers of one height: those of the tallest part, and from level to level."""

    plan: Plan
    tallest: int
    pitches: tuple[int, ...]
    is_flat: bool

    @classmethod
    def of(cls, plan: Plan, layer_mm: Decimal) -> "LaidPlan":
        """The plan in layers of `layer_mm`."""
        layers = [packing.layers(layer_mm) for packing in plan]
        pitches = tuple(
            packing.pitch_layers(layer_mm) if packing.levels > 1 else flat
            for packing, flat in zip(plan, layers, strict=True)
        )
        return cls(plan, max(layers, default=0), pitches, all(p.levels == 1 for p in plan))


@dataclass(frozen=True, eq=False)
class LaidPlans:
    """Plans in layers of one height; the same object for all machines that are alike."""

    plans: tuple[LaidPlan, ...]

    def jobs(self, quantity: int, shared_fill: Decimal | None) -> tuple[BuildJobs, ...]:
        """As `build_jobs`, of each plan."""
        return _jobs(self, quantity, shared_fill)


@lru_cache(maxsize=1024)
def _jobs(laid: LaidPlans, quantity: int, shared_fill: Decimal | None) -> tuple[BuildJobs, ...]:
    return tuple(build_jobs(plan, quantity, shared_fill) for plan in laid.plans)


def laid_plans(parts: Sequence[Part], machine: Machine, layer_mm: Decimal) -> LaidPlans:
    """The ways of laying the parts that are worth pricing, without repetition.

    Of one part alone, every way that no other one beats in all respects. Of several together
    only three, since their combinations are many: flattest (fewest layers for a few parts),
    densest (least height per part in bulk) and most parts per job. None depends on the
    quantity, so the cheapest of them never makes more parts dearer per piece. There is none if a
    part does not fit.
    """
    return _laid_plans(
        tuple((part.footprints, part.traits.hanging if part.traits else ()) for part in parts),
        machine.build_volume_mm,
        machine.spacing_mm,
        machine.stacks,
        machine.turns_freely,
        layer_mm,
    )


@lru_cache(maxsize=16_384)
@exactly
def _laid_plans(
    parts: tuple[tuple[tuple[LaidFootprint, ...], Hanging], ...],
    space: Box,
    spacing_mm: Decimal,
    stacks: bool,
    freely: bool,
    layer_mm: Decimal,
) -> LaidPlans:
    ways = [packings(footprints, space, spacing_mm, stacks, freely) for footprints, _ in parts]
    plans: Iterable[Plan] = ()
    if len(ways) == 1:
        plans = ((packing,) for packing in unbeaten(ways[0], parts[0][1]))
    elif ways and all(ways):
        plans = dict.fromkeys(
            tuple(min(choices, key=preference) for choices in ways)
            for preference in (_flatness, _density, _fullness)
        )
    return LaidPlans(tuple(LaidPlan.of(plan, layer_mm) for plan in plans))


@lru_cache(maxsize=16_384)
def unbeaten(ways: tuple[Packing, ...], hanging: Hanging = ()) -> tuple[Packing, ...]:
    """Those that no other one equals in layers, height of a level, parts in one go and supports.

    `hanging` says which supports (mm3) the part needs with each axis upwards.
    """
    supports, best = dict(hanging), list[Packing]()

    def beats(first: Packing, other: Packing) -> bool:
        lighter = supports.get(first.up, 0.0) <= supports.get(other.up, 0.0)
        return lighter and _beats(first, other)

    for packing in sorted(ways, key=_flatness):
        if not any(beats(other, packing) for other in best):
            best = [other for other in best if not beats(packing, other)] + [packing]
    return tuple(best)


def _beats(packing: Packing, other: Packing) -> bool:
    return (
        packing.lying[2] <= other.lying[2]
        and packing.pitch_mm <= other.pitch_mm
        and packing.per_level >= other.per_level
        and packing.per_job >= other.per_job
    )


@exactly
def build_jobs(laid: LaidPlan, quantity: int, shared_fill: Decimal | None = None) -> BuildJobs:
    """The jobs for `quantity` of each part as they are laid.

    Different parts share jobs: each takes the share of a job that its own grid would fill. Jobs
    that are shared with other orders are filled to `shared_fill` of what the grid holds: an order
    is charged for the room that it takes in them, and never more than for jobs of its own.
    """
    shares, stacked = ZERO, ZERO
    for packing, pitch in zip(laid.plan, laid.pitches, strict=True):
        shares += Decimal(quantity) / packing.per_job
        stacked += Decimal(quantity * pitch) / packing.per_level
    charged_jobs, charged_layers = max(ONE, shares), max(Decimal(laid.tallest), stacked)
    if shared_fill:
        charged_jobs = min(charged_jobs, shares / shared_fill)
        charged_layers = min(charged_layers, stacked / shared_fill)
    return BuildJobs(laid, shares, stacked, charged_jobs, charged_layers)


def _flatness(packing: Packing) -> tuple[Decimal, int]:
    return packing.lying[2], -packing.per_job


def _density(packing: Packing) -> tuple[Decimal, int]:
    return packing.pitch_mm / packing.per_level, -packing.per_job


def _fullness(packing: Packing) -> tuple[int, Decimal]:
    return -packing.per_job, packing.lying[2]
