"""Reads the header of a PLY file: which elements follow, with which properties."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import BinaryIO, Literal, Self

import numpy as np

from service.manufacturing.geometry.meshes.mesh import Unreadable
from service.manufacturing.geometry.meshes.words import shown

#: Longest header, comments included.
LONGEST_HEADER_BYTES = 64 * 1024

#: What a PLY file begins with, and how its first line ends.
FIRST_LINE = re.compile(rb"ply[ \t]*(\r\n|\r|\n)")
BYTE_ORDER_MARK = b"\xef\xbb\xbf"

#: PLY's scalar types, old names and new ones (G. Turk, "The PLY Polygon File Format", 1994).
TYPES = {
    **{"char": "i1", "uchar": "u1", "short": "i2", "ushort": "u2", "int": "i4", "uint": "u4"},
    **{"float": "f4", "double": "f8", "int8": "i1", "uint8": "u1", "int16": "i2", "uint16": "u2"},
    **{"int32": "i4", "uint32": "u4", "float32": "f4", "float64": "f8"},
    **{"int64": "i8", "uint64": "u8"},  # of no standard, but written
}

#: Byte order of numpy per format name; text has none.
Order = Literal["=", "<", ">"]
FORMATS: Mapping[str, Order] = {"ascii": "=", "binary_little_endian": "<", "binary_big_endian": ">"}


@dataclass(frozen=True)
class Property:
    """A number, or if it has a `count` type, a list of numbers with their count before them."""

    name: str
    type: np.dtype[np.generic]
    count: np.dtype[np.generic] | None = None

    def ordered(self, order: Order) -> Self:
        """The same with numbers in that byte order."""
        count = self.count and self.count.newbyteorder(order)
        return replace(self, type=self.type.newbyteorder(order), count=count)

    @property
    def least_bytes(self) -> int:
        """Bytes that it takes in a binary file at least."""
        return (self.count or self.type).itemsize


@dataclass(frozen=True)
class PlyElement:
    """`count` rows of the same properties, vertices or faces for example."""

    name: str
    count: int
    properties: tuple[Property, ...]

    @property
    def has_lists(self) -> bool:
        return any(entry.count for entry in self.properties)

    def ordered(self, order: Order) -> Self:
        """The same with numbers in that byte order."""
        properties = tuple(entry.ordered(order) for entry in self.properties)
        return replace(self, properties=properties)

    def place(self, *names: str) -> int:
        """Where the first property of one of these names stands, or raise Unreadable."""
        for place, entry in enumerate(self.properties):
            if entry.name in names:
                return place
        raise Unreadable("malformed", f"the PLY's element {self.name} has no property {names[0]}")


@dataclass(frozen=True)
class Header:
    """`order` is "<" or ">" for binary bodies, "=" for text; `lines` are those of the header."""

    order: Order
    elements: tuple[PlyElement, ...]
    lines: int


def read_header(file: BinaryIO) -> Header:
    """Read up to `end_header`; counts are as the file claims, to be checked against its size.

    Raises Unreadable with the line that makes no sense.
    """
    order: Order | None = None
    elements: list[PlyElement] = []
    lines = _lines(file)
    for number, words in enumerate(lines, start=1):
        try:
            match words:
                case ["format", name, *_]:
                    order = FORMATS[name]
                case ["element", name, count]:
                    elements.append(PlyElement(name, _natural(count), ()))
                case ["property", *description]:
                    last = elements.pop()
                    entry = _property(description)
                    elements.append(PlyElement(last.name, last.count, (*last.properties, entry)))
                case ["end_header"] if order is not None:
                    ordered = tuple(element.ordered(order) for element in elements)
                    return Header(order, ordered, len(lines))
                case ["ply" | "comment" | "obj_info", *_] | []:
                    continue
                case _:
                    raise ValueError
        except (KeyError, ValueError, IndexError):
            line = shown(" ".join(words))
            raise Unreadable(
                "malformed", f"line {number:,} of the PLY header makes no sense: {line}"
            ) from None
    raise Unreadable(
        "truncated", f"the PLY header has no end within {LONGEST_HEADER_BYTES:,} bytes"
    )


def _lines(file: BinaryIO) -> list[list[str]]:
    """The words of the header's lines, all of which end as the first one does, the last with it."""
    content = file.read(LONGEST_HEADER_BYTES)
    start = len(BYTE_ORDER_MARK) if content.startswith(BYTE_ORDER_MARK) else 0
    first = FIRST_LINE.match(content, start)
    ending = b"\r" if first and first[1] == b"\r" else b"\n"
    lines: list[list[str]] = []
    while (end := content.find(ending, start)) >= 0:
        lines.append(content[start:end].decode("utf-8", "replace").split())
        start = end + 1
        if lines[-1] == ["end_header"]:
            break
    file.seek(start)
    return lines


def _natural(text: str) -> int:
    if not text.isdecimal() or len(text) > 18:
        raise ValueError(text)
    return int(text)


def _property(description: list[str]) -> Property:
    match description:
        case ["list", count, item, name]:
            if TYPES[count].startswith("f"):
                raise ValueError(name)
            return Property(name, np.dtype(TYPES[item]), np.dtype(TYPES[count]))
        case [item, name]:
            return Property(name, np.dtype(TYPES[item]))
        case _:
            raise ValueError(description)
