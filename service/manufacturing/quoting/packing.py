"""Finds every way of laying a part in a machine.

Parts are laid as boxes in a grid with the machine's spacing, and lie above each other only where
loose powder carries them. They may be turned by right angles and, where the machine turns them
freely, so that a smaller box is around them. With an axis upwards with which no box fits, they
may still lie across the platform, in one row of parts that are all turned alike.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

import numpy as np

from service.manufacturing.quoting.catalogue import Machine, Part
from service.manufacturing.quoting.catalogue.footprints import LaidFootprint, Lying, boxes_of
from service.manufacturing.quoting.quote_json import PackingJson
from service.manufacturing.quoting.turning import NARROWEST, count_turned, most_room

Box = tuple[Decimal, Decimal, Decimal]

#: A side below this (mm) counts as this: a flat sheet must not fit a job endlessly often.
SMALLEST_SIDE = Decimal("0.01")


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
            sides = zip(lying.box, space, strict=True)
            x, y, z = (_in_a_row(side, room, spacing_mm) for side, room in sides)
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
    (x, y, z), (width, depth, height) = lying.box, space
    return x <= width and y <= depth and z <= height


def _in_a_row(side: Decimal, room: Decimal, spacing_mm: Decimal) -> int:
    """How many boxes of that side there is room for beside or above each other, one at least."""
    return max(1, int((room + spacing_mm) // (max(side, SMALLEST_SIDE) + spacing_mm)))


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
    levels = _in_a_row(footprint.height, space[2], spacing_mm) if stacks else 1
    lying = (x, y, footprint.height)
    return Packing(lying, per_level, levels, spacing_mm, footprint.up, turned.degrees)


def _times(length_mm: Decimal, step_mm: Decimal) -> int:
    """How many steps cover a length, the last one begun counted in full."""
    full, rest = divmod(length_mm, step_mm)
    return int(full) + (rest > 0)
