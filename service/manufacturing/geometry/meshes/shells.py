"""Separates touching bodies by the order in which a file lists their faces."""

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.geometry.meshes.connectivity import roots
from service.manufacturing.geometry.meshes.mesh import Floats, Indices, Piece
from service.manufacturing.geometry.meshes.welding import edges_of, weld_indexed


def separate(vertices: Floats, faces: Indices, patches: NDArray[np.intp]) -> list[Piece]:
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
    one, other = (patches[order[walks] // 3].astype(np.int32) for walks in (second - 1, second))
    shell = roots(int(patches.max(initial=-1)) + 1, one, other)[patches]
    return [weld_indexed(vertices, faces[shell == number]) for number in np.unique(shell)]
