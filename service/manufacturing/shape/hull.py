"""Finds the convex hull of points: what a part would be if nothing in it were hollow."""

from dataclasses import dataclass, field
from heapq import heappop, heappush

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.meshes.mesh import Floats, blocks
from service.manufacturing.shape.rays import cross, dot

#: Corners that are added to the hull at most, some 1 ms each. The farthest comes first, so what
#: is left out of a hull of more corners lies closest to it.
MOST_CORNERS = 1_500
#: Points nearer to the hull than this share of the extent are taken to lie on it.
FLATNESS = 1e-10
BLOCK = 1 << 15

Numbers = NDArray[np.intp]


@dataclass(frozen=True)
class Hull:
    """Triangles (k, 3) over `points` (n, 3), outwards; none if all points lie in one plane.

    `complete` is False where the hull has more corners than are worked out; then no point lies
    farther outside than `slack`.
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


@dataclass
class _Growing:
    """A hull while corners are added. Slots of facets that are gone are used again."""

    points: Floats
    tolerance: float
    facets: Numbers = field(default_factory=lambda: np.zeros((64, 3), np.intp))
    normals: Floats = field(default_factory=lambda: np.zeros((64, 3)))
    offsets: Floats = field(default_factory=lambda: np.full(64, np.inf))
    free: list[int] = field(default_factory=lambda: list(range(63, -1, -1)))
    outside: dict[int, Numbers] = field(default_factory=dict)
    queue: list[tuple[float, int, int]] = field(default_factory=list)

    def add_facets(self, corners: Numbers, candidates: Numbers) -> None:
        """Put facets (k, 3) in, and give each of the candidates to the one it is farthest from."""
        while len(self.free) < len(corners):
            self._widen()
        slots = np.array([self.free.pop() for _ in corners])
        a, b, c = (self.points[column] for column in corners.T)
        normals = cross(b - a, c - a)
        sizes = np.sqrt(dot(normals, normals))[:, None]
        normals = np.divide(normals, sizes, out=np.zeros_like(normals), where=sizes > 0)
        self.facets[slots], self.normals[slots] = corners, normals
        self.offsets[slots] = dot(normals, a)
        self._hand_out(slots, candidates)

    def _widen(self) -> None:
        size = len(self.offsets)
        self.facets = np.concatenate([self.facets, np.zeros_like(self.facets)])
        self.normals = np.concatenate([self.normals, np.zeros_like(self.normals)])
        self.offsets = np.concatenate([self.offsets, np.full(size, np.inf)])
        self.free.extend(range(2 * size - 1, size - 1, -1))

    def _hand_out(self, slots: Numbers, candidates: Numbers) -> None:
        nearest, heights = np.empty(len(candidates), np.intp), np.empty(len(candidates))
        normals, offsets = self.normals[slots].T, self.offsets[slots]
        for part in blocks(len(candidates), BLOCK):
            above = self.points[candidates[part]] @ normals - offsets
            nearest[part] = above.argmax(axis=1)
            heights[part] = above.max(axis=1)
        left = heights > self.tolerance
        candidates, nearest, heights = candidates[left], nearest[left], heights[left]
        for place in np.unique(nearest).tolist():
            mine = np.flatnonzero(nearest == place)
            highest = mine[heights[mine].argmax()]
            slot = int(slots[place])
            self.outside[slot] = candidates[mine]
            heappush(self.queue, (-float(heights[highest]), slot, int(candidates[highest])))

    def farthest(self) -> tuple[float, int] | None:
        """The height and the number of the point that lies farthest outside, if one does."""
        while self.queue:
            height, slot, point = self.queue[0]
            if point in self.outside.get(slot, ()):
                return -height, point
            heappop(self.queue)
        return None

    def take_in(self, point: int) -> None:
        """Replace every facet that the point sees by a cone over the edge of what it sees."""
        heights = self.normals @ self.points[point] - self.offsets
        seen = np.flatnonzero(heights > self.tolerance)
        starts = self.facets[seen].ravel()
        ends = self.facets[seen][:, (1, 2, 0)].ravel()
        walked, back = starts * len(self.points) + ends, ends * len(self.points) + starts
        rim = ~np.isin(walked, back)
        waiting = [self.outside.pop(slot, None) for slot in seen.tolist()]
        candidates = np.concatenate([numbers for numbers in waiting if numbers is not None])
        self.offsets[seen], self.normals[seen] = np.inf, 0
        self.free.extend(seen.tolist())
        apex = np.full(int(rim.sum()), point)
        cone = np.stack([starts[rim], ends[rim], apex], axis=1)
        self.add_facets(cone, candidates[candidates != point])


def convex_hull(points: Floats, most_corners: int = MOST_CORNERS) -> Hull:
    """The convex hull of points (n, 3).

    Quickhull (C. Barber et al., "The quickhull algorithm for convex hulls", 1996) that always takes
    in the point farthest outside. Points that lie less than FLATNESS of the extent above a facet
    are on it, which leaves the volume exact to some 1e-9.
    """
    extent = float(np.ptp(points, axis=0).max())
    growing = _Growing(points, extent * FLATNESS)
    corners = _tetrahedron(points, growing.tolerance)
    if corners is None:
        return Hull(points, np.empty((0, 3), np.intp), np.empty((0, 3)), True, 0.0)
    growing.add_facets(corners, np.arange(len(points)))
    added = 4
    while (farthest := growing.farthest()) and added < most_corners:
        growing.take_in(farthest[1])
        added += 1
    alive = np.isfinite(growing.offsets)
    slack = farthest[0] if farthest else 0.0
    return Hull(points, growing.facets[alive], growing.normals[alive], not farthest, slack)


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
