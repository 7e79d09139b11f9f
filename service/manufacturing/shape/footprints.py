"""Draws the outline of a part as it is seen along each axis: what it needs of a platform."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import numpy as np

from service.manufacturing.meshes.mesh import Floats
from service.manufacturing.shape.figures import Figures
from service.manufacturing.shape.hull import Hull

Flat = Annotated[tuple[float, float], 1]

#: Corners of an outline at most. A circle is drawn too large by up to 0.2 %, seen from between
#: two sides.
MOST_CORNERS = 48
#: By the axis that stands upright: the two that lie on the platform, in the order of a right hand.
#: Not turned, the first one lies along its x, the second one along its y.
LYING = {"x": (1, 2), "y": (2, 0), "z": (0, 1)}
#: Directions in which the outermost points are looked for, ever more for the fewer that are left.
LOOKED = (8, 32, 128)
_AROUND = np.array([[-1.0, -1.0], [-1.0, 1.0], [1.0, -1.0], [1.0, 1.0]])


@dataclass(frozen=True)
class Footprint(Figures):
    """The convex outline of a part with one axis upright, counterclockwise.

    Its points are on the two other axes (y and z, z and x, x and y), from the lower corner of the
    box. It is never smaller than the part: an outline of more corners is drawn around them.
    """

    DIGITS: ClassVar[int] = 12

    up: str
    outline: tuple[Flat, ...]


def footprints(hull: Hull) -> tuple[Footprint, ...]:
    """One for each axis; of a part without a volume, they are the sides of the box.

    Of a hull that is not complete, they are drawn as far outside as its slack.
    """
    low, sides = hull.points.min(axis=0), np.ptp(hull.points, axis=0)
    corners = hull.points[np.unique(hull.triangles)] - low
    found = []
    for up, (one, other) in LYING.items():
        width, height = float(sides[one]), float(sides[other])
        outline = np.array([[0.0, 0.0], [width, 0.0], [width, height], [0.0, height]])
        if len(corners) and width and height:
            outline = _outline(corners[:, (one, other)])
            if hull.slack:
                around = outline[:, None] + hull.slack * _AROUND
                outline = _outline(around.reshape(-1, 2))
            outline = _fewer(outline)
        found.append(Footprint(up, tuple((x, y) for x, y in outline.tolist())))
    return tuple(found)


def _outline(points: Floats) -> Floats:
    """The convex hull in the plane (A. Andrew's monotone chain, 1979), without flat corners."""
    for directions in LOOKED:
        points = _outermost(points, directions)
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
    angles = np.linspace(0, 2 * np.pi, directions, endpoint=False)
    x, y = points.T
    reached = [
        int((x * c + y * s).argmax()) for c, s in zip(np.cos(angles), np.sin(angles), strict=True)
    ]
    rim = points[reached]
    sides = np.roll(rim, -1, axis=0) - rim
    turning = (sides != 0).any(axis=1)
    outside = np.zeros(len(points), dtype=bool)
    nearly = 1e-9 * float(np.ptp(points, axis=0).max()) ** 2
    for (at, beside), (dx, dy) in zip(rim[turning].tolist(), sides[turning].tolist(), strict=True):
        outside |= dx * y - dy * x <= dx * beside - dy * at + nearly
    return points[outside]


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
