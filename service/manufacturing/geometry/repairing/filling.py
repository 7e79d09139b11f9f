"""Fills holes with triangles over existing corners."""

from dataclasses import dataclass

import numpy as np

from service.manufacturing.geometry.meshes.mesh import Floats, Indices
from service.manufacturing.geometry.meshes.triangulating import Tangled, triangulate
from service.manufacturing.geometry.repairing.rims import FLATNESS, Rim, find_rims
from service.manufacturing.geometry.repairing.spanning import MOST_EDGES as MOST_CURVED
from service.manufacturing.geometry.repairing.spanning import span
from service.manufacturing.geometry.topology import connect
from service.manufacturing.geometry.vectors import cross, dot, units

#: Holes that are filled at most, and edges of all of them: a surface with more is a sieve.
MOST_HOLES, MOST_EDGES = 1_000, 20_000
#: Areas below this share of a flat hole's extent squared count as none.
FLAT = 1e-12
#: Edges of one flat hole, with the islands in it.
MOST_FLAT = 3_000


@dataclass(frozen=True)
class Filling:
    """The triangles (k, 3) that were added, to how many holes, and what was left open."""

    triangles: Indices
    holes: int
    left: tuple[str, ...]


def fill(vertices: Floats, faces: Indices) -> Filling:
    """Fill the holes of a consistently wound surface: flat ones, and curved ones of few edges.

    A flat rim that lies in another flat one, as the bore of a tube lies in its end, is an island
    in that hole.
    """
    opened = connect(faces).open_ends
    nothing = np.empty((0, 3), np.int32)
    if len(opened) > MOST_EDGES:
        return Filling(nothing, 0, (f"open edges > {MOST_EDGES:,}, too many to be filled",))
    rims = find_rims(vertices, opened)
    if len(rims) > MOST_HOLES:
        return Filling(nothing, 0, (f"holes: {len(rims):,} > {MOST_HOLES:,}",))
    patches, left = [nothing], []
    for outer, islands in _grouped(vertices, rims):
        try:
            patches.append(_patch(vertices, outer, islands))
        except Tangled as error:
            left.append(f"a hole that cannot be filled: {error}")
    return Filling(np.concatenate(patches), len(patches) - 1, tuple(left[:3]))


def _patch(vertices: Floats, outer: Rim, islands: list[Rim]) -> Indices:
    edges = len(outer.corners) + sum(len(rim.corners) for rim in islands)
    if outer.flat and outer.area and edges > 3:
        if edges > MOST_FLAT:
            raise Tangled(f"a flat hole of {edges:,} edges > {MOST_FLAT:,}")
        return _clipped(vertices, outer, islands)
    if edges > MOST_CURVED:
        raise Tangled(f"a curved hole of {edges:,} edges > {MOST_CURVED}")
    patch: Indices = outer.corners[span(vertices[outer.corners])]
    return patch


def _clipped(vertices: Floats, outer: Rim, islands: list[Rim]) -> Indices:
    right, up = _axes(outer.direction)
    rings = [rim.corners for rim in (outer, *islands)]
    flat = [_flattened(vertices[ring], (right, up)) for ring in rings]
    slack = FLAT * float(np.ptp(flat[0], axis=0).max()) ** 2
    return np.concatenate(rings)[triangulate(flat, slack).triangles]


def _axes(normal: Floats) -> tuple[Floats, Floats]:
    """Two directions in the plane, from which the normal follows by the right hand."""
    away = np.zeros(3)
    away[np.abs(normal).argmin()] = 1.0
    right = units(cross(away, normal))
    return right, cross(normal, right)


def _flattened(points: Floats, axes: tuple[Floats, Floats]) -> Floats:
    """Points (..., 3) as seen along the normal of two axes."""
    return np.stack([dot(points, axis) for axis in axes], axis=-1)


def _grouped(vertices: Floats, rims: list[Rim]) -> list[tuple[Rim, list[Rim]]]:
    """Each rim that is a hole of its own, with the islands that lie in it."""
    groups: list[tuple[Rim, list[Rim]]] = []
    for rim in sorted(rims, key=lambda rim: -rim.area):
        around = [group for group in groups if _lies_in(vertices, rim, group[0])]
        if around:
            around[-1][1].append(rim)
        else:
            groups.append((rim, []))
    return groups


def _lies_in(vertices: Floats, rim: Rim, outer: Rim) -> bool:
    """Whether a rim is an island: in the plane of a larger one, walked the other way, within."""
    if not (rim.flat and outer.flat and rim.area and outer.area):
        return False
    if dot(rim.direction, outer.direction) > -0.999 or rim.area >= outer.area:
        return False
    corner = vertices[rim.corners[0]]
    if abs(dot(corner, outer.direction) - outer.offset) > FLATNESS * outer.extent:
        return False
    axes = _axes(outer.direction)
    return _contains(_flattened(vertices[outer.corners], axes), _flattened(corner, axes))


def _contains(polygon: Floats, point: Floats) -> bool:
    start, end = polygon - point, np.roll(polygon, -1, axis=0) - point
    crossing = (start[:, 1] > 0) != (end[:, 1] > 0)
    left = start[:, 0] * end[:, 1] - end[:, 0] * start[:, 1]
    upwards = end[:, 1] > start[:, 1]
    return bool(np.count_nonzero(crossing & ((left > 0) == upwards)) % 2)
