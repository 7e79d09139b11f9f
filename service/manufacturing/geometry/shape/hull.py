"""The convex hull of a set of points."""

from dataclasses import dataclass

import manifold3d
import numpy as np

from service.manufacturing.geometry.meshes.mesh import Floats, Indices
from service.manufacturing.geometry.vectors import cross, dot, lengths

#: Points that are given to the hull at most, some 5 us and 1 kB each at worst; of more, one in
#: each cell of a grid is.
MOST_POINTS = 500_000
#: A hull lower than this share of its extent has no volume. What sticks out of a hull by less than
#: some 1e-7 of the extent is not always one of its corners.
FLATNESS = 1e-10


@dataclass(frozen=True)
class Hull:
    """Triangles (k, 3) over corners `points` (n, 3), outwards; none if all lie in one plane.

    `slack`: no point lies farther outside than that; above 0 where there were too many.
    """

    points: Floats
    triangles: Indices
    normals: Floats
    slack: float

    @property
    def volume(self) -> float:
        """The volume enclosed, in cubic units of the points."""
        if not len(self.triangles):
            return 0.0
        a, b, c = (self.points[column] - self.points[0] for column in self.triangles.T)
        return abs(float(dot(cross(a, b), c).sum())) / 6


def convex_hull(points: Floats, most: int = MOST_POINTS) -> Hull:
    """The convex hull of points (n, 3), by manifold's quickhull.

    Of more than `most` points, only those that `thinned` keeps are used.
    """
    points, slack = thinned(points, most)
    mesh = manifold3d.Manifold.hull_points(np.ascontiguousarray(points)).to_mesh64()
    corners = np.asarray(mesh.vert_properties)[:, :3]
    triangles = np.asarray(mesh.tri_verts).astype(np.int32).reshape(-1, 3)
    normals, sizes = np.empty((0, 3)), np.empty(0)
    if len(triangles):
        a, b, c = (corners[column] for column in triangles.T)
        normals = cross(b - a, c - a)
        sizes = lengths(normals)
    hull = Hull(corners, triangles, normals / np.where(sizes > 0, sizes, 1)[:, None], slack)
    extent = float(np.ptp(points, axis=0).max())
    if hull.volume > FLATNESS * extent * extent * extent:
        return hull
    return Hull(points, triangles[:0], normals[:0], slack)


def thinned(points: Floats, most: int) -> tuple[Floats, float]:
    """At most `most` of the points (n, 3), and how far the others lie from these at most.

    In each cell of a grid the one that is farthest from the middle of the box, the first of equal
    ones; those that lie farthest outside are among them wherever the surface is smooth.
    """
    if len(points) <= most:
        return points, 0.0
    low, sides = points.min(axis=0), np.ptp(points, axis=0)
    away = points - (low + sides / 2)
    farthest = np.argsort(-dot(away, away), kind="stable")
    cells = 1 << 12
    while True:
        size = float(sides.max()) / cells
        x, y, z = ((points[farthest] - low) / size).astype(np.int64).T
        _, first = np.unique((x * (cells + 1) + y) * (cells + 1) + z, return_index=True)
        if len(first) <= most:
            outermost: Floats = points[np.sort(farthest[first])]
            return outermost, size * np.sqrt(3.0)
        cells //= 2
