"""Gives a mesh the one form that does not depend on how, or where, its file has written it."""

from dataclasses import replace
from math import frexp, ldexp

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.geometry.meshes.mesh import Floats, Indices, Mesh

#: Steps of the grid along the part, as bits, by which vertices are sorted: a step is far coarser
#: than the single precision of an STL file, so the same part in another format, or elsewhere, is
#: sorted alike. Three of them fit a key of 64 bits.
ORDER_BITS = 20
#: The finest step, so that its inverse is a number.
_FINEST = -1000


def canonical(mesh: Mesh) -> Mesh:
    """The same triangles with the low corner of their box at the origin, in canonical order.

    Vertices are sorted by x, y, z in steps of a 2**ORDER_BITS-th of the extent, and within a step
    by their coordinates; each triangle begins with its first vertex and keeps its winding;
    triangles are sorted by their vertices. Coordinates are otherwise those of the file. It is the
    same for files that differ in the order of their triangles or vertices, or in where a triangle
    begins. O(m log m); some 70 bytes per triangle for the time of the call.
    """
    vertices = mesh.vertices - mesh.vertices.min(axis=0) + 0.0  # no -0.0, which is no other place
    order = np.lexsort((*vertices.T[::-1], _steps(vertices)))
    number = np.empty(len(order), np.int32)
    number[order] = np.arange(len(order), dtype=np.int32)
    return replace(mesh, vertices=vertices[order], faces=_sorted(number[mesh.faces]))


def _steps(vertices: Floats) -> NDArray[np.uint64]:
    step = ldexp(1.0, max(frexp(float(vertices.max()))[1] - ORDER_BITS, _FINEST))
    keys = np.zeros(len(vertices), np.uint64)
    for coordinates in vertices.T:
        keys <<= np.uint64(ORDER_BITS + 1)
        keys |= np.rint(coordinates / step).astype(np.uint64)
    return keys


def _sorted(faces: Indices) -> Indices:
    """Each from its smallest index on, then all by their indices."""
    a, b, c = faces.T
    second, third = (b < a) & (b <= c), (c <= a) & (c < b)
    one = np.where(second, b, np.where(third, c, a))
    two = np.where(second, c, np.where(third, a, b))
    three = np.where(second, a, np.where(third, b, c))
    order = np.lexsort((three, one.astype(np.int64) << np.int64(32) | two))
    return np.stack([one, two, three], axis=1)[order]
