"""Finds the convex hull of points: what a part would be if nothing in it were hollow."""

from dataclasses import dataclass

import numpy as np

from service.manufacturing.meshes.mesh import Floats
from service.manufacturing.shape.hull_growing import Growing, Numbers
from service.manufacturing.shape.rays import cross, dot

#: Corners that are added to the hull at most, some 30 us each, and rounds in which that is done.
#: Far ones come first, so what is left out of a hull of more corners lies close to it.
MOST_CORNERS, MOST_ROUNDS = 100_000, 1_500
#: Points nearer to the hull than this share of the extent are taken to lie on it.
FLATNESS = 1e-10


@dataclass(frozen=True)
class Hull:
    """Triangles (k, 3) over `points` (n, 3), outwards; none if all points lie in one plane.

    `complete` is False where the hull has more corners than are worked out; then no point was
    found farther outside than `slack`.
    """

    points: Floats
    triangles: Numbers
    normals: Floats
    complete: bool
    slack: float

    @property
    def volume(self) -> float:
        """The volume enclosed, in cubic units of the points."""
        if not len(self.triangles):
            return 0.0
        a, b, c = (self.points[column] - self.points[0] for column in self.triangles.T)
        return abs(float(dot(cross(a, b), c).sum())) / 6


def convex_hull(points: Floats, most_corners: int = MOST_CORNERS) -> Hull:
    """The convex hull of points (n, 3).

    Quickhull (C. Barber et al., "The quickhull algorithm for convex hulls", 1996) that takes in at
    once all points, farthest first, that do not see facets of each other's or next to them: so
    none of them sees what the others have added. Points that lie less than FLATNESS of the extent
    above a facet are on it, which leaves the volume exact to some 1e-9.
    """
    extent = float(np.ptp(points, axis=0).max())
    growing = Growing(points, extent * FLATNESS)
    corners = _tetrahedron(points, growing.tolerance)
    if corners is None:
        return Hull(points, np.empty((0, 3), np.intp), np.empty((0, 3)), True, 0.0)
    growing.begin(corners)
    left = most_corners - len(corners)
    for _ in range(MOST_ROUNDS):
        taken = growing.grow(left)
        if not taken:
            break
        left -= taken
    alive, outside = growing.alive, growing.farthest >= 0
    slack = float(growing.heights[outside].max(initial=0.0))
    return Hull(points, growing.facets[alive], growing.normals[alive], not outside.any(), slack)


def _tetrahedron(points: Floats, tolerance: float) -> Numbers | None:
    """Four points that span a volume, as outward facets; None if there are none."""
    ends = np.concatenate([points.argmin(axis=0), points.argmax(axis=0)])
    apart = np.linalg.norm(points[ends][:, None] - points[ends][None], axis=2)
    one, other = (int(ends[place]) for place in divmod(int(apart.argmax()), 6))
    line = points[other] - points[one]
    if not np.linalg.norm(line) > tolerance:
        return None
    line /= np.linalg.norm(line)
    away = points - points[one]
    away -= np.outer(away @ line, line)
    third = int(dot(away, away).argmax())
    normal = np.cross(line, away[third])
    if not np.linalg.norm(away[third]) > tolerance:
        return None
    heights = (points - points[one]) @ (normal / np.linalg.norm(normal))
    fourth = int(np.abs(heights).argmax())
    if not abs(heights[fourth]) > tolerance:
        return None
    a, b, c, d = one, other, third, fourth
    if heights[fourth] > 0:
        b, c = c, b
    return np.array([[a, b, c], [a, d, b], [b, d, c], [c, d, a]])
