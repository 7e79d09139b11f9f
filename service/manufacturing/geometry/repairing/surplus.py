"""Drops superfluous triangles: collapsed, repeated and stray ones."""

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.geometry.meshes.matching import first_equal
from service.manufacturing.geometry.meshes.mesh import Indices
from service.manufacturing.geometry.topology import connect, match_edges

#: A body that is open and has no more triangles than this was left over from something else.
STRAY = 2


def drop_surplus(faces: Indices) -> Indices:
    """`faces` (m, 3) without collapsed and repeated ones.

    Of two equal ones, back to back or not, the first stays; where they lie back to back at an edge
    that has others already, they are a sheet without thickness, and neither stays.
    """
    a, b, c = faces.T
    faces = faces[(a != b) & (b != c) & (c != a)]
    if not len(faces):
        return faces
    first = _first(faces)
    numbers = np.arange(len(faces), dtype=np.int32)
    is_first = first == numbers
    sheets = np.zeros(len(faces), bool)
    opposed = (_parity(faces) != _parity(faces)[first]) & ~is_first
    sheets[first[opposed]] = True
    faces, sheets = faces[is_first], sheets[is_first]
    if not sheets.any():
        return faces
    edges = match_edges(faces.ravel(), faces[:, (1, 2, 0)].ravel())
    crowded = np.bincount(edges, minlength=len(edges))[edges] > 2
    lost = sheets & crowded.reshape(-1, 3).any(axis=1)
    left: Indices = faces[~lost]
    return left


def drop_strays(faces: Indices) -> Indices:
    """`faces` without open bodies of at most STRAY triangles, unless there is nothing else."""
    topology = connect(faces)
    sizes = np.bincount(topology.shells[topology.shells >= 0], minlength=len(faces))
    fraying = np.zeros(len(faces), bool)
    fraying[topology.shells[topology.fraying]] = True
    stray = (fraying & (sizes <= STRAY))[topology.shells]
    left: Indices = faces[~stray]
    return left if len(left) else faces


def _first(faces: Indices) -> Indices:
    """For each triangle the first one with the same three corners."""
    corners = np.sort(faces, axis=1)
    return first_equal([np.ascontiguousarray(column).view(np.uint32) for column in corners.T])


def _parity(faces: Indices) -> NDArray[np.bool_]:
    """Which way round each triangle goes from its lowest corner."""
    start = faces.argmin(axis=1)
    rows = np.arange(len(faces))
    onwards: NDArray[np.bool_] = faces[rows, (start + 1) % 3] < faces[rows, (start + 2) % 3]
    return onwards
