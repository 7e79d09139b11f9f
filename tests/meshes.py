"""Makes test solids and writes them as STL, 3MF, OBJ and PLY files."""

import struct
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Vertices = NDArray[np.float64]
Faces = NDArray[np.int64]
Solid = tuple[Vertices, Faces]


def box(x: float = 20.0, y: float = 20.0, z: float = 20.0) -> Solid:
    """A cuboid from the origin to (x, y, z), 12 triangles, normals outwards."""
    corners = np.array([[i, j, k] for i in (0, x) for j in (0, y) for k in (0, z)], float)
    quads = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
    faces = [(a, b, c) for a, b, c, _ in quads] + [(a, c, d) for a, _, c, d in quads]
    return corners, np.array(faces)


def stl(solid: Solid, head: bytes = b"test solid") -> bytes:
    """Binary STL with zero normals, which every reader must be able to do without."""
    vertices, faces = solid
    records = np.zeros(len(faces), [("normal", "<f4", 3), ("at", "<f4", (3, 3)), ("a", "<u2")])
    records["at"] = vertices[faces]
    return head.ljust(80)[:80] + struct.pack("<I", len(faces)) + records.tobytes()


def cube_stl(size: float = 20.0) -> bytes:
    """A cube of `size` file units as binary STL."""
    return stl(box(size, size, size))


def joined(solids: Iterable[Solid]) -> Solid:
    """Several solids as one soup."""
    vertices, faces, used = [], [], 0
    for points, triangles in solids:
        vertices.append(points)
        faces.append(triangles + used)
        used += len(points)
    return np.concatenate(vertices), np.concatenate(faces)
