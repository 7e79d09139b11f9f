"""Reads binary STL."""

import re
import struct
from functools import partial
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.geometry.meshes.mesh import (
    LARGEST_COORDINATE,
    Limits,
    Mesh,
    Note,
    Unreadable,
    blocks,
    check_coordinates,
    check_count,
    corner_place,
)
from service.manufacturing.geometry.meshes.welding import weld

#: Binary STL (M. Burns, "Automated Fabrication", section 6.5): an 80-byte remark and a count,
#: then per triangle a normal, three corners and a 16-bit attribute, all little-endian.
HEAD_BYTES = 84
RECORD = np.dtype([("normal", "<f4", 3), ("corners", "<f4", (3, 3)), ("attribute", "<u2")])
_TEXT = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:solid|facet)", re.IGNORECASE)
#: Smaller coordinates than this, but zero, are other bytes that were taken for numbers.
LEAST_COORDINATE = 1e-20
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
    is_text = b"\0" not in head and _TEXT.match(head)
    return not is_text or has_exact_size(head, path.stat().st_size)


def looks_like_triangles(content: bytes) -> bool:
    """Whether bytes are whole records of triangles that have corners apart and no wild numbers."""
    if not content or len(content) % RECORD.itemsize:
        return False
    corners = np.frombuffer(content, RECORD)["corners"].astype(np.float64)
    if not (np.abs(corners) <= LARGEST_COORDINATE).all():
        return False
    sizes = np.abs(corners[corners != 0])
    apart = (corners != np.roll(corners, 1, axis=1)).any(axis=2).all()
    return bool(apart and (not len(sizes) or sizes.min() > LEAST_COORDINATE))


def read(path: Path, limits: Limits) -> Mesh:
    """Read a binary STL file; the stored normals are ignored, as the corners say it all.

    A file that is longer than its count says is read as what it is: with as many bytes behind
    each triangle as its attribute announces (M. Burns calls it the attribute byte count), with
    more triangles than counted, or with bytes at its end that are none; the latter two are noted.
    Raises Unreadable if it is shorter.
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
        check_count(triangles, limits)
        if size > needed and (places := _places(file, triangles, size)) is not None:
            return Mesh(*weld(_scattered(file, places)), "stl")
        further = _further(file, needed, size)
        triangles += further
        if triangles == 0:
            raise Unreadable("empty", "the STL file has 0 triangles")
        check_count(triangles, limits)
        file.seek(HEAD_BYTES)
        vertices, faces = weld(_corners(file, triangles))
    surplus = 0 if further else size - needed
    notes = (Note("triangles_not_counted", further), Note("surplus_bytes", surplus))
    return Mesh(vertices, faces, "stl", notes=tuple(note for note in notes if note.times))


def _places(file: BinaryIO, triangles: int, size: int) -> NDArray[np.int64] | None:
    """Where each record begins, if the bytes that attributes announce fill the file exactly."""
    places = np.empty(triangles, np.int64)
    at = HEAD_BYTES
    for number in range(triangles):
        places[number] = at
        file.seek(at + RECORD.itemsize - 2)
        attribute = file.read(2)
        if len(attribute) < 2:
            return None
        at += RECORD.itemsize + int.from_bytes(attribute, "little")
        if at > size:
            return None
    return places if at == size else None


def _scattered(file: BinaryIO, places: NDArray[np.int64]) -> NDArray[np.float32]:
    corners = np.empty((len(places), 3, 3), np.float32)
    for number, place in enumerate(places.tolist()):
        file.seek(place)
        corners[number] = np.frombuffer(file.read(RECORD.itemsize), RECORD)["corners"][0]
    rows = corners.reshape(-1, 3)
    check_coordinates(rows, corner_place)
    return rows.T


def _further(file: BinaryIO, start: int, size: int) -> int:
    """How many triangles follow that were not counted: all that follows are such, or none."""
    if (size - start) % RECORD.itemsize:
        return 0
    file.seek(start)
    while content := file.read(CHUNK * RECORD.itemsize):
        if not looks_like_triangles(content):
            return 0
    return (size - start) // RECORD.itemsize


def _corners(file: BinaryIO, triangles: int) -> NDArray[np.float32]:
    corners = np.empty((3, triangles * 3), np.float32)
    for part in blocks(triangles, CHUNK):
        records = np.fromfile(file, RECORD, part.stop - part.start)
        chunk = records["corners"].reshape(-1, 3)
        check_coordinates(chunk, partial(corner_place, before=part.start))
        corners[:, part.start * 3 : part.stop * 3] = chunk.T
    return corners
