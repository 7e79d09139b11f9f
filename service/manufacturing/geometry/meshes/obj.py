"""Reads Wavefront OBJ: all its objects together, polygons of any shape."""

from array import array
from collections.abc import Iterator
from math import inf
from pathlib import Path
from typing import TextIO

import numpy as np

from service.manufacturing.geometry.meshes.mesh import (
    MIB,
    Limits,
    Mesh,
    Note,
    Unreadable,
    check_count,
)
from service.manufacturing.geometry.meshes.polygons import (
    Polygons,
    cut,
    indexed_mesh,
    unknown_vertex,
)
from service.manufacturing.geometry.meshes.words import is_number, no_number, no_whole_number

#: Longest line, continuations included; comments may be longer.
LONGEST_LINE_BYTES = MIB
#: Indices beyond this are no indices of any file that is read.
LARGEST_INDEX = 2**31 - 1

#: How often the limit of triangles is looked at while a file is read.
LINES_BETWEEN = 1_000

#: Statements of names, which may end in a backslash as paths of Windows do: only statements of
#: numbers go on in the next line (Wavefront, "Object Files (.obj)", appendix B1, for the words).
NAMES = frozenset({"o", "g", "usemtl", "mtllib", "usemap", "maplib", "shadow_obj", "trace_obj"})
#: Free-form surfaces, of today's format and of version 2.11, and what takes in other files.
SURFACES = frozenset({"surf", "bsp", "bzp", "cdp"})
CALLS = frozenset({"call", "csh"})
#: Free-form curves bound nothing by themselves.
CURVES = frozenset({"curv", "cdc"})
#: What else a file may have, to know an OBJ that begins with other statements than vertices.
ELEMENTS = frozenset({"v", "vt", "vn", "vp", "p", "l", "f", "fo", "s", "mg", "con"})
LOOKS = frozenset({"bevel", "c_interp", "d_interp", "lod", "ctech", "stech", "res"})
SHAPES = frozenset({"cstype", "deg", "bmat", "step", "parm", "trim", "hole", "scrv", "sp", "end"})
STATEMENTS = frozenset({"curv2"}).union(NAMES, SURFACES, CALLS, CURVES, ELEMENTS, LOOKS, SHAPES)
#: Statements that tell an OBJ by so many numbers behind them.
NUMBERED = {"v": 3, "vn": 3, "vt": 2, "f": 3}


class _Senseless(Exception):
    """Says what is wrong with a line."""


class _Content:
    """What has been read of a file. Corners of faces count from 1."""

    def __init__(self) -> None:
        self.coordinates = array("d")
        self.triangles = array("i")
        self.counts = array("i")
        self.corners = array("i")
        self.lines = array("i")
        self.curves = 0

    @property
    def least_triangles(self) -> int:
        """The triangles that its faces will come to, if none is empty."""
        return len(self.triangles) // 3 + len(self.corners) - 2 * len(self.counts)


def read(path: Path, limits: Limits) -> Mesh:
    """Read the vertices and faces of an OBJ file (Wavefront, "Object Files (.obj)", appendix B1).

    Indices count from 1, or backwards from the latest vertex if negative. Faces of fewer than
    three corners and free-form curves are left out and noted; points, lines, textures, normals
    and groups are passed over. Objects share one list of vertices, so they are welded as one.
    Raises Unreadable with the number of the line that makes no sense, and for free-form surfaces.
    """
    content = _Content()
    with path.open(encoding="utf-8", errors="replace") as file:
        for number, words in _statements(file):
            try:
                _take(content, number, words)
            except _Senseless as error:
                raise Unreadable("malformed", f"line {number:,} of the OBJ: {error}") from None
            if number % LINES_BETWEEN == 0:
                check_count(content.least_triangles, limits)
    vertices = np.frombuffer(content.coordinates, np.float64).reshape(-1, 3)
    triangles = np.frombuffer(content.triangles, np.int32).reshape(-1, 3) - np.int32(1)
    corners = np.frombuffer(content.corners, np.int32) - np.int32(1)
    _check_indices(path, len(vertices), max(map(_highest, (triangles, corners))))
    counts, lines = (np.frombuffer(row, np.int32) for row in (content.counts, content.lines))
    polygons = Polygons(counts, corners, lambda number: f"line {lines[number]:,} of the OBJ")
    cut_off, flat = cut(vertices, polygons)
    check_count(len(triangles) + len(cut_off), limits)
    notes = [Note("faces_without_area", flat), Note("free_form_curves", content.curves)]
    faces = np.concatenate([triangles, cut_off]) if len(cut_off) else triangles
    return indexed_mesh(vertices, faces, "obj", notes)


def begins(path: Path, most_lines: int) -> bool:
    """Whether the statements that a file begins with are those of an OBJ, up to its first numbers.

    Looks until a line is none of an OBJ, at most at so many.
    """
    with path.open(encoding="utf-8", errors="replace") as file:
        try:
            for _number, words in _statements(file, most_lines):
                if words[0] not in STATEMENTS:
                    return False
                if words[0] in NUMBERED and sum(map(is_number, words[1:])) >= NUMBERED[words[0]]:
                    return True
        except Unreadable:  # a line is longer than any of an OBJ
            return False
    return False


def _take(content: _Content, number: int, words: list[str]) -> None:
    kind = words[0]
    if kind == "v":
        try:
            x, y, z = words[1:4]
            content.coordinates.extend((float(x), float(y), float(z)))
        except ValueError:
            raise _Senseless(_no_vertex(words)) from None
    elif kind in ("f", "fo"):
        corners = _corners(words, len(content.coordinates) // 3)
        if len(corners) == 3:
            content.triangles.extend(corners)
        else:
            content.counts.append(len(corners))
            content.corners.extend(corners)
            content.lines.append(number)
    elif kind in SURFACES:
        raise Unreadable(
            "unsupported",
            f"line {number:,} of the OBJ has a free-form surface ({kind}), which is not read: "
            "export the part as triangles or polygons",
        )
    elif kind in CALLS:
        raise Unreadable(
            "unsupported",
            f"line {number:,} of the OBJ takes in another file ({kind}), which is not read",
        )
    elif kind in CURVES:
        content.curves += 1
    elif kind in ("V", "F"):
        _take(content, number, [kind.lower(), *words[1:]])


def _no_vertex(words: list[str]) -> str:
    wrong = next((word for word in words[1:4] if not is_number(word)), None)
    return no_number(wrong) if wrong else f"a vertex has {len(words) - 1} numbers instead of three"


def _corners(words: list[str], vertices: int) -> list[int]:
    """The vertices, counted from 1, of the corners of a face such as 5, 5/1, 5//2 or -1."""
    heads = words[1:]
    if "/" in "".join(heads):
        heads = [head.partition("/")[0] for head in heads]
    try:
        corners = list(map(int, heads))
    except ValueError:
        wrong = next((head for head in heads if not _is_index(head)), words[1])
        raise _Senseless(f"a corner of a face: {no_whole_number(wrong)}") from None
    if corners and min(corners) > 0 and max(corners) <= LARGEST_INDEX:
        return corners
    return [_from_start(index, vertices) for index in corners]


def _is_index(text: str) -> bool:
    return text.lstrip("+-").isdecimal()


def _from_start(index: int, vertices: int) -> int:
    if 0 < index <= LARGEST_INDEX:
        return index
    if index >= 0 or vertices + index < 0:
        raise _Senseless(f"a face names vertex {str(index)[:20]} when there are {vertices:,}")
    return vertices + index + 1


def _highest(indices: np.ndarray[tuple[int, ...], np.dtype[np.int32]]) -> int:
    return int(indices.max()) if indices.size else -1


def _check_indices(path: Path, vertices: int, highest: int) -> None:
    """Raise Unreadable for a vertex that is not there, with its line, which is looked up then."""
    if highest < vertices:
        return
    with path.open(encoding="utf-8", errors="replace") as file:
        for number, words in _statements(file):
            corners = words[1:] if words[0] in ("f", "fo", "F") else []
            wrong = max((int(word.partition("/")[0]) for word in corners), default=0)
            if wrong > vertices:
                raise unknown_vertex(f"line {number:,} of the OBJ", wrong, vertices, 1)


def _statements(file: TextIO, most_lines: float = inf) -> Iterator[tuple[int, list[str]]]:
    """The words of each statement with the number of its first line; lines end in any way.

    Of so many lines, those without a statement among them.
    """
    number, readline = 0, file.readline
    while number < most_lines and (line := readline(LONGEST_LINE_BYTES)):
        number += 1
        if len(line) == LONGEST_LINE_BYTES:
            _pass_over(file, line, number)
        if number == 1:
            line = line.removeprefix("\ufeff")
        if "#" in line:
            line = line.partition("#")[0]
        words = line.split()
        if not words:
            continue
        first = number
        if "\\" in line and words[-1].endswith("\\") and words[0] not in NAMES:
            number += _continue(file, number, words)
        if "_" in line and words and words[0] in ("v", "f"):
            _check_underscores(first, words)
        if words:
            yield first, words


def _pass_over(file: TextIO, line: str, number: int) -> None:
    """The rest of a comment that is longer than a line may be; nothing else is as long."""
    if not line.lstrip().startswith("#"):
        raise _too_long(number)
    while line and not line.endswith("\n"):
        line = file.readline(LONGEST_LINE_BYTES)


def _continue(file: TextIO, number: int, words: list[str]) -> int:
    """Add the words of the lines that a backslash leads to; returns how many lines."""
    lines, length = 0, 0
    while words and words[-1].endswith("\\"):
        words[-1] = words[-1][:-1]
        if not words[-1]:
            words.pop()
        line = file.readline(LONGEST_LINE_BYTES)
        lines, length = lines + 1, length + len(line)
        if length >= LONGEST_LINE_BYTES:
            raise _too_long(number)
        words += line.partition("#")[0].split()
        if not line:
            break
    return lines


def _too_long(number: int) -> Unreadable:
    return Unreadable(
        "malformed",
        f"line {number:,} of the OBJ is longer than {LONGEST_LINE_BYTES:,} bytes",
    )


def _check_underscores(number: int, words: list[str]) -> None:
    for word in words[1:]:
        if "_" in word:
            raise Unreadable("malformed", f"line {number:,} of the OBJ: {no_number(word)}")
