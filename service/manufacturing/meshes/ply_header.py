"""Reads the header of a PLY file: which elements follow, with which properties."""

from dataclasses import dataclass
from typing import BinaryIO

import numpy as np

from service.manufacturing.meshes.mesh import Unreadable

#: Longest header, comments included.
LONGEST_HEADER_BYTES = 64 * 1024

#: PLY's scalar types, old names and new ones (G. Turk, "The PLY Polygon File Format", 1994).
TYPES = {
    **{"char": "i1", "uchar": "u1", "short": "i2", "ushort": "u2", "int": "i4", "uint": "u4"},
    **{"float": "f4", "double": "f8", "int8": "i1", "uint8": "u1", "int16": "i2", "uint16": "u2"},
    **{"int32": "i4", "uint32": "u4", "float32": "f4", "float64": "f8"},
}

#: Byte order of numpy per format name; text needs none.
FORMATS = {"ascii": "", "binary_little_endian": "<", "binary_big_endian": ">"}


@dataclass(frozen=True)
class Property:
    """A number, or if it has a `count` type, a list of numbers with their count before them."""

    name: str
    type: np.dtype[np.generic]
    count: np.dtype[np.generic] | None = None

    @property
    def least_bytes(self) -> int:
        """Bytes that it takes in a binary file at least."""
        return (self.count or self.type).itemsize


@dataclass(frozen=True)
class Element:
    """`count` rows of the same properties, vertices or faces for example."""

    name: str
    count: int
    properties: tuple[Property, ...]

    @property
    def has_lists(self) -> bool:
        return any(entry.count for entry in self.properties)

    def place(self, *names: str) -> int:
        """Where the first property of one of these names stands, or raise Unreadable."""
        for place, entry in enumerate(self.properties):
            if entry.name in names:
                return place
        raise Unreadable("malformed", f"the PLY's element {self.name} has no property {names[0]}")


@dataclass(frozen=True)
class Header:
    """`order` is "<" or ">" for binary bodies, "" for text."""

    order: str
    elements: tuple[Element, ...]


def read_header(file: BinaryIO) -> Header:
    """Read up to `end_header`; counts are as the file claims, to be checked against its size.

    Raises Unreadable with the line that makes no sense.
    """
    order: str | None = None
    elements: list[Element] = []
    for words in _lines(file):
        try:
            match words:
                case ["format", name, _]:
                    order = FORMATS[name]
                case ["element", name, count]:
                    elements.append(Element(name, _natural(count), ()))
                case ["property", *description]:
                    last = elements.pop()
                    entry = _property(description, order or "")
                    elements.append(Element(last.name, last.count, (*last.properties, entry)))
                case ["end_header"] if order is not None:
                    return Header(order, tuple(elements))
                case ["ply" | "comment" | "obj_info", *_] | []:
                    continue
                case _:
                    raise ValueError
        except (KeyError, ValueError, IndexError) as error:
            line = " ".join(words)[:60]
            raise Unreadable("malformed", f"the PLY header has the line {line!r}") from error
    raise Unreadable(
        "truncated", f"the PLY header has no end within {LONGEST_HEADER_BYTES:,} bytes"
    )


def _lines(file: BinaryIO) -> list[list[str]]:
    lines: list[list[str]] = []
    left = LONGEST_HEADER_BYTES
    while left > 0 and (line := file.readline(left)):
        left -= len(line)
        lines.append(line.decode("ascii", "replace").split())
        if lines[-1] == ["end_header"]:
            break
    return lines


def _natural(text: str) -> int:
    if not text.isdecimal() or len(text) > 18:
        raise ValueError(text)
    return int(text)


def _property(description: list[str], order: str) -> Property:
    match description:
        case ["list", count, item, name]:
            if TYPES[count].startswith("f"):
                raise ValueError(name)
            return Property(name, _dtype(item, order), _dtype(count, order))
        case [item, name]:
            return Property(name, _dtype(item, order))
        case _:
            raise ValueError(description)


def _dtype(name: str, order: str) -> np.dtype[np.generic]:
    return np.dtype(order + TYPES[name])
