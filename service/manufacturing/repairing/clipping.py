"""Cuts a flat polygon, with islands in it, into triangles."""

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.meshes.mesh import Floats, Indices

Numbers = NDArray[np.intp]

#: Areas below this share of the polygon's extent squared count as none.
FLAT = 1e-12


class Tangled(Exception):
    """A rim that cannot be filled; says why."""


def clip(rings: list[Floats]) -> Indices:
    """Triangles (m, 3) over the corners of all rings together, (k, 2) each.

    The first ring is walked counter-clockwise, the islands in it clockwise. Islands are joined to
    the outline by a cut there and back, from the one farthest to the right on; then one ear after
    the other is cut off (D. Eberly, "Triangulation by ear clipping", 2002). Raises Tangled.
    """
    points = np.concatenate(rings)
    slack = FLAT * float(np.ptp(points, axis=0).max()) ** 2
    bounds = np.cumsum([0] + [len(ring) for ring in rings])
    outline = list(range(len(rings[0])))
    islands = [np.arange(bounds[i], bounds[i + 1]) for i in range(1, len(rings))]
    islands.sort(key=lambda ring: -float(points[ring, 0].max()))
    for number in range(len(islands)):
        outline = _joined(points, outline, islands[number:])
    return _ears(points, outline, slack)


def _joined(points: Floats, outline: list[int], islands: list[Numbers]) -> list[int]:
    """The outline with a cut to the first island, around it and back; no other is crossed."""
    island = islands[0]
    start = int(points[island, 0].argmax())
    place = _seen_from(points, points[island[start]], outline, islands)
    around = [int(corner) for corner in np.roll(island, -start)]
    return [*outline[: place + 1], *around, around[0], *outline[place:]]


def _seen_from(points: Floats, eye: Floats, outline: list[int], islands: list[Numbers]) -> int:
    """The place in the outline of a corner with free sight to `eye`, the nearest such one."""
    ring = points[outline]
    rings = [ring, *(points[island] for island in islands)]
    starts = np.concatenate(rings)
    ends = np.concatenate([np.roll(one, -1, axis=0) for one in rings])
    order = np.argsort(((ring - eye) ** 2).sum(axis=1), kind="stable")
    for place in order.tolist():
        if _opens_to(ring, place, eye) and not _blocked(starts, ends, eye, ring[place]):
            return int(place)
    raise Tangled("a flat hole with an island that cannot be reached")


def _opens_to(ring: Floats, place: int, eye: Floats) -> bool:
    """Whether `eye` lies in the angle that the polygon fills at a corner."""
    before, corner, after = (ring[(place + step) % len(ring)] for step in (-1, 0, 1))
    first, second = _turn(before, corner, eye) > 0, _turn(corner, after, eye) > 0
    return (first and second) if _turn(before, corner, after) > 0 else (first or second)


def _blocked(starts: Floats, ends: Floats, eye: Floats, corner: Floats) -> bool:
    """Whether an edge that ends neither in the corner nor in `eye` crosses the way to it."""
    one, two = _turns(eye, corner, starts), _turns(eye, corner, ends)
    three = (ends - starts)[:, 0] * (eye - starts)[:, 1]
    three = three - (ends - starts)[:, 1] * (eye - starts)[:, 0]
    four = (ends - starts)[:, 0] * (corner - starts)[:, 1]
    four = four - (ends - starts)[:, 1] * (corner - starts)[:, 0]
    own = np.zeros(len(starts), bool)
    for end in (corner, eye):
        own |= (starts == end).all(axis=1) | (ends == end).all(axis=1)
    return bool(((one * two <= 0) & (three * four <= 0) & ~own).any())


def _ears(points: Floats, outline: list[int], slack: float) -> Indices:
    triangles: list[tuple[int, int, int]] = []
    ring = list(outline)
    place, misses = 0, 0
    while len(ring) > 3:
        if misses >= len(ring):
            place, misses = _last_resort(points, ring, slack), 0
        else:
            place %= len(ring)
            if not _is_ear(points, ring, place, slack):
                place, misses = place + 1, misses + 1
                continue
        triangles.append((ring[place - 1], ring[place], ring[(place + 1) % len(ring)]))
        del ring[place]
        misses = 0
    if _turn(*(points[corner] for corner in ring)) < -slack:
        raise Tangled("a flat hole whose rim crosses itself")
    triangles.append((ring[0], ring[1], ring[2]))
    return np.array(triangles, np.int32)


def _is_ear(points: Floats, ring: list[int], place: int, slack: float) -> bool:
    """Whether a corner juts out, and no other corner lies in what would be cut off."""
    before, corner, after = ring[place - 1], ring[place], ring[(place + 1) % len(ring)]
    a, b, c = points[before], points[corner], points[after]
    if _turn(a, b, c) <= slack:
        return False
    others = points[ring]
    within = (_turns(a, b, others) >= 0) & (_turns(b, c, others) >= 0) & (_turns(c, a, others) >= 0)
    own = (others == a).all(axis=1) | (others == b).all(axis=1) | (others == c).all(axis=1)
    return not bool((within & ~own).any())


def _last_resort(points: Floats, ring: list[int], slack: float) -> int:
    """A corner on a straight line, where nothing else is left to cut off; raises Tangled."""
    for place in range(len(ring)):
        a, b, c = (points[ring[(place + step) % len(ring)]] for step in (-1, 0, 1))
        if abs(_turn(a, b, c)) <= slack:
            return place
    raise Tangled("a flat hole whose rim crosses itself")


def _turn(a: Floats, b: Floats, c: Floats) -> float:
    return float((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))


def _turns(a: Floats, b: Floats, points: Floats) -> Floats:
    turns: Floats = (b[0] - a[0]) * (points[:, 1] - a[1]) - (b[1] - a[1]) * (points[:, 0] - a[0])
    return turns
