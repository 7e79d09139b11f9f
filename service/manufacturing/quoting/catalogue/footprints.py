"""The ways in which a part may stand on a platform: which axis points up, how it is turned."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from math import atan2, degrees

import numpy as np

from service.manufacturing.geometry.shape.footprints import LYING
from service.manufacturing.geometry.vectors import dot, lengths, units
from service.manufacturing.quoting.catalogue.traits import Outline, Traits
from service.manufacturing.quoting.turning import ALIKE, DECIMALS, MARGIN, Floats, between, upwards

#: A turned box is one of its own if it takes at most this share of the platform of the one that
#: lies as in the file.
SMALLER = 0.999


@dataclass(frozen=True)
class Lying:
    """The part's box (mm) along x, y and z of a machine, turned by `turned_deg` in its footprint.

    `straight` is turned by right angles only from how it lies in its file.
    """

    box: tuple[Decimal, Decimal, Decimal]
    up: str
    turned_deg: float
    straight: bool


@dataclass(frozen=True, eq=False)
class LaidFootprint:
    """The part with `up` ("-x" to "+z", as its file has them) pointing upwards.

    `lyings` are the boxes it may be laid as; turned to any other angle, its `spans` say how wide
    it is: from corner to corner opposite. `beside` is the direction in which it is the narrowest,
    `width_mm` wide, and others stand beside it.
    """

    up: str
    height: Decimal
    lyings: tuple[Lying, ...]
    spans: tuple[tuple[float, float], ...]
    beside: tuple[float, float]
    width_mm: float


def footprints_of(box_mm: Sequence[float], traits: Traits | None) -> tuple[LaidFootprint, ...]:
    """Those of a part with this box that differ, the one that needs the least supports first."""
    hanging, outlines = (dict(traits.hanging), dict(traits.outlines)) if traits else ({}, {})
    ups = [min((f"+{axis}", f"-{axis}"), key=lambda up: hanging.get(up, 0.0)) for axis in "zxy"]
    footprints: dict[object, LaidFootprint] = {}
    for up in sorted(ups, key=lambda up: hanging.get(up, 0.0)):
        along, across = LYING[up[1]]
        sides = box_mm[along], box_mm[across]
        outline = outlines.get(up[1], ())
        (height,) = (box_mm[axis] for axis in range(3) if axis not in (along, across))
        if _fills(outline, *sides):
            footprints.setdefault((height, *sorted(sides)), _of_box(up, height, *sides))
        else:
            footprints[up] = _of_outline(up, height, sides, np.array(outline))
    return tuple(footprints.values())


def _fills(outline: Outline, width: float, depth: float) -> bool:
    """Whether there is nothing to gain from the outline over the sides of the box."""
    points = np.array(outline).reshape(-1, 2)
    if not len(points) or not width * depth:
        return True
    x, y = points.T
    area = abs(float((x * np.roll(y, -1) - y * np.roll(x, -1)).sum())) / 2
    return area >= SMALLER * width * depth


def _of_box(up: str, height: float, width: float, depth: float) -> LaidFootprint:
    return LaidFootprint(
        up=up,
        height=_exact(height),
        lyings=_laid(up, height, (_exact(width), _exact(depth)), None),
        spans=((width, depth), (width, -depth)),
        beside=(1.0, 0.0) if width < depth else (0.0, 1.0),
        width_mm=min(width, depth),
    )


def _of_outline(
    up: str, height: float, sides: tuple[float, float], outline: Floats
) -> LaidFootprint:
    edges = np.roll(outline, -1, axis=0) - outline
    edges = units(edges[lengths(edges) > 0])
    normals = np.stack([-edges[:, 1], edges[:, 0]], axis=1)
    along, across = (np.ptp(_heights(outline, some), axis=0) for some in (edges, normals))
    areas = along * across
    best = int((areas <= areas.min() * (1 + ALIKE)).argmax())
    width, depth = float(along[best]), float(across[best])
    lyings = _laid(up, height, (_exact(sides[0]), _exact(sides[1])), None)
    if width * depth < SMALLER * sides[0] * sides[1]:
        angle = round(degrees(atan2(edges[best, 1], edges[best, 0])), DECIMALS)
        turned = _exact(width * (1 + MARGIN)), _exact(depth * (1 + MARGIN))
        lyings += _laid(up, height, turned, -angle)
    narrow = edges[best] if width < depth else normals[best]
    return LaidFootprint(
        up=up,
        height=_exact(height),
        lyings=lyings,
        spans=_spans(outline, normals),
        beside=(float(narrow[0]), float(narrow[1])),
        width_mm=min(width, depth),
    )


def _laid(
    up: str, height: float, sides: tuple[Decimal, Decimal], turned_deg: float | None
) -> tuple[Lying, ...]:
    (width, depth), z = sides, _exact(height)
    angle, straight = turned_deg or 0.0, turned_deg is None
    return (
        Lying((width, depth, z), up, angle % 180, straight),
        Lying((depth, width, z), up, (angle + 90) % 180, straight),
    )


def _spans(outline: Floats, normals: Floats) -> tuple[tuple[float, float], ...]:
    """From corner to corner opposite, for every direction that the outline can be seen from.

    Which corners are the outermost ones changes where a side is seen edge on, and only there.
    """
    heights = _heights(outline, between(upwards(normals)))
    spans = outline[heights.argmax(axis=0)] - outline[heights.argmin(axis=0)]
    return tuple((x, y) for x, y in np.unique(spans, axis=0).tolist())


def _heights(outline: Floats, directions: Floats) -> Floats:
    """How far each corner (n, 2) reaches in each direction (k, 2)."""
    return dot(outline[:, None], directions[None])


@lru_cache(maxsize=256)
def boxes_of(footprints: tuple[LaidFootprint, ...], *, freely: bool) -> tuple[Lying, ...]:
    """The different boxes that a part may be laid as, smallest x first; straight ones if equal."""
    known: dict[tuple[Decimal, Decimal, Decimal], Lying] = {}
    every = [lying for footprint in footprints for lying in footprint.lyings]
    for lying in sorted(every, key=lambda one: not one.straight):
        if lying.straight or freely:
            known.setdefault(lying.box, lying)
    return tuple(known[box] for box in sorted(known))


def _exact(measure: float) -> Decimal:
    return Decimal(repr(float(measure)))
