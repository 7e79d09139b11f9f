"""The canonical form of a mesh, independent of how and where its file has written it."""

from collections.abc import Sequence
from dataclasses import replace
from math import frexp, ldexp

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.geometry.meshes.mesh import Floats, Indices, Mesh, blocks

#: Steps of the grid along the part, as bits, by which vertices are sorted: a step is far coarser
#: than the single precision of an STL file, so the same part in another format, or elsewhere, is
#: sorted alike. Three of them fit a key of 64 bits.
ORDER_BITS = 20
#: The finest step, so that its inverse is a number.
_FINEST = -1000
#: Two indices of vertices make a key.
_INDEX_BITS = 32
_INDEX = (1 << _INDEX_BITS) - 1
#: Triangles per block: its temporaries stay in the cache of one core.
BLOCK = 1 << 14


def canonical(mesh: Mesh) -> Mesh:
    """The same triangles with the low corner of their box at the origin, in canonical order.

    Vertices are sorted by x, y, z in steps of a 2**ORDER_BITS-th of the extent, and within a step
    by their coordinates; each triangle begins with its first vertex and keeps its winding;
    triangles are sorted by their vertices. Coordinates are otherwise those of the file. It is the
    same for files that differ in the order of their triangles or vertices, or in where a triangle
    begins. O(m log m); some 70 bytes per triangle for the time of the call.
    """
    vertices = mesh.vertices - mesh.vertices.min(axis=0)
    vertices += 0.0  # no -0.0, which is no other place
    order = _order(_steps(vertices), vertices.T)
    number = np.empty(len(order), np.int32)
    number[order] = np.arange(len(order), dtype=np.int32)
    faces = number.take(mesh.faces, mode="clip")
    del number
    return replace(mesh, vertices=vertices.take(order, axis=0, mode="clip"), faces=_sorted(faces))


def _steps(vertices: Floats) -> NDArray[np.uint64]:
    step = ldexp(1.0, max(frexp(float(vertices.max()))[1] - ORDER_BITS, _FINEST))
    keys = np.zeros(len(vertices), np.uint64)
    for coordinates in vertices.T:
        keys <<= np.uint64(ORDER_BITS + 1)
        keys |= np.rint(coordinates / step).astype(np.uint64)
    return keys


def _sorted(faces: Indices) -> Indices:
    """Each from its smallest index on, then all by their indices."""
    pairs, last = np.empty(len(faces), np.int64), np.empty(len(faces), np.int32)
    for part in blocks(len(faces), BLOCK):
        a, b, c = faces[part].T.astype(np.int64)
        first = np.minimum(np.minimum(_pair(a, b), _pair(b, c)), _pair(c, a))
        pairs[part] = first
        last[part] = a + b + c - (first >> _INDEX_BITS) - (first & _INDEX)
    order = _order(pairs, [last])
    sorted_faces = np.empty_like(faces)
    np.take(last, order, mode="clip", out=sorted_faces[:, 2])
    pairs = pairs.take(order, mode="clip")
    sorted_faces[:, 0] = pairs >> _INDEX_BITS
    sorted_faces[:, 1] = pairs & _INDEX
    return sorted_faces


def _pair(one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.int64]:
    return one << _INDEX_BITS | other


def _order(keys: NDArray[np.integer], further: Sequence[NDArray[np.number]]) -> NDArray[np.intp]:
    """The order by `keys`, among equal ones by the `further` keys, the first of them first.

    Few are equal, so these alone are sorted by more than one key: in the order of their places
    where all keys are equal, whatever the kernel that sorts does with them.
    """
    order = np.argsort(keys)
    ordered = keys.take(order, mode="clip")
    same = ordered[1:] == ordered[:-1]
    if same.any():
        equal = np.zeros(len(keys), bool)
        equal[1:] |= same
        equal[:-1] |= same
        places = np.sort(order[equal])
        columns = [column[places] for column in reversed(further)]
        order[equal] = places[np.lexsort((*columns, keys[places]))]
    return order
