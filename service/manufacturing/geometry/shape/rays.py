"""Follows rays through a mesh: which triangles they hit, how far away, and from which side."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.geometry.meshes.mesh import Floats
from service.manufacturing.geometry.shape.tree import Tree, in_the_way
from service.manufacturing.geometry.vectors import cross, dot, lengths

#: How far beyond the edge of a triangle, as a share of it, a ray still hits: none may slip
#: between two neighbours.
OVERLAP = 1e-9
#: Rays followed at once, and triangles that they are to try at once, as far as can be foretold.
BATCH, AT_ONCE = 125, 1_000_000


@dataclass(frozen=True)
class Hits:
    """Where rays meet triangles, in no order of meaning.

    rays, triangles (of the tree), distances in units of the directions' length, and `cosines`
    between direction and normal: above 0 where the ray leaves a solid, below where it enters.
    `looked` triangles were tried to find them.
    """

    rays: NDArray[np.intp]
    triangles: NDArray[np.intp]
    distances: Floats
    cosines: Floats
    looked: int

    def selected(self, which: NDArray[np.bool_] | NDArray[np.intp]) -> "Hits":
        """Some of the hits."""
        return Hits(
            self.rays[which],
            self.triangles[which],
            self.distances[which],
            self.cosines[which],
            self.looked,
        )

    def first(self) -> "Hits":
        """The nearest hit of each ray that has one, in the order of the rays."""
        order: NDArray[np.intp] = np.lexsort((self.triangles, self.distances, self.rays))
        ordered = self.rays[order]
        starts = np.ones(len(order), bool)
        starts[1:] = ordered[1:] != ordered[:-1]
        return self.selected(order[starts])


@dataclass
class Effort:
    """How many triangles rays may still try; whoever follows some takes off what they `looked` at.

    It is overdrawn by few rays only: the first go alone, and later ones in batches that are the
    smaller the more triangles those before them have tried.
    """

    left: int

    def parts(self, count: int) -> Iterator[slice]:
        """The rays 0 to `count` in batches, until all have been followed or it is enough."""
        start, batch = 0, 1
        while start < count and self.left >= 0:
            before = self.left
            part = slice(start, min(start + batch, count))
            yield part
            foretold = AT_ONCE * batch // max(before - self.left, 1)
            start, batch = part.stop, max(min(foretold, 4 * batch, BATCH), 1)


def follow(tree: Tree, origins: Floats, directions: Floats, overlap: float = OVERLAP) -> Hits:
    """Everything that rays with origins and unit directions (k, 3) hit at a distance above 0.

    T. Möller, B. Trumbore, "Fast, minimum storage ray/triangle intersection", 1997.
    """
    all_hits = [
        _hits(tree, rays, triangles, origins[rays], directions[rays], overlap)
        for rays, triangles in in_the_way(tree, origins, directions)
    ]
    nothing = np.empty(0)
    none = np.empty(0, np.intp)
    return Hits(
        np.concatenate([none, *(hits.rays for hits in all_hits)]),
        np.concatenate([none, *(hits.triangles for hits in all_hits)]),
        np.concatenate([nothing, *(hits.distances for hits in all_hits)]),
        np.concatenate([nothing, *(hits.cosines for hits in all_hits)]),
        sum(hits.looked for hits in all_hits),
    )


def _hits(
    tree: Tree,
    rays: NDArray[np.intp],
    triangles: NDArray[np.intp],
    origins: Floats,
    directions: Floats,
    overlap: float,
) -> Hits:
    a, b, c = (tree.vertices[column] for column in tree.faces[triangles].T)
    along, across, apart = b - a, c - a, origins - a
    normals = cross(along, across)
    slopes = dot(normals, directions)
    sizes = lengths(normals)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        turned = cross(directions, apart)
        u, v = dot(across, turned) / slopes, -dot(along, turned) / slopes
        distances = -dot(normals, apart) / slopes
        cosines = slopes / sizes
        hit = (u >= -overlap) & (v >= -overlap) & (u + v <= 1 + overlap) & (distances > 0)
    return Hits(rays, triangles, distances, cosines, len(rays)).selected(hit)
