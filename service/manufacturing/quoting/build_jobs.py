"""Works out how many parts fit one build job and how many jobs an order takes.

Parts are laid as boxes in a grid with the machine's spacing, and lie above each other only where
loose powder carries them. They may be turned by right angles and, where the machine turns them
freely, so that a smaller box is around them. With an axis upwards with which no box fits, they
may still lie across the platform, in one row of parts that are all turned alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from service.manufacturing.quoting.catalogue import Machine, Part
from service.manufacturing.quoting.catalogue.footprints import LaidFootprint, Lying, boxes_of
from service.manufacturing.quoting.exact import exactly, whole
from service.manufacturing.quoting.quote_json import PackingJson
from service.manufacturing.quoting.turning import NARROWEST, count_turned, most_room

Box = tuple[Decimal, Decimal, Decimal]
ZERO, ONE = Decimal(0), Decimal(1)


@dataclass(frozen=True)
class Packing:
    """How one part lies in the machine: its box (mm), and how many lie beside and above.

    `up` of its file ("-x" to "+z") points upwards, and it is turned about it by `turned_deg`.
    """

    lying: Box
    per_level: int
    levels: int
    spacing_mm: Decimal
    up: str = "+z"
    turned_deg: float = 0.0

    @property
    def per_job(self) -> int:
        """How many of this part fill one job."""
        return self.per_level * self.levels

    @property
    def pitch_mm(self) -> Decimal:
        """Height from one level to the next; without stacking, that of the part itself."""
        return self.lying[2] + self.spacing_mm if self.levels > 1 else self.lying[2]

    def to_dict(self) -> PackingJson:
        """How it is laid, as plain data for record and client."""
        return {
            "up": self.up,
            "turned_deg": round(self.turned_deg, 3),
            "box_mm": [round(float(side), 4) for side in self.lying],
            "per_job": self.per_job,
        }

    def layers(self, layer_mm: Decimal) -> int:
        """Layers that one level of parts needs."""
        return _times(self.lying[2], layer_mm)

    def pitch_layers(self, layer_mm: Decimal) -> int:
        """Layers from one level to the next."""
        return _times(self.pitch_mm, layer_mm)


#: One packing for each part of an order, in the order of its parts.
Plan = tuple[Packing, ...]


class BuildJobs(NamedTuple):
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

    @property
    def jobs(self) -> int:
        """How many are built."""
        return whole(self.shares)

    @property
    def layers(self) -> int:
        """How many layers all of them are built in."""
        tallest = self.laid.tallest
        in_turn = self.jobs * tallest if self.laid.is_flat else 0
        return max(in_turn, whole(self.stacked_layers), tallest)

    @property
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


def fits(part: Part, machine: Machine) -> bool:
    """Whether the part fits the build volume, turned as the machine allows."""
    return bool(ways_to_lie(part, machine))


def ways_to_lie(part: Part, machine: Machine) -> tuple[Packing, ...]:
    """Every way of laying the part that fits: boxes first, those that are straight if equal."""
    return packings(
        part.footprints,
        machine.build_volume_mm,
        machine.spacing_mm,
        machine.stacks,
        machine.turns_freely,
    )


def plans(parts: Sequence[Part], machine: Machine) -> tuple[Plan, ...]:
    """The ways of laying the parts that are worth pricing, without repetition.

    Of one part alone, every way that no other one beats in all respects. Of several together
    only three, since their combinations are many: flattest (fewest layers for a few parts),
    densest (least height per part in bulk) and most parts per job. None depends on the
    quantity, so the cheapest of them never makes more parts dearer per piece. Empty if a part
    does not fit.
    """
    ways = [ways_to_lie(part, machine) for part in parts]
    if not ways or not all(ways):
        return ()
    if len(ways) == 1:
        hanging = parts[0].traits.hanging if parts[0].traits else ()
        return tuple((packing,) for packing in unbeaten(ways[0], hanging))
    return tuple(
        dict.fromkeys(
            tuple(min(choices, key=preference) for choices in ways)
            for preference in (_flatness, _density, _fullness)
        )
    )


@lru_cache(maxsize=16_384)
def packings(
    footprints: tuple[LaidFootprint, ...],
    space: Box,
    spacing_mm: Decimal,
    stacks: bool,
    freely: bool,
) -> tuple[Packing, ...]:
    """Every way that fits, in a fixed order; lengths in mm."""
    ways = []
    for lying in boxes_of(footprints, freely=freely):
        if _inside(lying, space):
            x, y, z = (
                max(1, int((room + spacing_mm) // (max(side, SMALLEST_SIDE) + spacing_mm)))
                for side, room in zip(lying.box, space, strict=True)
            )
            levels = z if stacks else 1
            ways.append(Packing(lying.box, x * y, levels, spacing_mm, lying.up, lying.turned_deg))
    for footprint in footprints if freely else ():
        across = footprint.height <= space[2] and not any(
            _inside(lying, space) for lying in footprint.lyings
        )
        if across and (packing := _across(footprint, space, spacing_mm, stacks)):
            ways.append(packing)
    return tuple(ways)


def _inside(lying: Lying, space: Box) -> bool:
    return all(side <= room for side, room in zip(lying.box, space, strict=True))


def _across(
    footprint: LaidFootprint, space: Box, spacing_mm: Decimal, stacks: bool
) -> Packing | None:
    """In one row across the platform; None if the part does not fit at any angle."""
    room, spacing = (float(space[0]), float(space[1])), float(spacing_mm)
    beside, width = footprint.beside, footprint.width_mm
    rooms, spacings = np.array([room]), np.array([spacing])
    per_level = int(count_turned(footprint.spans, beside, width, rooms, spacings)[0])
    if not per_level:
        return None
    longer = (per_level - 1) * max(width + spacing, NARROWEST)
    turned = most_room(footprint.spans, beside, room, longer)
    sides = zip(turned.reach, room, strict=True)
    x, y = (Decimal(repr(min(side, most))) for side, most in sides)
    pitch = max(footprint.height, SMALLEST_SIDE) + spacing_mm
    levels = max(1, int((space[2] + spacing_mm) // pitch)) if stacks else 1
    lying = (x, y, footprint.height)
    return Packing(lying, per_level, levels, spacing_mm, footprint.up, turned.degrees)


@lru_cache(maxsize=16_384)
def unbeaten(
    ways: tuple[Packing, ...], hanging: tuple[tuple[str, float], ...] = ()
) -> tuple[Packing, ...]:
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


#: A side below this (mm) counts as this: a flat sheet must not fit a job endlessly often.
SMALLEST_SIDE = Decimal("0.01")


def _times(length_mm: Decimal, step_mm: Decimal) -> int:
    """How many steps cover a length, the last one begun counted in full."""
    full, rest = divmod(length_mm, step_mm)
    return int(full) + (rest > 0)


def _flatness(packing: Packing) -> tuple[Decimal, int]:
    return packing.lying[2], -packing.per_job


def _density(packing: Packing) -> tuple[Decimal, int]:
    return packing.pitch_mm / packing.per_level, -packing.per_job


def _fullness(packing: Packing) -> tuple[int, Decimal]:
    return -packing.per_job, packing.lying[2]
