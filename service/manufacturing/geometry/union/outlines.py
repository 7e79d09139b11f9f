"""Makes a closed surface of the convex polygons that bound a solid."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.geometry.meshes.mesh import Floats, Piece, compacted
from service.manufacturing.geometry.topology import connect
from service.manufacturing.geometry.union.neighbours import touching
from service.manufacturing.geometry.union.separating import separate
from service.manufacturing.geometry.union.shells import measure_shells
from service.manufacturing.geometry.vectors import dot, lengths

Numbers = NDArray[np.intp]
#: Numbers of points, counter-clockwise as seen from outside.
Polygon = list[int]
Between = dict[tuple[int, int], Polygon]


def closed_surface(points: Floats, polygons: Sequence[Polygon], near: float) -> Piece | None:
    """Triangles of convex polygons that meet along their sides, though not corner to corner.

    Points that are `near` are one. Every edge has two triangles, and parts without thickness are
    left out. None if the polygons leave an opening.
    """
    if not polygons:
        return np.empty((0, 3)), np.empty((0, 3), np.int32)
    used, flat = np.unique(np.concatenate(polygons), return_inverse=True)
    points, which = _welded(points[used], near)
    numbers = iter(which[flat].tolist())
    welded = [_simple([next(numbers) for _ in polygon]) for polygon in polygons]
    separated = separate(*_triangles(points, [part for part in welded if len(part) > 2], near))
    if separated is None:
        return None
    topology = connect(separated.faces)
    if not (topology.closed and topology.wound_consistently):
        return None
    shells = measure_shells(separated.vertices, separated.faces, topology)
    thick = separated.faces[(shells.labels >= 0) & ~shells.sheets[shells.labels]]
    return compacted(separated.vertices, thick)


def edges_of(polygon: Polygon) -> Iterable[tuple[int, int]]:
    """The sides of a polygon, each from one corner to the next."""
    return zip(polygon, [*polygon[1:], *polygon[:1]], strict=True)


def _welded(points: Floats, near: float) -> tuple[Floats, Numbers]:
    """The points that lie apart, and which of them each point (n, 3) is."""
    heads, which = np.unique(touching(points - near / 2, points + near / 2), return_inverse=True)
    return points[heads], which


def _simple(polygon: Polygon) -> Polygon:
    """A polygon without corners that have become one."""
    return [corner for corner, following in edges_of(polygon) if corner != following]


def _triangles(points: Floats, polygons: Sequence[Polygon], near: float) -> Piece:
    """Triangles of convex polygons, with the corners of others that lie on their sides."""
    between = _between(points, polygons, near)
    centres: list[Floats] = []
    faces: list[tuple[int, ...]] = []
    for polygon in polygons:
        around = [
            number
            for start, end in edges_of(polygon)
            for number in (start, *_walked(between, start, end))
        ]
        if len(around) == 3:
            faces.append(tuple(around))
            continue
        middle = len(points) + len(centres)
        centres.append(points[polygon].mean(axis=0))
        faces += [(start, end, middle) for start, end in edges_of(around)]
    places = np.concatenate([points, np.array(centres).reshape(-1, 3)])
    return places, np.array(faces, np.int32).reshape(-1, 3)


def _walked(between: Between, start: int, end: int) -> Polygon:
    return between[start, end] if start < end else between[end, start][::-1]


def _between(points: Floats, polygons: Sequence[Polygon], near: float) -> Between:
    """The points that lie on each side of polygons, from its lower number to its higher one."""
    edges = {(min(edge), max(edge)) for polygon in polygons for edge in edges_of(polygon)}
    order = np.argsort(points[:, 0], kind="stable")
    ascending = points[order, 0]
    between = {}
    for one, other in sorted(edges):
        ends = points[[one, other]]
        first = np.searchsorted(ascending, ends[:, 0].min() - near)
        last = np.searchsorted(ascending, ends[:, 0].max() + near)
        along = ends[1] - ends[0]
        length = float(lengths(along))
        out = points[order[first:last]] - ends[0]
        shares = dot(out, along[None]) / length
        off = lengths(out - shares[:, None] * (along / length))
        on = np.flatnonzero((off <= near) & (shares > near) & (shares < length - near))
        numbers = order[first:last][on[np.argsort(shares[on], kind="stable")]].tolist()
        between[one, other] = [number for number in numbers if number not in (one, other)]
    return between
