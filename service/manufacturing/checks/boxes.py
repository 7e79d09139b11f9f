"""Says how a part's box would have to change to be buildable: shorten, scale or split it."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from math import prod

from service.manufacturing.build_jobs import whole
from service.manufacturing.catalogue import Candidate, Part
from service.manufacturing.checks.change import Change, listed, rounded_up

AXES = "xyz"


@dataclass(frozen=True)
class _Side:
    """One side of a part's box as it is and as it would have to be, in mm."""

    axis: int
    length: Decimal
    wanted: Decimal


def shortened(candidate: Candidate) -> Change:
    """Let every part fit the build volume: its longest side along the longest one of the room."""
    space = sorted(candidate.machine.build_volume_mm)

    def too_long(part: Part) -> list[_Side]:
        sides = zip(_by_length(part), space, strict=True)
        return [_Side(axis, length, room) for (axis, length), room in sides if length > room]

    found = [side for part in candidate.order.parts for side in too_long(part)]
    factor = min(side.wanted / side.length for side in found)
    share = factor.quantize(Decimal("0.0001"), ROUND_FLOOR)
    split = [whole(side.length / side.wanted) for side in found]
    axes = listed(dict.fromkeys(AXES[side.axis] for side in found))
    return Change(
        field="box_mm",
        to=_boxes(candidate, too_long),
        detail=_sentence(candidate, too_long, "shorten"),
        alternatives=(
            Change("scale", float(share), f"scale to {_percent(share)}"),
            Change("parts", prod(split), f"split into {prod(split)} parts along {axes}"),
        ),
        extent=float(1 - factor),
    )


def thickened(candidate: Candidate, least_mm: Decimal) -> Change:
    """Let no part be thinner as a whole than `least_mm`."""

    def too_thin(part: Part) -> list[_Side]:
        return [
            _Side(axis, length, least_mm) for axis, length in _by_length(part) if length < least_mm
        ]

    found = [side for part in candidate.order.parts for side in too_thin(part)]
    thinnest = min(side.length for side in found)
    scaled: tuple[Change, ...] = ()
    if thinnest:
        share = rounded_up(least_mm / thinnest, "0.0001")
        scaled = (Change("scale", float(share), f"scale to {_percent(share)}"),)
    return Change(
        field="box_mm",
        to=_boxes(candidate, too_thin),
        detail=_sentence(candidate, too_thin, "thicken"),
        alternatives=scaled,
        extent=float(1 - thinnest / least_mm),
    )


def _by_length(part: Part) -> list[tuple[int, Decimal]]:
    """The axes of the file with the box' sides, shortest first, as `Part.sides` has them."""
    order = sorted(range(3), key=lambda axis: part.box_mm[axis])
    return list(zip(order, part.sides, strict=True))


def _boxes(
    candidate: Candidate, wrong: Callable[[Part], list[_Side]]
) -> tuple[tuple[float, ...], ...]:
    boxes = []
    for part in candidate.order.parts:
        wanted = {side.axis: float(side.wanted) for side in wrong(part)}
        boxes.append(tuple(wanted.get(axis, part.box_mm[axis]) for axis in range(3)))
    return tuple(boxes)


def _sentence(candidate: Candidate, wrong: Callable[[Part], list[_Side]], verb: str) -> str:
    several = len(candidate.order.parts) > 1
    sentences = []
    for part in candidate.order.parts:
        steps = [
            f"{AXES[side.axis]} by {rounded_up(abs(side.length - side.wanted), '0.1')} mm"
            for side in sorted(wrong(part), key=lambda side: side.axis)
        ]
        if steps:
            place = f"{part.name or part.sha256[:8]}: " if several else ""
            sentences.append(f"{place}{verb} {listed(steps)}")
    return "; ".join(sentences)


def _percent(share: Decimal) -> str:
    return f"{(share * 100).normalize():f} %"
