"""Counts how triangles hang together: open and crowded edges, winding, bodies, duplicates."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.geometry.meshes.connectivity import roots
from service.manufacturing.geometry.meshes.matching import first_equal
from service.manufacturing.geometry.meshes.mesh import Indices


@dataclass(frozen=True)
class Topology:
    """How the triangles of a mesh are connected, those collapsed to a line or point left out.

    open_ends: int32 (k, 2), the two vertices of each edge that has one triangle only.
    crowded_ends: int32 (k, 2), the same for each edge that has more than two triangles.
    fraying: int32 (k,), the triangle that open_ends and crowded_ends were found at, one for each.
    wound_consistently: whether two triangles at an edge always walk it in opposite directions.
    bodies: shells connected through edges of exactly two triangles; a cavity is one of its own.
    shells: int32 (m,), for each triangle the first one of its shell; -1 for a collapsed one.
    collapsed: triangles with two equal corners.
    duplicates: triangles with the same three corners as an earlier one.
    """

    open_ends: Indices
    crowded_ends: Indices
    fraying: Indices
    wound_consistently: bool
    bodies: int
    shells: Indices
    collapsed: int
    duplicates: int

    @property
    def closed(self) -> bool:
        """Whether there are triangles, and every edge is shared by exactly two of them."""
        return self.bodies > 0 and not len(self.open_ends) + len(self.crowded_ends)


def connect(faces: Indices) -> Topology:
    """Work out the topology of `faces`, int32 (m, 3) over distinct vertices.

    Needs some 110 bytes per triangle for the time of the call.
    """
    a, b, c = faces.T
    standing = (a != b) & (b != c) & (c != a)
    collapsed = len(faces) - int(np.count_nonzero(standing))
    numbers = np.flatnonzero(standing).astype(np.int32)
    if collapsed:
        faces = faces[standing]
    starts, ends = faces.ravel(), faces[:, (1, 2, 0)].ravel()
    first = match_edges(starts, ends)
    sharing = np.bincount(first, minlength=len(first))
    single, crowded = np.flatnonzero(sharing == 1), np.flatnonzero(sharing > 2)
    later, earlier = shared_edges(first, sharing)
    opposed = (starts[later] < ends[later]) != (starts[earlier] < ends[earlier])
    heads = roots(len(faces), later // np.int32(3), earlier // np.int32(3))
    shells = np.full(len(standing), -1, np.int32)
    shells[numbers] = numbers[heads]
    return Topology(
        open_ends=np.stack([starts[single], ends[single]], axis=1),
        crowded_ends=np.stack([starts[crowded], ends[crowded]], axis=1),
        fraying=numbers[np.concatenate([single, crowded]) // 3],
        wound_consistently=bool(opposed.all()),
        bodies=int(np.count_nonzero(shells == np.arange(len(shells), dtype=np.int32))),
        shells=shells,
        collapsed=collapsed,
        duplicates=_duplicates(faces, first, crowded=len(crowded) > 0),
    )


def match_edges(starts: Indices, ends: Indices) -> Indices:
    """For each walked edge the index of the first one over the same two vertices."""
    low, high = np.minimum(starts, ends), np.maximum(starts, ends)
    return first_equal([low.view(np.uint32), high.view(np.uint32)])


def shared_edges(first: Indices, sharing: NDArray[np.intp]) -> tuple[Indices, Indices]:
    """The two walks along each edge that exactly two triangles share."""
    later = np.flatnonzero(first != np.arange(len(first), dtype=np.int32)).astype(np.int32)
    earlier = first[later]
    paired = sharing[earlier] == 2
    return (later, earlier) if paired.all() else (later[paired], earlier[paired])


def _duplicates(faces: Indices, first: Indices, *, crowded: bool) -> int:
    """Where no edge has more than two triangles, two equal ones have only each other."""
    numbers = np.arange(len(faces), dtype=np.int32)
    if not crowded:
        neighbours = first.reshape(-1, 3) // np.int32(3)
        alone = (neighbours[:, :1] == neighbours).all(axis=1)
        return int(np.count_nonzero(alone & (neighbours[:, 0] != numbers)))
    corners = np.sort(faces, axis=1)
    first = first_equal([np.ascontiguousarray(column).view(np.uint32) for column in corners.T])
    return int(np.count_nonzero(first != numbers))
