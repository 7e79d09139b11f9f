"""Cuts flat polygons, with holes in them, into triangles over their own corners."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from mapbox_earcut import triangulate_float64
from numpy.typing import NDArray

from service.manufacturing.geometry.meshes.mesh import Floats, Indices

Edge = tuple[int, int]
Triangle = tuple[int, int, int]

CROSSING = "its edges cross each other"


class Tangled(Exception):
    """A polygon whose edges cross each other; says so."""


class Cut(NamedTuple):
    """The triangles (m, 3) of a polygon, and whether all went smoothly: else it took longer."""

    triangles: Indices
    smooth: bool


def triangulate(rings: Sequence[Floats], slack: float) -> Cut:
    """Triangles (m, 3), counter-clockwise, over the corners of all rings together, (k, 2) each.

    The first ring is walked counter-clockwise, the holes in it clockwise; rings may touch
    themselves, as cuts to a hole and back do. Each edge of a ring is an edge of one triangle,
    also where corners lie on a line, so that neighbours stay connected. Areas up to `slack` that
    are turned the wrong way count as none. The work is done by Mapbox's earcut
    (M. Held, "FIST: Fast Industrial-Strength Triangulation of Polygons", 2001); it drops corners
    on a line here and there, which are put back. Raises Tangled.
    """
    points = np.ascontiguousarray(np.concatenate(rings), np.float64)
    ends = np.cumsum([len(ring) for ring in rings])
    triangles = triangulate_float64(points, ends.astype(np.uint32)).reshape(-1, 3).astype(np.int32)
    complete = len(triangles) == len(points) + 2 * len(rings) - 4
    wanted = sum(_doubled_area(ring) for ring in rings)
    areas = _doubled_areas(points, triangles)
    sound = abs(float(areas.sum()) - wanted) <= slack and bool((areas >= -slack).all())
    if complete and sound:
        return Cut(triangles, smooth=True)
    try:
        split = _with_lost_corners(points, ends, triangles)
    except Tangled:
        if sound:
            return Cut(
                triangles, smooth=False
            )  # its edges run upon each other: what is lost there shows as open
        raise
    if not (_doubled_areas(points, split) >= -slack).all():
        raise Tangled(CROSSING)
    return Cut(split, smooth=False)


def _doubled_area(ring: Floats) -> float:
    x, y = (ring - ring[0]).T
    return float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum())


def _doubled_areas(points: Floats, triangles: Indices) -> Floats:
    a, b, c = (points[corner] for corner in triangles.T)
    areas: Floats = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1])
    areas -= (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
    return areas


def _with_lost_corners(points: Floats, ends: Indices, triangles: Indices) -> Indices:
    """Split triangles at the corners that lie on an edge of theirs; raises Tangled."""
    first: dict[tuple[float, float], int] = {}
    names = [first.setdefault((x, y), row) for row, (x, y) in enumerate(points.tolist())]
    cut = [(names[a], names[b], names[c]) for a, b, c in triangles.tolist()]
    wanted = _outline(edge for ring in np.split(names, ends[:-1]) for edge in _around(ring))
    outline = _outline(edge for each in cut for edge in _edges(each))
    lost, surplus = wanted - outline, outline - wanted
    ways = _Ways(points, lost)
    owners = {edge: each for each in cut for edge in _edges(each)}
    if len(owners) != 3 * len(cut) or any(len(set(each)) < 3 for each in cut):
        raise Tangled(CROSSING)
    for start, end in surplus.elements():
        owner = owners[start, end]
        apex = next(corner for corner in owner if corner not in (start, end))
        steps = ways.take(start, end)
        if any(apex in step for step in steps):
            raise Tangled(CROSSING)
        for edge in _edges(owner):
            del owners[edge]
        for step in steps:
            split = (*step, apex)
            owners |= dict.fromkeys(_edges(split), split)
    while (apex := ways.first()) is not None:  # a cut has other corners on its way back
        for step in ways.take(apex, apex)[1:-1]:
            owners[step] = (*step, apex)
    return np.array(list(dict.fromkeys(owners.values())), np.int32).reshape(-1, 3)


def _around(ring: NDArray[np.integer]) -> Iterator[Edge]:
    corners = ring.tolist()
    return zip(corners, corners[1:] + corners[:1], strict=True)


def _edges(triangle: Triangle) -> tuple[Edge, Edge, Edge]:
    a, b, c = triangle
    return (a, b), (b, c), (c, a)


def _outline(edges: Iterable[Edge]) -> Counter[Edge]:
    """The edges without those that are walked there and back."""
    walked = Counter(edge for edge in edges if edge[0] != edge[1])
    return walked - Counter({(b, a): count for (a, b), count in walked.items()})


class _Ways:
    """Edges that triangles lack, to be walked from corner to corner, each once."""

    def __init__(self, points: Floats, lost: Counter[Edge]) -> None:
        self._points = points.tolist()
        self._onwards: dict[int, list[int]] = {}
        for start, end in lost.elements():
            self._onwards.setdefault(start, []).append(end)

    def first(self) -> int | None:
        """A corner that an edge begins at; None if all are walked."""
        return next(iter(self._onwards), None)

    def take(self, start: int, end: int) -> list[Edge]:
        """The edges that lead from `start` to `end`, as straight as can be; raises Tangled."""
        steps: list[Edge] = []
        while start != end or not steps:
            if start not in self._onwards:
                raise Tangled(CROSSING)
            following = min(self._onwards[start], key=lambda corner: self._bend(start, corner, end))
            self._onwards[start].remove(following)
            if not self._onwards[start]:
                del self._onwards[start]
            steps.append((start, following))
            start = following
        return steps

    def _bend(self, start: int, corner: int, end: int) -> float:
        """How far a corner lies off the line from `start` to `end`, or behind it."""
        (x, y), (u, v), (p, q) = (self._points[each] for each in (start, corner, end))
        along = (u - x) * (p - x) + (v - y) * (q - y)
        off: float = abs((u - x) * (q - y) - (v - y) * (p - x))
        return off if along > 0 else off + abs(along)
