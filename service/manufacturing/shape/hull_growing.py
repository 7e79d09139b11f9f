"""Grows a convex hull by many corners at once, wherever they do not get in each other's way."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.meshes.mesh import Floats, blocks
from service.manufacturing.shape.rays import cross, dot

#: Pairs of a point and a facet that are looked at at once.
BLOCK = 1 << 18

Numbers = NDArray[np.intp]


#: What a slot without a facet holds: nothing lies outside of it.
_EMPTY = {"offsets": np.inf, "farthest": -1}


@dataclass(frozen=True)
class _Rim:
    """The edges around what apexes see, by owner and start, each with the facet beyond it.

    sides: of the outer facet's edges the one that is the same, walked the other way.
    """

    owner: Numbers
    starts: Numbers
    ends: Numbers
    outer: Numbers
    sides: Numbers


@dataclass
class Growing:
    """A hull while corners are added. Slots of facets that are gone are used again.

    facets: corners, counter-clockwise from outside. beside: the slot of the neighbour across the
    edge from each corner to the next. farthest, heights: of the points that were given to each
    facet the one farthest outside, -1 for none. waiting, given_to: points outside, and the facet
    that each was given to.
    """

    points: Floats
    tolerance: float
    facets: Numbers = field(default_factory=lambda: np.zeros((0, 3), np.intp))
    beside: Numbers = field(default_factory=lambda: np.zeros((0, 3), np.intp))
    normals: Floats = field(default_factory=lambda: np.zeros((0, 3)))
    offsets: Floats = field(default_factory=lambda: np.zeros(0))
    farthest: Numbers = field(default_factory=lambda: np.zeros(0, np.intp))
    heights: Floats = field(default_factory=lambda: np.zeros(0))
    free: Numbers = field(default_factory=lambda: np.zeros(0, np.intp))
    waiting: Numbers = field(default_factory=lambda: np.zeros(0, np.intp))
    given_to: Numbers = field(default_factory=lambda: np.zeros(0, np.intp))

    def begin(self, corners: Numbers) -> None:
        """Start with the facets (4, 3) of a tetrahedron; all points wait outside of them."""
        slots = self._put(corners)
        for facet, slot in zip(corners, slots, strict=True):
            for side in range(3):
                opposite = (corners != facet[(side + 2) % 3]).all(axis=1)
                self.beside[slot, side] = slots[opposite][0]
        count = len(self.points)
        first = np.zeros(count, np.intp)
        self._hand_out(np.arange(count), first, first + len(slots), slots)

    def grow(self, most: int) -> int:
        """Take in as many points as do not get in each other's way; say how many, 0 at the end.

        Every facet with points outside asks for its farthest. Of those that see the same facets,
        or ones next to each other, the farthest goes first; the others then see the new hull.
        """
        asking = np.flatnonzero(self.farthest >= 0)
        asking = asking[np.argsort(-self.heights[asking], kind="stable")][:most]
        if not len(asking):
            return 0
        apexes = self.farthest[asking]
        return self._take_in(apexes, *self._seen(asking, self.points[apexes]))

    @property
    def alive(self) -> NDArray[np.bool_]:
        """The slots that hold a facet."""
        return np.isfinite(self.offsets)

    def _put(self, corners: Numbers) -> Numbers:
        if len(self.free) < len(corners):
            self._widen(len(corners))
        slots, self.free = self.free[: len(corners)], self.free[len(corners) :]
        a, b, c = (self.points[column] for column in corners.T)
        normals = cross(b - a, c - a)
        sizes = np.sqrt(dot(normals, normals))[:, None]
        normals = np.divide(normals, sizes, out=np.zeros_like(normals), where=sizes > 0)
        self.facets[slots], self.normals[slots] = corners, normals
        self.offsets[slots] = dot(normals, a)
        self.farthest[slots], self.heights[slots] = -1, 0
        return slots

    def _widen(self, wanted: int) -> None:
        old = len(self.offsets)
        more = max(old, wanted, 64)
        self.free = np.concatenate([self.free, np.arange(old, old + more)])
        for name in ("facets", "beside", "normals", "offsets", "farthest", "heights"):
            column = getattr(self, name)
            empty = np.full((more, *column.shape[1:]), _EMPTY.get(name, 0), column.dtype)
            setattr(self, name, np.concatenate([column, empty]))

    def _hand_out(self, points: Numbers, first: Numbers, count: Numbers, slots: Numbers) -> None:
        """Give each to the facet it is farthest outside of, among slots[first : first + count]."""
        waiting, given_to = [self.waiting], [self.given_to]
        for part in blocks(len(points), max(BLOCK // int(count.max(initial=1)), 1)):
            ends = np.cumsum(count[part])
            starts = ends - count[part]
            rows = np.repeat(np.arange(len(starts)), count[part])
            tried = slots[np.arange(len(rows)) + (first[part] - starts)[rows]]
            asked = points[part][rows]
            above = dot(self.normals[tried], self.points[asked]) - self.offsets[tried]
            best = np.maximum.reduceat(above, starts)[rows]
            won = np.flatnonzero((above == best) & (above > self.tolerance))
            won = won[_heads(rows[won])]
            self._note(asked[won], tried[won], above[won])
            waiting.append(asked[won])
            given_to.append(tried[won])
        self.waiting, self.given_to = np.concatenate(waiting), np.concatenate(given_to)

    def _note(self, points: Numbers, slots: Numbers, heights: Floats) -> None:
        order = np.lexsort((points, -heights, slots))
        top = order[_heads(slots[order])]
        top = top[heights[top] > self.heights[slots[top]]]
        self.farthest[slots[top]], self.heights[slots[top]] = points[top], heights[top]

    def _seen(self, asking: Numbers, tops: Floats) -> tuple[Numbers, Numbers]:
        """The facets that the tops see, and whose each is: of those that may go at once."""
        ranks = np.arange(len(asking))
        claimed = np.full(len(self.offsets), len(asking))
        claimed[asking] = ranks
        last = np.empty_like(claimed)
        facets, owners, lost = [asking], [ranks], np.zeros(len(asking), bool)
        while len(facets[-1]):
            around, mine = self.beside[facets[-1]].ravel(), np.repeat(owners[-1], 3)
            new = claimed[around] > mine
            around, mine = around[new], mine[new]
            visible = dot(self.normals[around], tops[mine]) - self.offsets[around] > self.tolerance
            around, mine = around[visible], mine[visible]
            np.minimum.at(claimed, around, mine)
            beaten = claimed[around] < mine
            lost[mine[beaten]] = True
            around, mine = around[~beaten], mine[~beaten]
            last[around] = np.arange(len(around))
            once = last[around] == np.arange(len(around))
            facets.append(around[once])
            owners.append(mine[once])
        seen, owner = np.concatenate(facets), np.concatenate(owners)
        rival = np.minimum(claimed[seen], claimed[self.beside[seen]].min(axis=1))
        lost[owner[rival < owner]] = True
        return seen[~lost[owner]], owner[~lost[owner]]

    def _rim(self, seen: Numbers, owner: Numbers) -> _Rim:
        mine = np.full(len(self.offsets), -1)
        mine[seen] = owner
        places, sides = np.nonzero(mine[self.beside[seen]] != owner[:, None])
        order = np.lexsort((self.facets[seen[places], sides], owner[places]))
        places, sides = places[order], sides[order]
        inner = seen[places]
        outer, ends = self.beside[inner, sides], self.facets[inner, (sides + 1) % 3]
        back = (self.facets[outer] == ends[:, None]).argmax(axis=1)
        return _Rim(owner[places], self.facets[inner, sides], ends, outer, back)

    def _take_in(self, apexes: Numbers, seen: Numbers, owner: Numbers) -> int:
        """Replace what each apex sees by a cone over its rim; say how many apexes there were."""
        rim = self._rim(seen, owner)
        whose = np.full(len(self.offsets), -1)
        whose[seen] = owner
        owners = whose[self.given_to]
        moving = (owners >= 0) & (self.waiting != apexes[owners])
        points, owners, still = self.waiting[moving], owners[moving], owners < 0
        self.waiting, self.given_to = self.waiting[still], self.given_to[still]
        self.offsets[seen], self.normals[seen], self.farthest[seen] = np.inf, 0, -1
        self.free = np.concatenate([self.free, seen])
        slots = self._put(np.stack([rim.starts, rim.ends, apexes[rim.owner]], axis=1))
        # By owner and start; in that order by owner and end are those that come before each.
        before = slots[np.lexsort((rim.ends, rim.owner))]
        self.beside[slots, 0], self.beside[rim.outer, rim.sides] = rim.outer, slots
        self.beside[before, 1], self.beside[slots, 2] = slots, before
        first = _heads(rim.owner)
        count = np.diff(first, append=len(slots))
        place = np.searchsorted(rim.owner[first], owners)
        self._hand_out(points, first[place], count[place], slots)
        return len(first)


def _heads(ordered: Numbers) -> Numbers:
    """Where in an ordered column each value stands first."""
    return np.flatnonzero(np.diff(ordered, prepend=-1))
