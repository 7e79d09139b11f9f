"""Reads the rows of PLY elements, as text and as binary."""

from array import array
from collections.abc import Iterator, Sequence
from typing import BinaryIO, Protocol

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.meshes.mesh import MIB, Floats, Unreadable
from service.manufacturing.meshes.ply_header import Element

#: Longest line of a text file.
LONGEST_LINE_BYTES = MIB

#: Lists of all rows: how long each is, and their items one after the other.
Lists = tuple[NDArray[np.int64], NDArray[np.int64]]


class Body(Protocol):
    """The rows of the elements, to be read in the order of the header."""

    def numbers(self, element: Element, places: Sequence[int]) -> Floats:
        """The properties at these places of an element without lists, (count, len(places))."""

    def lists(self, element: Element, place: int) -> Lists:
        """The lists of whole numbers at one place."""

    def skip(self, element: Element) -> None:
        """Pass over an element."""


def ended(element: Element) -> Unreadable:
    """The complaint about a body that is shorter than its header says."""
    return Unreadable(
        "truncated", f"the PLY ends before the last of {element.count:,} rows of {element.name}"
    )


class Text:
    """A row per line, its words separated by blanks."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def numbers(self, element: Element, places: Sequence[int]) -> Floats:
        values = array("d")
        for row, words in self._rows(element):
            try:
                values.extend([float(words[place]) for place in places])
            except (ValueError, IndexError) as error:
                raise _senseless(element, row, words) from error
        return np.frombuffer(values, np.float64).reshape(-1, len(places))

    def lists(self, element: Element, place: int) -> Lists:
        counts, items = array("q"), array("q")
        for row, words in self._rows(element):
            try:
                found = _list(element, place, words)
                items.extend(map(int, found))
            except (ValueError, IndexError, OverflowError) as error:
                raise _senseless(element, row, words) from error
            counts.append(len(found))
        return np.frombuffer(counts, np.int64), np.frombuffer(items, np.int64)

    def skip(self, element: Element) -> None:
        for _ in self._rows(element):
            pass

    def _rows(self, element: Element) -> Iterator[tuple[int, list[bytes]]]:
        for row in range(element.count):
            line = self._file.readline(LONGEST_LINE_BYTES)
            if not line:
                raise ended(element)
            if len(line) == LONGEST_LINE_BYTES:
                raise Unreadable(
                    "malformed", f"a line of the PLY is longer than {LONGEST_LINE_BYTES:,} bytes"
                )
            yield row + 1, line.split()


def _list(element: Element, place: int, words: list[bytes]) -> list[bytes]:
    start = 0
    for earlier in element.properties[:place]:
        start += 1 + (max(0, int(words[start])) if earlier.count else 0)
    count = int(words[start])
    found = words[start + 1 : start + 1 + count]
    if len(found) != count:
        raise ValueError(count)
    return found


def _senseless(element: Element, row: int, words: list[bytes]) -> Unreadable:
    shown = b" ".join(words)[:60].decode("ascii", "replace")
    return Unreadable("malformed", f"row {row:,} of the PLY's {element.name} is {shown!r}")


class Binary:
    """Rows without padding. Those with lists are as long as their lists."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def numbers(self, element: Element, places: Sequence[int]) -> Floats:
        fields = [(f"{place}", entry.type) for place, entry in enumerate(element.properties)]
        rows = np.fromfile(self._file, np.dtype(fields), element.count)
        if len(rows) < element.count:
            raise ended(element)
        values = np.empty((len(rows), len(places)), np.float64)
        for column, place in enumerate(places):
            values[:, column] = rows[f"{place}"]
        return values

    def lists(self, element: Element, place: int) -> Lists:
        start = self._file.tell()
        even = self._even_lists(element, place)
        if even is not None:
            return even
        self._file.seek(start)
        return self._uneven_lists(element, place)

    def skip(self, element: Element) -> None:
        if element.has_lists:
            for _ in self._walk(element):
                pass
        else:
            row = sum(entry.type.itemsize for entry in element.properties)
            self._file.seek(row * element.count, 1)

    def _even_lists(self, element: Element, place: int) -> Lists | None:
        """Read all rows at once if the only list has three items everywhere, else None."""
        if sum(entry.count is not None for entry in element.properties) != 1:
            return None
        fields: list[tuple[str, np.dtype[np.generic]] | tuple[str, np.dtype[np.generic], int]] = []
        for number, entry in enumerate(element.properties):
            if entry.count:
                fields += [("count", entry.count), ("items", entry.type, 3)]
            else:
                fields.append((f"{number}", entry.type))
        rows = np.fromfile(self._file, np.dtype(fields), element.count)
        if len(rows) < element.count or not (rows["count"] == 3).all():
            return None
        return rows["count"].astype(np.int64), rows["items"].astype(np.int64).ravel()

    def _uneven_lists(self, element: Element, place: int) -> Lists:
        counts, items = array("q"), array("q")
        for number, count, values in self._walk(element):
            if number == place:
                counts.append(count)
                items.extend(np.frombuffer(values, element.properties[place].type).tolist())
        return np.frombuffer(counts, np.int64), np.frombuffer(items, np.int64)

    def _walk(self, element: Element) -> Iterator[tuple[int, int, memoryview]]:
        """Each property of each row: its place, how many values it has, and their bytes."""
        start = self._file.tell()
        body, at = memoryview(self._file.read()), 0
        for _ in range(element.count):
            for place, entry in enumerate(element.properties):
                count = 1
                if entry.count:
                    at += entry.count.itemsize
                    field = body[at - entry.count.itemsize : at]
                    if len(field) < entry.count.itemsize:
                        raise ended(element)
                    count = int(np.frombuffer(field, entry.count)[0])
                end = at + count * entry.type.itemsize
                if count < 0 or end > len(body):
                    raise ended(element)
                yield place, count, body[at:end]
                at = end
        self._file.seek(start + at)
