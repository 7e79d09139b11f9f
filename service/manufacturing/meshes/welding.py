"""Merges vertices that lie at exactly the same place, and drops those that no triangle uses."""

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.meshes.matching import Words, first_equal
from service.manufacturing.meshes.mesh import Floats, Indices


def weld(corners: NDArray[np.floating]) -> tuple[Floats, Indices]:
    """Turn a soup of triangles into distinct vertices and faces over them.

    corners: float32 or float64 (3, 3m), one row per axis, contiguous; three columns in a row are
    one triangle. Changed in place: -0.0 becomes 0.0, else the two would not be equal bit for bit.
    Returns float64 (n, 3) in the order of first use, and int32 (m, 3).
    """
    corners += 0.0
    first = first_equal(_words(corners))
    distinct = np.flatnonzero(first == np.arange(len(first), dtype=np.int32))
    vertices = np.empty((len(distinct), 3), np.float64)
    for axis in range(3):
        vertices[:, axis] = corners[axis, distinct]
    number = np.empty(len(first), np.int32)
    number[distinct] = np.arange(len(distinct), dtype=np.int32)
    return vertices, number[first].reshape(-1, 3)


def weld_indexed(vertices: Floats, faces: Indices) -> tuple[Floats, Indices]:
    """The same for vertices (n, 3) that `faces` (m, 3) share already by index."""
    used = np.zeros(len(vertices), bool)
    used[faces.ravel()] = True
    kept = vertices[used]
    kept += 0.0
    first = first_equal(_words(np.ascontiguousarray(kept.T)))
    distinct = first == np.arange(len(first), dtype=np.int32)
    number = np.cumsum(distinct, dtype=np.int32) - np.int32(1)
    renumbered = np.empty(len(vertices), np.int32)
    renumbered[used] = number[first]
    return kept[distinct], renumbered[faces]


def _words(axes: NDArray[np.floating]) -> list[Words]:
    """The bits of (3, k) coordinates as columns of 32-bit words."""
    width = axes.dtype.itemsize // 4
    return [
        axis.view(np.uint32)[offset::width] for axis in axes for offset in range(width)
    ]
