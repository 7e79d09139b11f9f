"""Measures the shells of a closed surface, each by itself, and finds those that may meet."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.geometry.meshes.mesh import Floats, Indices, blocks
from service.manufacturing.geometry.topology import Topology
from service.manufacturing.geometry.union.neighbours import touching
from service.manufacturing.geometry.vectors import cross, dot, lengths

#: Share of the extent that surfaces may lie apart and still count as touching: what single
#: precision makes of faces that were one, and a hundredth of what any machine can build.
TOUCHING = 1e-6
#: Triangles per block: its temporaries stay in the cache of one core.
BLOCK = 1 << 14

Numbers = NDArray[np.intp]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Shells:
    """The k shells of a surface: signed volumes, surfaces (k,) and boxes (k, 3).

    `labels` (m,) is the shell of each face, -1 for a collapsed one; `order` are the faces by
    shell, those of shell i from `begins[i]` to `begins[i + 1]`.
    """

    faces: Indices
    labels: Numbers
    order: Numbers
    begins: Numbers
    volumes: Floats
    surfaces: Floats
    lows: Floats
    highs: Floats

    def __len__(self) -> int:
        return len(self.volumes)

    def faces_of(self, shell: int) -> Indices:
        """The triangles of one shell."""
        shell_faces: Indices = self.faces[self.order[self.begins[shell] : self.begins[shell + 1]]]
        return shell_faces

    @cached_property
    def flat(self) -> Flags:
        """Which shells are too thin to be a body."""
        sides = (self.highs - self.lows).max(axis=1)
        flat: Flags = 2 * np.abs(self.volumes) <= TOUCHING * sides * self.surfaces
        return flat

    @property
    def sheets(self) -> Flags:
        """Which shells have no thickness, beside others that have one."""
        return self.flat & (not self.flat.all())

    def having(self, flags: Flags) -> Flags:
        """Which shells have a face that is flagged (m,)."""
        some = np.zeros(len(self), bool)
        some[self.labels[flags & (self.labels >= 0)]] = True
        return some

    def meeting(self, sheets: Flags, alone: Flags) -> Iterator[Numbers]:
        """The shells, sheets left out, of each group of several whose boxes touch each other.

        And those that make a group `alone`.
        """
        groups = touching(self.lows, self.highs)
        order = np.argsort(groups, kind="stable")
        starts = np.flatnonzero(np.diff(groups[order], prepend=-1))
        for group in np.split(order, starts[1:]):
            members = group[~sheets[group]]
            if len(members) > 1 or alone[members].any():
                yield members


def measure_shells(vertices: Floats, faces: Indices, topology: Topology) -> Shells:
    """Measure the shells of a closed surface, volumes about the middle of the box of all."""
    standing = topology.shells >= 0
    heads, shell_numbers = np.unique(topology.shells[standing], return_inverse=True)
    count = len(heads)
    labels = np.full(len(standing), -1, np.intp)
    labels[standing] = shell_numbers
    order = np.argsort(labels, kind="stable")
    begins = np.searchsorted(labels[order], np.arange(count + 1))
    middle = (vertices.min(axis=0) + vertices.max(axis=0)) / 2
    volumes, surfaces = np.zeros(count), np.zeros(count)
    lows, highs = np.empty((len(faces), 3)), np.empty((len(faces), 3))
    for part in blocks(len(faces), BLOCK):
        mine = labels[part]
        a, b, c = (vertices[column] - middle for column in faces[part].T)
        lows[part] = np.minimum(np.minimum(a, b), c)
        highs[part] = np.maximum(np.maximum(a, b), c)
        normals = cross(b - a, c - a)
        some = mine >= 0
        sixfold, doubled = dot(a, normals)[some], lengths(normals)[some]
        volumes += np.bincount(mine[some], sixfold, minlength=count)
        surfaces += np.bincount(mine[some], doubled, minlength=count)
    lows = np.minimum.reduceat(lows[order], begins[:-1], axis=0)
    highs = np.maximum.reduceat(highs[order], begins[:-1], axis=0)
    return Shells(faces, labels, order, begins, volumes / 6, surfaces / 2, lows, highs)
