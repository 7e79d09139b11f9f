"""Reads Wavefront OBJ: all its objects together, polygons cut into fans."""

from array import array
from collections.abc import Iterator
from itertools import count, pairwise
from pathlib import Path
from typing import BinaryIO

import numpy as np

from service.manufacturing.meshes.mesh import MIB, Limits, Mesh, Unreadable, check_count
from service.manufacturing.meshes.polygons import indexed_mesh

#: Longest line, continuations included.
LONGEST_LINE_BYTES = MIB


def read(path: Path, limits: Limits) -> Mesh:
    """Read the vertices and faces of an OBJ file (Wavefront, "Object Files (.obj)", appendix B1).

    Indices count from 1, or backwards from the latest vertex if negative. Everything but `v` and
    `f` is passed over. Objects share one list of vertices, so they are welded as one.
    Raises Unreadable with the number of the line that makes no sense.
    """
    coordinates, corners = array("d"), array("q")
    with path.open("rb") as file:
        for number, words in _lines(file):
            try:
                if words[0] == b"v":
                    x, y, z = words[1:4]
                    coordinates.extend((float(x), float(y), float(z)))
                elif words[0] == b"f":
                    _fan(words[1:], len(coordinates) // 3, corners)
                    check_count(len(corners) // 3, limits)
            except (ValueError, OverflowError) as error:
                raise Unreadable("malformed", f"line {number:,} of the OBJ: {error}") from error
    vertices = np.frombuffer(coordinates, np.float64).reshape(-1, 3)
    return indexed_mesh(vertices, np.frombuffer(corners, np.int64).reshape(-1, 3), "obj")


def _lines(file: BinaryIO) -> Iterator[tuple[int, list[bytes]]]:
    """The words of each line that has any, lines that end in a backslash joined."""
    pieces: list[bytes] = []
    length = 0
    for number in count(1):
        line = file.readline(LONGEST_LINE_BYTES)
        length += len(line)
        if length >= LONGEST_LINE_BYTES:
            raise Unreadable(
                "malformed",
                f"line {number:,} of the OBJ is longer than {LONGEST_LINE_BYTES:,} bytes",
            )
        pieces.append(line.rstrip())
        if line and pieces[-1].endswith(b"\\"):
            pieces[-1] = pieces[-1][:-1]
            continue
        if words := b" ".join(pieces).split():
            yield number, words
        if not line:
            return
        pieces, length = [], 0


def _fan(words: list[bytes], vertices: int, corners: "array[int]") -> None:
    """Append the triangles of one polygon, zero-based."""
    polygon = []
    for word in words:
        index = int(word.partition(b"/")[0])
        position = index - 1 if index > 0 else vertices + index
        if index == 0 or position < 0:
            raise ValueError(f"a face names vertex {index} when there are {vertices:,}")
        polygon.append(position)
    if len(polygon) < 3:
        raise ValueError(f"a face has {len(polygon)} corners")
    for second, third in pairwise(polygon[1:]):
        corners.extend((polygon[0], second, third))
