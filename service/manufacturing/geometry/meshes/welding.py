"""Merges vertices that lie at the same place, and drops those that no triangle uses."""

from math import frexp, ldexp

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.geometry.meshes.matching import BLOCK, Words, first_equal
from service.manufacturing.geometry.meshes.mesh import Floats, Indices, blocks

#: Two vertices are one if they round to the same point of a grid with 2**31 steps along the
#: part, 0.1 nm on 200 mm. Exact equality is too strict: exporters write 0 once as 0.0 and once
#: as 6e-17. Twice this grid still leaves the box exact to 1e-9.
GRID_BITS = 31
#: Bits of a float64 that a coordinate may need on the grid, for a small part far away.
_EXACT_BITS = 52
#: The finest grid, so that no division overflows.
_FINEST = -1000


def weld(corners: NDArray[np.floating]) -> tuple[Floats, Indices]:
    """Turn a soup of triangles into distinct vertices and faces over them.

    corners: finite float32 or float64 (3, 3m), one row per axis; three columns in a row are one
    triangle. Returns float64 (n, 3) in the order of first use, and int32 (m, 3).
    """
    first = first_equal(_grid_points(corners))
    distinct = np.flatnonzero(first == np.arange(len(first), dtype=np.int32))
    vertices = np.empty((len(distinct), 3), np.float64)
    for axis, coordinates in enumerate(corners):
        vertices[:, axis] = coordinates[distinct]
    number = np.empty(len(first), np.int32)
    number[distinct] = np.arange(len(distinct), dtype=np.int32)
    return vertices, number[first].reshape(-1, 3)


def weld_indexed(vertices: Floats, faces: Indices) -> tuple[Floats, Indices]:
    """The same for vertices (n, 3) that `faces` (m, 3) share already by index."""
    used = np.zeros(len(vertices), bool)
    used[faces.ravel()] = True
    used_vertices = vertices[used]
    first = first_equal(_grid_points(used_vertices.T))
    distinct = first == np.arange(len(first), dtype=np.int32)
    number = np.cumsum(distinct, dtype=np.int32) - np.int32(1)
    renumbered = np.empty(len(vertices), np.int32)
    renumbered[used] = number[first]
    return used_vertices[distinct], renumbered[faces]


def weld_touching(vertices: Floats, faces: Indices) -> tuple[Floats, Indices]:
    """The same, but where bodies touch that are closed by their indices, each keeps its vertices.

    An edge that two bodies have in common would be one of four triangles otherwise.
    """
    welded = weld_indexed(vertices, faces)
    used = np.zeros(len(vertices), bool)
    used[faces.ravel()] = True
    apart = len(welded[0]) == np.count_nonzero(used)
    if apart or is_closed(welded[1]) or not is_closed(faces):
        return welded
    number = np.cumsum(used, dtype=np.int32) - np.int32(1)
    return vertices[used], number[faces]


def is_closed(faces: Indices) -> bool:
    """Whether each edge belongs to exactly two of the triangles that have three corners."""
    standing = faces[(faces != np.roll(faces, 1, axis=1)).all(axis=1)]
    edges = np.sort(edges_of(standing))
    if not len(edges) or len(edges) % 2:
        return False
    first, second = edges[0::2], edges[1::2]
    return bool((first == second).all() and (first[1:] != second[:-1]).all())


def edges_of(faces: Indices) -> NDArray[np.int64]:
    """A number (3m,) for each side of each triangle, equal where two have the same ends."""
    starts, ends = (corners.ravel().astype(np.int64) for corners in (faces, faces[:, (1, 2, 0)]))
    edges: NDArray[np.int64] = np.minimum(starts, ends) << 32 | np.maximum(starts, ends)
    return edges


def _grid_points(corners: NDArray[np.floating]) -> list[Words]:
    """The corners (3, k) in steps of the grid, counted from the lowest, one column per axis."""
    low, high = (end(corners, axis=1).astype(np.float64) for end in (np.min, np.max))
    extent, farthest = float((high - low).max()), float(np.abs([low, high]).max())
    finest = max(frexp(extent)[1] - GRID_BITS, frexp(farthest)[1] - _EXACT_BITS, _FINEST)
    step = ldexp(1.0, finest)
    columns = []
    for coordinates, lowest in zip(corners, low, strict=True):
        points = np.empty(len(coordinates), np.uint32)
        for part in blocks(len(points), BLOCK):
            steps = np.rint(np.divide(coordinates[part], step, dtype=np.float64))
            points[part] = steps - np.rint(lowest / step)
        columns.append(points)
    return columns
