"""Pairs the triangles at edges that more than two of them share."""

from collections import defaultdict, deque
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.geometry.meshes.connectivity import roots
from service.manufacturing.geometry.meshes.mesh import Floats, Indices
from service.manufacturing.geometry.topology import match_edges, shared_edges
from service.manufacturing.geometry.vectors import cross, dot

Numbers = NDArray[np.intp]

#: Parts of a full turn about an edge; triangles less than one apart lie in the same direction.
FULL_TURN = 1 << 30


def pair_walks(vertices: Floats, faces: Indices) -> tuple[Numbers, NDArray[np.bool_]]:
    """For each walk along an edge, 3 i + k from corner k of face i, the one it is paired with.

    And for each face whether its surface was paired with another one where it was not the only
    one.
    """
    starts, ends = faces.ravel(), faces[:, (1, 2, 0)].ravel()
    first = match_edges(starts, ends)
    sharing = np.bincount(first, minlength=len(first))
    later, earlier = shared_edges(first, sharing)
    mates = np.full(len(first), -1, np.intp)
    mates[later], mates[earlier] = earlier, later
    patches = roots(len(faces), later // np.int32(3), earlier // np.int32(3))
    joined = np.zeros(len(faces), bool)
    crowded = np.flatnonzero(sharing[first] > 2)
    if len(crowded):
        turns = _turns(vertices, faces, crowded, first[crowded])
        ways = starts[crowded] < ends[crowded]
        edges = _CrowdedEdges(
            crowded.tolist(),
            first[crowded].tolist(),
            patches[crowded // 3].tolist(),
            ways.tolist(),
            turns.tolist(),
        )
        for walk, mate in edges.pairs():
            mates[walk], mates[mate] = mate, walk
        joined[list(edges.joined)] = True
    return mates, joined[patches]


def _turns(vertices: Floats, faces: Indices, walks: Numbers, edges: Indices) -> Numbers:
    """In which direction from its edge each walk's triangle lies, 0 <= turn < FULL_TURN.

    Counted about the edge from its lower vertex to its higher one, by the place along a square
    instead of along a circle, so that no function decides that differs between machines.
    """
    face, corner = walks // 3, walks % 3
    start, end = faces[face, corner], faces[face, (corner + 1) % 3]
    low = vertices[np.minimum(start, end)]
    along = vertices[np.maximum(start, end)] - low
    out = vertices[faces[face, (corner + 2) % 3]] - low
    lengths = np.maximum(dot(along, along), np.finfo(float).tiny)
    out -= along * (dot(out, along) / lengths)[:, None]
    _, begins, edge = np.unique(edges, return_index=True, return_inverse=True)
    ahead = out[begins][edge]
    aside = cross(along, ahead) / np.sqrt(lengths)[:, None]
    x, y = dot(out, ahead), dot(out, aside)
    share = y / np.maximum(np.abs(x) + np.abs(y), np.finfo(float).tiny)
    quarters = np.where(x < 0, 2 - share, np.where(y < 0, 4 + share, share))
    turns: Numbers = np.rint(quarters * (FULL_TURN / 4)).astype(np.intp) % FULL_TURN
    return turns


class _CrowdedEdges:
    """The edges of more than two triangles, while the walks along them are being paired."""

    def __init__(
        self,
        walks: list[int],
        edges: list[int],
        patches: list[int],
        ways: list[bool],
        turns: list[int],
    ) -> None:
        self._patch = dict(zip(walks, patches, strict=True))
        self._turn = dict(zip(walks, turns, strict=True))
        self._left: dict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        self._along: dict[int, set[int]] = defaultdict(set)
        self._parent = {patch: patch for patch in patches}
        self.joined: set[int] = set()
        for walk, edge, patch, way in zip(walks, edges, patches, ways, strict=True):
            self._left[edge][way].append(walk)
            self._along[patch].add(edge)

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Pair all walks: those of one surface first, then those that bound the thinnest wedge."""
        for edge in list(self._left):
            yield from self._of_one_surface(edge)
        for edge, (backwards, forwards) in self._left.items():
            while forwards:
                wedges = [(self._wedge(b, f), b, f) for b in backwards for f in forwards]
                _, back, forth = min(wedges)
                backwards.remove(back)
                forwards.remove(forth)
                yield back, forth
                yield from self._spread(self._join(self._patch[back], self._patch[forth]))
                yield from self._of_one_surface(edge)

    def _spread(self, edges: set[int]) -> Iterator[tuple[int, int]]:
        waiting = deque(sorted(edges))
        while waiting:
            yield from self._of_one_surface(waiting.popleft())

    def _of_one_surface(self, edge: int) -> Iterator[tuple[int, int]]:
        backwards, forwards = self._left[edge]
        wedges = sorted(
            (self._wedge(back, forth), back, forth)
            for back in backwards
            for forth in forwards
            if self._root(self._patch[back]) == self._root(self._patch[forth])
        )
        if len(wedges) > 1:
            self.joined |= {self._patch[back] for _, back, _ in wedges}
        for _, back, forth in wedges:
            if back in backwards and forth in forwards:
                backwards.remove(back)
                forwards.remove(forth)
                yield back, forth

    def _wedge(self, back: int, forth: int) -> int:
        """The turn through material from a walk to one the other way; a full one for none."""
        return (self._turn[forth] - self._turn[back]) % FULL_TURN or FULL_TURN

    def _root(self, patch: int) -> int:
        while self._parent[patch] != patch:
            self._parent[patch] = patch = self._parent[self._parent[patch]]
        return patch

    def _join(self, one: int, other: int) -> set[int]:
        """Make two surfaces one; the edges that both lie along and that have walks left."""
        self.joined |= {one, other}
        one, other = self._root(one), self._root(other)
        if len(self._along[one]) < len(self._along[other]):
            one, other = other, one
        self._parent[other] = one
        shared = {edge for edge in self._along[other] & self._along[one] if self._left[edge][0]}
        self._along[one] |= self._along.pop(other)
        return shared
