"""Picks places spread evenly over triangles, always the same ones for the same triangles.

Nothing is random: multiples of irrational numbers, less their whole parts, fill squares and cubes
more evenly than chance does (H. Weyl, 1916), and if a part differs slightly, as in single
precision, so do its places.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.geometry.meshes.mesh import Floats, blocks
from service.manufacturing.geometry.shape.tree import Tree
from service.manufacturing.geometry.vectors import lengths, normals, units

#: Steps that fill an interval (the golden section), and a cube (M. Roberts, "The unreasonable
#: effectiveness of quasirandom sequences", 2018: powers of the inverse root of x**4 = x + 1).
GOLDEN = 0.6180339887498949
STEPS = np.array([0.8191725133961645, 0.6710436067037893, 0.5497004779019703])
#: Triangles that are worked on at once.
BLOCK = 1 << 15


@dataclass(frozen=True)
class Samples:
    """Places on the surface: triangle of the tree (k,), point and unit normal (k, 3)."""

    triangles: NDArray[np.intp]
    points: Floats
    normals: Floats


def scatter(tree: Tree, count: int, after: int = 0) -> Samples:
    """Spread `count` places over the surface, each standing for the same area.

    One place in each of `count` equal parts of the area, taken along the tree's curve. Any first
    few of them are spread evenly as well. Another `after` gives other places.
    """
    areas = np.empty(len(tree.faces))
    for part in blocks(len(tree.faces), BLOCK):
        areas[part] = lengths(normals(tree.vertices[tree.faces[part]]))
    if not areas.any():
        return samples_at(tree, np.empty(0, np.intp), np.empty((0, 3)))
    triangles, shares = evenly(areas, count, after)
    return samples_at(tree, triangles, points_on(tree.vertices[tree.faces[triangles]], shares))


def samples_at(tree: Tree, triangles: NDArray[np.intp], points: Floats) -> Samples:
    """Places on triangles of the tree that have an area."""
    return Samples(triangles, points, units(normals(tree.vertices[tree.faces[triangles]])))


def evenly(sizes: Floats, count: int, after: int = 0) -> tuple[NDArray[np.intp], Floats]:
    """Choose by size, where a place in each of `count` equal parts of the sum lies, some above 0.

    Returns the chosen (count,), spread evenly from the first on, and shares (count, 2) for
    `points_on`.
    """
    numbers = np.arange(count)
    spread = (numbers[:, None] + (after + 1)) * STEPS % 1
    reached = np.cumsum(sizes)
    asked = (numbers + spread[:, 2]) / count * reached[-1]
    chosen = np.searchsorted(reached, asked, side="right")
    chosen = np.minimum(chosen, np.flatnonzero(sizes)[-1])
    order = np.argsort(numbers * GOLDEN % 1, kind="stable")
    return chosen[order], spread[order, :2]


def points_on(corners: Floats, shares: Floats) -> Floats:
    """A point in each of the triangles (k, 3, 3); evenly, if the shares (k, 2) are, in 0..1."""
    a, b, c = (corners[:, k] for k in range(3))
    u, v = np.sqrt(shares[:, :1]), shares[:, 1:]
    points: Floats = a * (1 - u) + b * (u * (1 - v)) + c * (u * v)
    return points
