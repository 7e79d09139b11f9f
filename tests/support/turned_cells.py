"""Exact volumes of what bodies of cells enclose together that are turned each in its own way.

Independent of the service: cells of one grid do not overlap, so that what bodies of several grids
share is the sum of what single cells share, which are cut out of each other plane by plane.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from tests.support import grids, meshes

#: Two cells whose middles are farther apart do not meet.
DIAGONAL = 3**0.5
#: What lies this near to a plane lies on it.
NEAR = 1e-12
#: The corners of a cell, and its sides as seen from outside.
CORNERS = np.array([[x, y, z] for x in (0, 1) for y in (0, 1) for z in (0, 1)], float)
SIDES = ((0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3))


@dataclass(frozen=True)
class Turned:
    """Bodies, and the volume that they enclose together."""

    solids: Sequence[meshes.Solid]
    volume: float


def random_turned_bodies(random, grids_count, size=3, most=6):
    """One or two bodies of cells in each of up to three grids that are turned about the origin."""
    solids, turned_grids = [], []
    for _ in range(grids_count):
        turn, filled = grids.rotation(random), np.zeros((size,) * 3, bool)
        for _ in range(random.integers(1, 3)):
            cells = grids.random_cells(random, size, most)
            filled |= cells
            vertices, faces = grids.boundary(cells, random)
            solids.append((vertices @ turn.T, faces))
        turned_grids.append((turn, np.argwhere(filled)))
    return Turned(solids, _volume(turned_grids))


def _volume(turned_grids):
    """By inclusion and exclusion, as no place lies in two cells of one grid."""
    volume = float(sum(len(cells) for _, cells in turned_grids))
    for (turn, cells), (other_turn, other_cells) in combinations(turned_grids, 2):
        volume -= sum(size for _, size in _shared(turn, cells, other_turn, other_cells))
    if len(turned_grids) == 3:
        (turn, cells), (other_turn, other_cells), (third_turn, third_cells) = turned_grids
        for polygons, _ in _shared(turn, cells, other_turn, other_cells):
            volume += sum(_size(_within(polygons, third_turn, cell)) for cell in third_cells)
    return volume


def _shared(turn, cells, other_turn, other_cells):
    """What pairs of cells share, as polygons, and its volume."""
    for cell in cells:
        corners = (cell + CORNERS) @ turn.T
        polygons = [corners[list(side)] for side in SIDES]
        for other in other_cells:
            apart = turn @ (cell + 0.5) - other_turn @ (other + 0.5)
            if np.linalg.norm(apart) < DIAGONAL:
                shared = _within(polygons, other_turn, other)
                if shared:
                    yield shared, _size(shared)


def _within(polygons, turn, cell):
    """The part of a convex body that lies in a cell."""
    for axis in range(3):
        for way, height in ((1, cell[axis] + 1), (-1, -cell[axis])):
            polygons = _below(polygons, way * turn[:, axis], height)
    return polygons


def _below(polygons, normal, height):
    parts, rim = [], []
    for polygon in polygons:
        heights = polygon @ normal - height
        corners = []
        for i, (corner, far) in enumerate(zip(polygon, heights, strict=True)):
            before, far_before = polygon[i - 1], heights[i - 1]
            if (far > NEAR) != (far_before > NEAR):
                corners.append(before + (corner - before) * far_before / (far_before - far))
                rim.append(corners[-1])
            if far <= NEAR:
                corners.append(corner)
        if len(corners) > 2:
            parts.append(np.array(corners))
    if len(rim) > 2:
        parts.append(_around(np.array(rim), normal))
    return parts


def _around(points, normal):
    """Points of a plane in the order in which they surround their middle."""
    out = points - points.mean(axis=0)
    u = np.cross(normal, np.eye(3)[np.argmin(np.abs(normal))])
    return points[np.argsort(np.arctan2(out @ np.cross(normal, u), out @ u))]


def _size(polygons):
    if not polygons:
        return 0.0
    middle = np.concatenate(polygons).mean(axis=0)
    fans = (
        (polygon[0] - middle, polygon[i] - middle, polygon[i + 1] - middle)
        for polygon in polygons
        for i in range(1, len(polygon) - 1)
    )
    return sum(abs(float(np.dot(a, np.cross(b, c)))) for a, b, c in fans) / 6
