"""How a part's box would have to change to be buildable: shorten, scale or split it."""

from collections.abc import Sequence
from decimal import ROUND_FLOOR, Decimal
from functools import lru_cache
from itertools import permutations
from math import prod
from typing import NamedTuple

import numpy as np

from service.manufacturing.quoting.catalogue import Candidate, Machine, Part
from service.manufacturing.quoting.catalogue.footprints import LaidFootprint, boxes_of
from service.manufacturing.quoting.checks.change import Boxes, Change, listed, rounded_up
from service.manufacturing.quoting.exact import whole
from service.manufacturing.quoting.packing import Box, fits, ways_to_lie
from service.manufacturing.quoting.turning import MARGIN, fits_turned, longest

AXES = "xyz"


#: Scales that are tried at once, and how often those between the nearest two are tried again.
SCALES, TIMES = 64, 3


class Side(NamedTuple):
    """One side of a part's box as it is and as it may be at most, in mm, and `at` which place."""

    axis: int
    length: Decimal
    wanted: Decimal
    at: str = ""

    @property
    def share(self) -> Decimal:
        """What of the length may stay."""
        return self.wanted / self.length


def too_long(part: Part, machine: Machine) -> list[Side]:
    """The sides by which the part does not fit, laid so that the least has to go; none if it fits.

    A box as they want it fits, whatever the part in it looks like.
    """
    if fits(part, machine):
        return []
    across = _across(part, machine) if machine.turns_freely else []
    ways = [[s for s in way if s.length > s.wanted] for way in (_straight(part, machine), *across)]
    return max(ways, key=lambda way: min((side.share for side in way), default=Decimal(1)))


def tightest(part: Part, machine: Machine) -> Side:
    """The side of a part that fits for which the least room is left, turned only if it must be."""
    straight = _straight(part, machine)
    if all(side.length <= side.wanted for side in straight):
        return max(straight, key=lambda side: side.length - side.wanted)
    way = ways_to_lie(part, machine)[0]
    place = f", turned by {way.turned_deg:.1f}° about its {way.up[1]} axis"
    sides = zip(way.lying, machine.build_volume_mm, AXES, strict=True)
    turned = [Side(0, length, most, f"in {axis}{place}") for length, most, axis in sides]
    return max(turned, key=lambda side: side.length - side.wanted)


def _straight(part: Part, machine: Machine) -> tuple[Side, ...]:
    return _sides_along(tuple(_by_length(part)), machine.build_volume_mm)


@lru_cache(maxsize=1024)
def _sides_along(lengths: tuple[tuple[int, Decimal], ...], space: Box) -> tuple[Side, ...]:
    """The longest side along the longest one of the room, and so on."""
    pairs = zip(lengths, sorted(zip(space, AXES, strict=True)), strict=True)
    return tuple(Side(axis, length, most, f"in {at}") for (axis, length), (most, at) in pairs)


def _across(part: Part, machine: Machine) -> list[list[Side]]:
    """Each side upright, the two others lying turned on the platform."""
    x, y, z = machine.build_volume_mm
    ways = []
    for upright, short, long in permutations(range(3)):
        height, width, length = (Decimal(str(part.box_mm[i])) for i in (upright, short, long))
        least = min(width, x, y)
        most = Decimal(longest(float(least), (float(x), float(y))))
        ways.append(
            [
                Side(upright, height, min(height, z), "in z"),
                Side(short, width, least, "across x and y"),
                Side(long, length, most.quantize(Decimal("0.0001"), ROUND_FLOOR), "across x and y"),
            ]
        )
    return ways


def shortened(candidate: Candidate) -> Change:
    """Let every part fit the build volume, straight or, where the machine does so, turned."""
    machine, parts = candidate.machine, candidate.order.parts
    wrong = [too_long(part, machine) for part in parts]
    sides_too_long = [side for sides in wrong for side in sides]
    factor = min(side.share for side in sides_too_long)
    room, freely = machine.build_volume_mm, machine.turns_freely
    share = min(_scale(part.footprints, room, freely) for part in parts)
    split = [whole(side.length / side.wanted) for side in sides_too_long]
    axes = listed(dict.fromkeys(AXES[side.axis] for side in sides_too_long))
    return Change(
        field="box_mm",
        to=_boxes(parts, wrong),
        detail=_sentence(parts, wrong, "shorten"),
        alternatives=(
            Change("scale", float(share), f"scale to {_percent(share)}"),
            Change("parts", prod(split), f"split into {prod(split)} parts along {axes}"),
        ),
        extent=float(1 - factor),
    )


@lru_cache(maxsize=1024)
def _scale(footprints: tuple[LaidFootprint, ...], space: Box, freely: bool) -> Decimal:
    """To what share of its size, at most 1, a part must be scaled to fit, rounded down."""
    x, y, z = space
    best = Decimal(0)
    for lying in boxes_of(footprints, freely=freely):
        room = zip(lying.box, space, strict=True)
        best = max(best, min(most / side for side, most in room if side))
    for footprint in footprints if freely else ():
        low, high = float(best), min(1.0, float(z / footprint.height) if footprint.height else 1.0)
        for _ in range(TIMES if low < high else 0):
            tried = np.linspace(low, high, SCALES)[1:]
            sides = np.stack([float(x) / tried, float(y) / tried], axis=1)
            fitting = tried[fits_turned(footprint.spans, sides)]
            low = float(fitting.max(initial=low))
            high = min(high, low + (tried[1] - tried[0]))
        best = max(best, Decimal(low * (1 - MARGIN)) if low > best else best)
    return min(best, Decimal(1)).quantize(Decimal("0.0001"), ROUND_FLOOR)


def thickened(candidate: Candidate, least_mm: Decimal) -> Change:
    """Let no part be thinner as a whole than `least_mm`."""
    parts = candidate.order.parts
    wrong = [
        [Side(axis, length, least_mm) for axis, length in _by_length(part) if length < least_mm]
        for part in parts
    ]
    thinnest = min(side.length for sides in wrong for side in sides)
    scaled: tuple[Change, ...] = ()
    if thinnest:
        share = rounded_up(least_mm / thinnest, "0.0001")
        scaled = (Change("scale", float(share), f"scale to {_percent(share)}"),)
    return Change(
        field="box_mm",
        to=_boxes(parts, wrong),
        detail=_sentence(parts, wrong, "thicken"),
        alternatives=scaled,
        extent=float(1 - thinnest / least_mm),
    )


def _by_length(part: Part) -> list[tuple[int, Decimal]]:
    """The axes of the file with the box' sides, shortest first, as `Part.sides` has them."""
    order = sorted(range(3), key=lambda axis: part.box_mm[axis])
    return list(zip(order, part.sides, strict=True))


def _boxes(parts: Sequence[Part], wrong: Sequence[Sequence[Side]]) -> Boxes:
    boxes = []
    for part, sides in zip(parts, wrong, strict=True):
        wanted = {side.axis: float(side.wanted) for side in sides}
        boxes.append(tuple(wanted.get(axis, part.box_mm[axis]) for axis in range(3)))
    return tuple(boxes)


def _sentence(parts: Sequence[Part], wrong: Sequence[Sequence[Side]], verb: str) -> str:
    several = len(parts) > 1
    sentences = []
    for part, sides in zip(parts, wrong, strict=True):
        steps = [
            f"{AXES[side.axis]} by {rounded_up(abs(side.length - side.wanted), '0.1')} mm"
            for side in sorted(sides, key=lambda side: side.axis)
        ]
        if steps:
            place = f"{part.name or part.sha256[:8]}: " if several else ""
            sentences.append(f"{place}{verb} {listed(steps)}")
    return "; ".join(sentences)


def _percent(share: Decimal) -> str:
    return f"{(share * 100).normalize():f} %"
