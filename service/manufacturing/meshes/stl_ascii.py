"""Reads ASCII STL in blocks, so that its text is never in memory as a whole."""

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from service.manufacturing.meshes.mesh import (
    MIB,
    Floats,
    Limits,
    Mesh,
    Unreadable,
    check_coordinates,
    check_count,
)
from service.manufacturing.meshes.welding import weld

#: One triangle in words (M. Burns, "Automated Fabrication", section 6.5); None is a number.
FACET = (
    b"facet normal - - - outer loop vertex - - - vertex - - - vertex - - - endloop endfacet"
).split()
#: Where in a triangle its three corners begin.
CORNERS = tuple(place + 1 for place, word in enumerate(FACET) if word == b"vertex")

#: Text that is split into words at once; a word costs some 50 bytes.
BLOCK_BYTES = MIB
#: A triangle takes some 250 bytes. Beyond this the text is no STL.
LONGEST_FACET_BYTES = 64 * 1024

_NAME_LINE = re.compile(rb"(?:^|(?<=[\r\n]))[ \t]*(?:end)?solid(?![^\s])[^\r\n]*")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def read(path: Path, limits: Limits) -> Mesh:
    """Read an ASCII STL file of one or more solids; stored normals are ignored.

    Raises Unreadable if anything but whole triangles stands between `solid` and `endsolid`, or
    the last `endsolid` is missing, as it is in a file that was cut off.
    """
    parts: list[Floats] = []
    triangles = 0
    for text in _blocks(path):
        corners = _corners(text, triangles)
        check_coordinates(corners.T, first=triangles * 3)
        triangles += corners.shape[1] // 3
        check_count(triangles, limits)
        parts.append(corners)
    if not triangles:
        raise Unreadable("empty", "the STL file has 0 triangles")
    vertices, faces = weld(np.concatenate(parts, axis=1))
    return Mesh(vertices, faces, "stl")


def _blocks(path: Path) -> Iterator[bytes]:
    """The text between the name lines, in lower case, cut after whole triangles."""
    with path.open("rb") as file:
        left = file.read(len(_BYTE_ORDER_MARK)).removeprefix(_BYTE_ORDER_MARK).lower()
        while block := file.read(BLOCK_BYTES):
            left += block.lower()
            cut = left.rfind(FACET[-1]) + len(FACET[-1])
            if cut >= len(FACET[-1]):
                yield _without_names(left[:cut])
                left = left[cut:]
            elif len(left) > LONGEST_FACET_BYTES:
                raise Unreadable(
                    "malformed", f"no triangle ends within {len(left):,} bytes of the STL text"
                )
    if _without_names(left).strip() or b"endsolid" not in left:
        raise Unreadable("truncated", f"the STL text ends in {_shown(left[-40:])}, not endsolid")


def _without_names(text: bytes) -> bytes:
    return _NAME_LINE.sub(b" ", text) if b"solid" in text else text


def _corners(text: bytes, before: int) -> Floats:
    """The corners (3, 3k) of k triangles; `before` counts the triangles before them."""
    words = text.split()
    for place, expected in enumerate(FACET):
        found = words[place :: len(FACET)]
        if expected != b"-" and found.count(expected) * len(FACET) != len(words):
            raise _misplaced(words, before)
    corners = np.empty((3, 3 * (len(words) // len(FACET))), np.float64)
    try:
        for number, place in enumerate(CORNERS):
            for axis in range(3):
                coordinates = words[place + axis :: len(FACET)]
                corners[axis, number::3] = [float(word) for word in coordinates]
    except ValueError as error:
        raise Unreadable(
            "malformed", f"a corner of the triangles from {before + 1:,} on: {error}"
        ) from error
    return corners


def _misplaced(words: list[bytes], before: int) -> Unreadable:
    """The complaint about the first word that stands where another belongs."""
    for count, word in enumerate(words):
        expected = FACET[count % len(FACET)]
        if expected not in (b"-", word):
            triangle = before + count // len(FACET) + 1
            return Unreadable(
                "malformed",
                f"triangle {triangle:,} of the STL text has {_shown(word)} "
                f"where {expected.decode()} belongs",
            )
    return Unreadable("malformed", "the STL text ends inside a triangle")


def _shown(text: bytes) -> str:
    return repr(text[:40].decode("ascii", "replace"))
