"""Groups open edges into holes, with the length of each rim and its location."""

from dataclasses import dataclass

import numpy as np

from service.manufacturing.geometry.meshes.connectivity import roots
from service.manufacturing.geometry.meshes.mesh import Floats, Indices
from service.manufacturing.geometry.shape.figures import Figures, Length, Place, point
from service.manufacturing.geometry.vectors import lengths

#: Holes that are listed, those with the longest rims; all are counted.
LISTED = 20


@dataclass(frozen=True)
class Hole(Figures):
    """Connected open edges. `ring`: they form one ring, in which each corner joins two."""

    edges: int
    ring: bool
    rim: Length
    place: Place


@dataclass(frozen=True)
class Holes(Figures):
    """The number of holes, and the largest of them."""

    count: int
    largest: tuple[Hole, ...]


def find_holes(vertices: Floats, open_ends: Indices) -> Holes:
    """The holes that edges (k, 2) of one triangle leave in a surface over vertices (n, 3)."""
    if not len(open_ends):
        return Holes(0, ())
    corners, numbers = np.unique(open_ends, return_inverse=True)
    ends: Indices = numbers.reshape(-1, 2).astype(np.int32)
    parents = roots(len(corners), ends[:, 0], ends[:, 1])
    heads, hole = np.unique(parents[ends[:, 0]], return_inverse=True)
    at = vertices[corners[ends]]
    sides = lengths(at[:, 1] - at[:, 0])
    edges = np.bincount(hole)
    rims = np.bincount(hole, sides)
    middles = np.stack([np.bincount(hole, axis) for axis in at.mean(axis=1).T], axis=1)
    meeting = np.bincount(ends.ravel(), minlength=len(corners))
    odd = np.bincount(np.searchsorted(heads, parents), meeting != 2, minlength=len(heads))
    largest = np.lexsort((np.arange(len(heads)), -rims))[:LISTED]
    listed = (
        Hole(int(edges[i]), not odd[i], float(rims[i]), point(middles[i] / edges[i]))
        for i in largest
    )
    return Holes(len(heads), tuple(listed))
