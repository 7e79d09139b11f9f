"""Separates touching bodies by the order in which a file lists their faces."""

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.geometry.meshes.mesh import Floats, Indices
from service.manufacturing.geometry.meshes.welding import edges_of, weld_indexed

Shell = tuple[Floats, Indices]


def separate(vertices: Floats, faces: Indices, patches: NDArray[np.intp]) -> list[Shell]:
    """Cut triangles (m, 3) over unwelded vertices into shells, each welded by itself.

    Triangles of one patch belong together; patches[i], ascending, is that of triangle i. Patches
    at a common edge belong together as well, but of four at one edge the first two and the last
    two: a file gives all faces of one solid before those of the next. Triangles that are a line
    or a point are left out.
    """
    _, welded = weld_indexed(vertices, faces)
    standing = (welded != np.roll(welded, 1, axis=1)).all(axis=1)
    faces, welded, patches = faces[standing], welded[standing], patches[standing]
    edges = edges_of(welded)
    order = np.argsort(edges, kind="stable")
    new = np.flatnonzero(np.diff(edges[order], prepend=-1))
    rank = np.arange(len(order)) - np.repeat(new, np.diff(new, append=len(order)))
    second = np.flatnonzero(rank % 2)
    touching = np.stack([patches[order[second - 1] // 3], patches[order[second] // 3]], axis=1)
    shell = _joined(int(patches.max(initial=-1)) + 1, np.unique(touching, axis=0))[patches]
    return [weld_indexed(vertices, faces[shell == number]) for number in np.unique(shell)]


def _joined(count: int, pairs: NDArray[np.intp]) -> NDArray[np.intp]:
    """For each of `count` patches the first one that it hangs together with."""
    first = list(range(count))

    def head(patch: int) -> int:
        while first[patch] != patch:
            first[patch] = first[first[patch]]
            patch = first[patch]
        return patch

    for one, other in pairs.tolist():
        low, high = sorted((head(one), head(other)))
        first[high] = low
    return np.array([head(patch) for patch in range(count)], np.intp)
