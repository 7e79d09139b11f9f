"""Reads ASCII STL in blocks, so that the text is never in memory as a whole."""

import re
from collections.abc import Iterator
from functools import partial
from itertools import accumulate, takewhile
from pathlib import Path

import numpy as np

from service.manufacturing.geometry.meshes.mesh import (
    MIB,
    Floats,
    Limits,
    Mesh,
    Note,
    Unreadable,
    check_coordinates,
    check_count,
    corner_place,
)
from service.manufacturing.geometry.meshes.welding import weld
from service.manufacturing.geometry.meshes.words import is_number, no_number, shown

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

#: A line that begins or ends a solid, whatever follows: the name, also glued to the word.
_NAME_LINE = re.compile(rb"(?:^|(?<=[\r\n]))[ \t]*(end[ \t]*)?solid[^\r\n]*")
#: Words that some programs write in two.
_TWO_WORDS = re.compile(rb"\bend[ \t]+(?=loop|facet)")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
#: What fills a text up at its end: zeros, and the end of file of DOS.
_PADDING = b"\0\x1a \t\r\n"


def read(path: Path, limits: Limits) -> Mesh:
    """Read an ASCII STL file of one or more solids; stored normals are ignored.

    Raises Unreadable if anything but whole triangles stands between `solid` and `endsolid`, with
    the line. If the last `endsolid` is missing, that is noted: whole solids may be missing, too.
    """
    text = _Text()
    parts: list[Floats] = []
    triangles = 0
    for block in _lines(path):
        corners = text.corners(block)
        check_coordinates(corners.T, partial(corner_place, before=triangles))
        triangles += corners.shape[1] // 3
        check_count(triangles, limits)
        parts.append(corners)
    text.check_end()
    if not triangles:
        raise Unreadable("empty", "the STL file has 0 triangles")
    vertices, faces = weld(np.concatenate(parts, axis=1))
    notes = () if text.ended else (Note("endsolid_missing", 1),)
    return Mesh(vertices, faces, "stl", notes=notes)


def _lines(path: Path) -> Iterator[bytes]:
    """The text in lower case, in blocks of whole lines, without what fills it up at its end."""
    with path.open("rb") as file:
        left = file.read(len(_BYTE_ORDER_MARK)).removeprefix(_BYTE_ORDER_MARK).lower()
        padding = b""
        while block := file.read(BLOCK_BYTES):
            text = block.rstrip(_PADDING)
            left += padding + text.lower() if text else b""
            padding = block[len(text) :] if text else (padding + block)[:LONGEST_FACET_BYTES]
            cut = _last_break(left)
            yield left[:cut]
            left = left[cut:]
            if len(left) > BLOCK_BYTES:
                raise Unreadable(
                    "malformed", f"a line of the STL text is longer than {BLOCK_BYTES:,} bytes"
                )
        yield left


def _last_break(text: bytes) -> int:
    """Where the last line begins; where there is but a long one of triangles, the last of them."""
    end = len(text) - text.endswith(b"\r")  # its line feed may follow
    cut = max(text.rfind(b"\n", 0, end), text.rfind(b"\r", 0, end)) + 1
    if cut or len(text) <= BLOCK_BYTES or _NAME_LINE.match(text):
        return cut
    return text.rfind(FACET[-1]) + len(FACET[-1]) if FACET[-1] in text else 0


class _Text:
    """What has been read of a text: how far, and the beginning of a triangle that goes on."""

    def __init__(self) -> None:
        self.ended = False
        self._left = b""
        self._line = 1
        self._triangles = 0

    def corners(self, block: bytes) -> Floats:
        """The corners (3, 3k) of the k triangles that end in the next block."""
        text = self._left + self._without_names(block)
        words = text.split()
        if not _is_regular(words):
            text = _usual_words(text)
            words = text.split()
            if not _is_regular(words):
                raise self._misplaced(words, text)
        spare = len(words) % len(FACET)
        whole = b"" if spare == len(words) else text.rsplit(None, spare)[0] if spare else text
        self._left = text[len(whole) :]
        if len(self._left.lstrip()) > LONGEST_FACET_BYTES:
            raise self._misplaced(words, text)
        corners = self._numbers(words[: len(words) - spare], whole)
        self._line += whole.count(b"\n")
        if b"\r" in whole:
            self._line += whole.count(b"\r") - whole.count(b"\r\n")
        self._triangles += corners.shape[1] // 3
        return corners

    def check_end(self) -> None:
        """Raise Unreadable if the text ends in the middle of a triangle."""
        if words := self._left.split():
            raise self._misplaced(words, self._left)

    def _without_names(self, block: bytes) -> bytes:
        if b"solid" not in block:
            return block
        for name in _NAME_LINE.finditer(block):
            self.ended = name[1] is not None
        return _NAME_LINE.sub(b"", block)

    def _numbers(self, words: list[bytes], text: bytes) -> Floats:
        corners = np.empty((3, 3 * (len(words) // len(FACET))), np.float64)
        try:
            for number, place in enumerate(CORNERS):
                for axis in range(3):
                    coordinates = words[place + axis :: len(FACET)]
                    corners[axis, number::3] = [float(word) for word in coordinates]
        except ValueError:
            raise self._no_number(words, text) from None
        if b"_" in text and any(b"_" in words[i] for i in _places_of_numbers(words)):
            raise self._no_number(words, text)
        return corners

    def _no_number(self, words: list[bytes], text: bytes) -> Unreadable:
        count = next(i for i in _places_of_numbers(words) if not is_number(words[i]))
        line = self._line_of(count, text)
        return Unreadable("malformed", f"line {line:,} of the STL text: {no_number(words[count])}")

    def _misplaced(self, words: list[bytes], text: bytes) -> Unreadable:
        """The complaint about the first word that stands where another belongs, if one does."""
        for count, word in enumerate(words):
            expected = FACET[count % len(FACET)]
            if expected in (b"-", word):
                continue
            if count == len(words) - 1 and any(w.startswith(word) for w in (expected, b"endsolid")):
                break
            return Unreadable(
                "malformed",
                f"line {self._line_of(count, text):,} of the STL text has {shown(word)} "
                f"where {expected.decode()} belongs",
            )
        triangle = self._triangles + (len(words) - 1) // len(FACET) + 1
        line = self._line_of(len(words) - 1, text)
        return Unreadable(
            "truncated",
            f"the STL text ends in the middle of triangle {triangle:,}, in line {line:,}",
        )

    def _line_of(self, count: int, text: bytes) -> int:
        """The line of the word that so many others precede in `text`."""
        through = accumulate(len(line.split()) for line in text.splitlines())
        return self._line + sum(1 for _ in takewhile(lambda words: words <= count, through))


def _is_regular(words: list[bytes]) -> bool:
    """Whether the words are those of triangles, the last of which may go on."""
    for place, expected in enumerate(FACET):
        if expected != b"-":
            column = words[place :: len(FACET)]
            if column.count(expected) != len(column):
                return False
    return True


def _usual_words(text: bytes) -> bytes:
    """A text with the words of the format that some programs part, or join."""
    text = _TWO_WORDS.sub(b"end", text)
    return text.replace(b"outerloop", b"outer loop").replace(b"facetnormal", b"facet normal")


def _places_of_numbers(words: list[bytes]) -> Iterator[int]:
    """Where the coordinates of corners stand among the words of whole triangles."""
    return (
        start + place + axis
        for start in range(0, len(words), len(FACET))
        for place in CORNERS
        for axis in range(3)
    )
