"""The outline of a part along each axis: the room that it needs on a platform."""

from dataclasses import dataclass
from itertools import pairwise, zip_longest
from math import sqrt
from typing import Annotated, ClassVar

import numpy as np

from service.manufacturing.geometry.meshes.mesh import Floats
from service.manufacturing.geometry.shape.figures import Figures

Flat = Annotated[tuple[float, float], 1]

#: Corners of an outline at most. A circle is drawn too large by up to 0.2 %, seen from between
#: two sides.
MOST_CORNERS = 48
#: By the axis that stands upright: the two that lie on the platform, in the order of a right hand.
#: Not turned, the first one lies along its x, the second one along its y.
LYING = {"x": (1, 2), "y": (2, 0), "z": (0, 1)}
#: Directions in which the outermost points are looked for, ever more for the fewer that are left.
LOOKED = (8, 32, 128)


@dataclass(frozen=True)
class Footprint(Figures):
    """The convex outline of a part with one axis upright, counterclockwise.

    Its points are on the two other axes (y and z, z and x, x and y), from the lower corner of the
    box. It is never smaller than the part: an outline of more corners is drawn around them.
    """

    DIGITS: ClassVar[int] = 12

    up: str
    outline: tuple[Flat, ...]


def footprints(vertices: Floats, *, flat: bool) -> tuple[Footprint, ...]:
    """One for each axis, of vertices (n, 3); of those in one plane, the sides of the box."""
    low, sides = vertices.min(axis=0), np.ptp(vertices, axis=0)
    placed = vertices - low
    outlines = []
    for up, (one, other) in LYING.items():
        width, height = float(sides[one]), float(sides[other])
        outline = np.array([[0.0, 0.0], [width, 0.0], [width, height], [0.0, height]])
        if not flat and width and height:
            outline = _fewer(_outline(placed[:, (one, other)]))
        outlines.append(Footprint(up, tuple((x, y) for x, y in outline.tolist())))
    return tuple(outlines)


def _outline(points: Floats) -> Floats:
    """The convex hull in the plane (A. Andrew's monotone chain, 1979), without flat corners."""
    for around in LOOKED:
        points = _outermost(points, around)
    ordered: list[list[float]] = np.unique(points, axis=0).tolist()
    flat = 1e-12 * float(np.ptp(points, axis=0).max()) ** 2
    halves = []
    for way in (ordered, ordered[::-1]):
        half: list[list[float]] = []
        for point in way:
            while len(half) > 1 and _turn(half[-2], half[-1], point) <= flat:
                half.pop()
            half.append(point)
        halves.append(half[:-1])
    return np.array(halves[0] + halves[1])


def _outermost(points: Floats, directions: int) -> Floats:
    """Those that do not lie well within the polygon of the outermost ones in some directions."""
    x, y = points.T
    reached = [int((x * c + y * s).argmax()) for c, s in _around(directions)]
    rim = points[reached]
    sides = np.roll(rim, -1, axis=0) - rim
    turning = (sides != 0).any(axis=1)
    outside = np.zeros(len(points), dtype=bool)
    nearly = 1e-9 * float(np.ptp(points, axis=0).max()) ** 2
    for (at, beside), (dx, dy) in zip(rim[turning].tolist(), sides[turning].tolist(), strict=True):
        outside |= dx * y - dy * x <= dx * beside - dy * at + nearly
    return points[outside]


def _around(directions: int) -> list[tuple[float, float]]:
    """A power of two, 4 or more, of directions all around, by halving: sines differ by machine."""
    quarter = [(1.0, 0.0), (0.0, 1.0)]
    while len(quarter) <= directions // 4:
        middles = [_between(*pair) for pair in pairwise(quarter)]
        quarter = [one for pair in zip_longest(quarter, middles) for one in pair if one]
    x_y = quarter[:-1]
    turned = [[(x, y), (-y, x), (-x, -y), (y, -x)] for x, y in x_y]
    return [corner[k] for k in range(4) for corner in turned]


def _between(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    x, y = one[0] + other[0], one[1] + other[1]
    size = sqrt(x * x + y * y)
    return x / size, y / size


def _turn(a: list[float], b: list[float], c: list[float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _fewer(outline: Floats) -> Floats:
    """An outline of MOST_CORNERS around this one: sides are left out, those first whose neighbours
    meet nearest to them, and of two beside each other never both at once.
    """
    while len(outline) > MOST_CORNERS:
        before, after = np.roll(outline, 1, axis=0), np.roll(outline, -2, axis=0)
        end = np.roll(outline, -1, axis=0)
        left, right, side = outline - before, end - after, end - outline
        crossed = left[:, 0] * right[:, 1] - left[:, 1] * right[:, 0]
        reach = side[:, 0] * right[:, 1] - side[:, 1] * right[:, 0]
        with np.errstate(divide="ignore", invalid="ignore"):
            length = reach / crossed
        meeting = outline + length[:, None] * left
        added = side[:, 0] * (length * left[:, 1]) - side[:, 1] * (length * left[:, 0])
        added = np.where((crossed < 0) & (length > 0), np.abs(added), np.inf)
        least = (added < np.roll(added, 1)) & (added <= np.roll(added, -1))
        chosen = np.flatnonzero(least) if least.any() else np.array([int(added.argmin())])
        chosen = chosen[added[chosen].argsort(kind="stable")]
        chosen = chosen[: min(len(outline) - MOST_CORNERS, (len(chosen) + 3) // 4)]
        outline[chosen] = meeting[chosen]
        outline = np.delete(outline, (chosen + 1) % len(outline), axis=0)
    return outline
