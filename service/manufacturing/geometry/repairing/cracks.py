"""Closes cracks: welds corners of open edges that lie almost at the same place."""

from itertools import product

import numpy as np

from service.manufacturing.geometry.meshes.connectivity import roots
from service.manufacturing.geometry.meshes.matching import first_equal
from service.manufacturing.geometry.meshes.mesh import Floats, Indices
from service.manufacturing.geometry.topology import connect
from service.manufacturing.geometry.vectors import lengths

#: How far apart two corners of open edges may lie to be one, as shares of the part's diagonal: the
#: next one is tried only where a narrower one leaves edges open.
REACHES = (1e-7, 1e-6, 1e-5, 1e-4)


def close_cracks(vertices: Floats, faces: Indices) -> tuple[Indices, int, float]:
    """Faces over welded corners, how many corners were welded, and how far one went at most.

    A wider reach is kept only where it leaves fewer edges open than there were.
    """
    diagonal = float(lengths(np.ptp(vertices, axis=0)))
    moved: set[int] = set()
    farthest = 0.0
    opened = connect(faces).open_ends
    for reach in REACHES:
        if not len(opened):
            break
        corners = np.unique(opened)
        onto = corners[_nearest(vertices[corners], diagonal * reach)]
        target = np.arange(len(vertices), dtype=np.int32)
        target[corners] = onto
        welded = _without_collapsed(target[faces])
        still = connect(welded).open_ends
        if len(still) < len(opened):
            gone = corners[onto != corners]
            moved.update(gone.tolist())
            distances = lengths(vertices[gone] - vertices[target[gone]])
            farthest = max(farthest, float(distances.max(initial=0.0)))
            faces, opened = welded, still
    return faces, len(moved), farthest


def _nearest(points: Floats, reach: float) -> Indices:
    """For each point the first one that it is one with: reached over points within `reach` / 2.

    Two points so near lie in the same cell of a grid of that step, or of one that is shifted by
    half a step along some of the axes.
    """
    numbers = np.arange(len(points), dtype=np.int32)
    parents: Indices = numbers
    steps = (points - points.min(axis=0)) / reach
    for shift in product((0.0, 0.5), repeat=3):
        cells = np.floor(steps + shift).astype(np.uint64).view(np.uint32)
        words = [np.ascontiguousarray(column) for column in cells.reshape(len(points), 6).T]
        first = first_equal(words)
        parents = roots(
            len(points),
            np.concatenate([numbers, numbers]),
            np.concatenate([parents, first]),
        )
    return parents


def _without_collapsed(faces: Indices) -> Indices:
    a, b, c = faces.T
    standing: Indices = faces[(a != b) & (b != c) & (c != a)]
    return standing
