"""Reads binary STL."""

import struct
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.meshes.mesh import (
    Limits,
    Mesh,
    Unreadable,
    blocks,
    check_coordinates,
    check_count,
)
from service.manufacturing.meshes.welding import weld

#: Binary STL (M. Burns, "Automated Fabrication", section 6.5): an 80-byte remark and a count,
#: then per triangle a normal, three corners and a 16-bit attribute, all little-endian.
HEAD_BYTES = 84
RECORD = np.dtype([("normal", "<f4", 3), ("corners", "<f4", (3, 3)), ("attribute", "<u2")])
#: Records read at once, some 3 MB.
CHUNK = 1 << 16


def promised_triangles(head: bytes) -> int:
    """The count in the first 84 bytes of a binary file; it may lie."""
    (count,) = struct.unpack_from("<I", head, HEAD_BYTES - 4)
    return int(count)


def has_exact_size(head: bytes, size: int) -> bool:
    """Whether a file is as long as a binary STL that starts like this, which text never is."""
    if len(head) < HEAD_BYTES:
        return False
    return size == HEAD_BYTES + RECORD.itemsize * promised_triangles(head)


def is_binary(path: Path) -> bool:
    """Tell a binary STL file, whole or damaged, from a text; its remark may say `solid` too."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    # Below 16 million triangles the count has a zero byte, which no text has.
    return has_exact_size(head, path.stat().st_size) or b"\0" in head


def read(path: Path, limits: Limits) -> Mesh:
    """Read a binary STL file; the stored normals are ignored, as the corners say it all.

    Raises Unreadable unless the file is exactly as long as its triangle count says.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        triangles = promised_triangles(file.read(HEAD_BYTES))
        needed = HEAD_BYTES + RECORD.itemsize * triangles
        if size < needed:
            raise Unreadable(
                "truncated",
                f"the file says {triangles:,} triangles, which take {needed:,} bytes, "
                f"but has only {size:,}",
            )
        if size > needed:
            raise Unreadable(
                "malformed",
                f"the file says {triangles:,} triangles, which take {needed:,} bytes, "
                f"but has {size - needed:,} more",
            )
        if triangles == 0:
            raise Unreadable("empty", "the STL file has 0 triangles")
        check_count(triangles, limits)
        vertices, faces = weld(_corners(file, triangles))
    return Mesh(vertices, faces, "stl")


def _corners(file: BinaryIO, triangles: int) -> NDArray[np.float32]:
    corners = np.empty((3, triangles * 3), np.float32)
    for part in blocks(triangles, CHUNK):
        records = np.fromfile(file, RECORD, part.stop - part.start)
        chunk = records["corners"].reshape(-1, 3)
        check_coordinates(chunk, first=part.start * 3)
        corners[:, part.start * 3 : part.stop * 3] = chunk.T
    return corners
