"""Reads the rows of PLY elements, as text and as binary."""

from array import array
from collections.abc import Iterator, Sequence
from io import TextIOWrapper
from typing import BinaryIO, Protocol

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.geometry.meshes.mesh import MIB, Floats, Unreadable
from service.manufacturing.geometry.meshes.ply_header import PlyElement
from service.manufacturing.geometry.meshes.words import is_number, no_number, no_whole_number, shown

#: Longest line of a text file.
LONGEST_LINE_BYTES = MIB

#: Items of lists that are read all at once where all lists are as long.
MOST_EVEN = 16
#: Digits of a list's length in a text.
MOST_DIGITS = 9
#: How many words a row of nothing but a list has, by the one that says how long the list is.
SHORT_LISTS = {str(items): items + 1 for items in range(MOST_EVEN + 1)}
#: What remarks in the body of a text begin with, as they do in the header.
REMARKS = frozenset({"comment", "obj_info"})

#: Lists of all rows: how long each is, and their items one after the other.
Lists = tuple[NDArray[np.int64], NDArray[np.int64]]


class PlyBody(Protocol):
    """The rows of the elements, to be read in the order of the header."""

    def numbers(self, element: PlyElement, places: Sequence[int]) -> Floats:
        """The numbers at these places, (count, len(places))."""

    def lists(self, element: PlyElement, place: int) -> Lists:
        """The lists of whole numbers at one place."""

    def skip(self, element: PlyElement) -> None:
        """Pass over an element."""


def ended(element: PlyElement) -> Unreadable:
    """The complaint about a body that is shorter than its header says."""
    return Unreadable(
        "truncated", f"the PLY ends before the last of {element.count:,} rows of {element.name}"
    )


class Text:
    """A row per line, its words separated by blanks; a row may go on in the lines that follow."""

    def __init__(self, file: BinaryIO, lines: int) -> None:
        self._file = TextIOWrapper(file, encoding="utf-8", errors="replace")
        self._number = lines
        self._lines = self._lines_with_words()

    def numbers(self, element: PlyElement, places: Sequence[int]) -> Floats:
        values = array("d")
        has_lists = element.has_lists
        for row, words in self._rows(element):
            fields = _fields(element, places, words) if has_lists else words
            try:
                values.extend([float(fields[place]) for place in places])
            except ValueError:
                wrong = next(fields[place] for place in places if not is_number(fields[place]))
                raise self._senseless(element, row, no_number(wrong)) from None
        return np.frombuffer(values, np.float64).reshape(-1, len(places))

    def lists(self, element: PlyElement, place: int) -> Lists:
        counts, items = array("q"), array("q")
        for row, words in self._rows(element):
            start = _start(element, place, words) if place else 0
            indices = words[start + 1 : start + 1 + int(words[start])]
            try:
                items.extend(map(int, indices))
            except (ValueError, OverflowError):
                wrong = next(word for word in indices if not _is_index(word))
                raise self._senseless(element, row, no_whole_number(wrong)) from None
            counts.append(len(indices))
        return np.frombuffer(counts, np.int64), np.frombuffer(items, np.int64)

    def skip(self, element: PlyElement) -> None:
        for _ in self._rows(element):
            pass

    def _rows(self, element: PlyElement) -> Iterator[tuple[int, list[str]]]:
        """The words of each row, complete; what stands behind them in the last line is ignored."""
        width = len(element.properties)
        fixed = 0 if element.has_lists else width
        short = SHORT_LISTS if element.has_lists and width == 1 else {}
        lines = self._lines
        for row in range(1, element.count + 1):
            words = next(lines, None)
            if words is None:
                raise ended(element)
            try:
                if (fixed or short.get(words[0]) or _start(element, width, words)) > len(words):
                    self._complete(element, words)
            except ValueError as error:
                raise self._senseless(element, row, str(error)) from None
            yield row, words

    def _complete(self, element: PlyElement, words: list[str]) -> None:
        """Add the words of the lines that a row goes on in; they must end with it."""
        length = 0
        while (wanted := _start(element, len(element.properties), words)) > len(words):
            more = next(self._lines, None)
            if more is None:
                raise ended(element)
            length += sum(map(len, more))
            if length > LONGEST_LINE_BYTES:
                raise ValueError(f"it has more than {LONGEST_LINE_BYTES:,} bytes")
            words += more
        if len(words) > wanted:
            raise ValueError(f"it has {len(words):,} values instead of {wanted:,}")

    def _lines_with_words(self) -> Iterator[list[str]]:
        """The words of each line that has any, remarks left out."""
        readline = self._file.readline
        while line := readline(LONGEST_LINE_BYTES):
            self._number += 1
            if len(line) == LONGEST_LINE_BYTES:
                raise Unreadable(
                    "malformed",
                    f"line {self._number:,} of the PLY is longer than {LONGEST_LINE_BYTES:,} bytes",
                )
            words = line.split()
            if words and words[0] not in REMARKS:
                if "_" in line:
                    wrong = next(word for word in words if "_" in word)
                    sentence = f"line {self._number:,} of the PLY: {no_number(wrong)}"
                    raise Unreadable("malformed", sentence)
                yield words

    def _senseless(self, element: PlyElement, row: int, fault: str) -> Unreadable:
        return Unreadable(
            "malformed",
            f"line {self._number:,} of the PLY (row {row:,} of {element.name}): {fault}",
        )


def _start(element: PlyElement, place: int, words: list[str]) -> int:
    """Where the property at a place begins; at the end of all, how many words a row has.

    Where words are still lacking, at least so many. Raises ValueError with what is wrong.
    """
    start = 0
    for earlier in element.properties[:place]:
        if earlier.count and start < len(words):
            count = words[start]
            if not (count.isascii() and count.isdecimal() and len(count) <= MOST_DIGITS):
                raise ValueError(f"{shown(count)} is no number of items of a list")
            start += int(count)
        start += 1
    return start


def _fields(element: PlyElement, places: Sequence[int], words: list[str]) -> dict[int, str]:
    return {place: words[_start(element, place, words)] for place in places}


def _is_index(word: str) -> bool:
    try:
        return abs(int(word)) < 1 << 63
    except ValueError:
        return False


class Binary:
    """Rows without padding. Those with lists are as long as their lists."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def numbers(self, element: PlyElement, places: Sequence[int]) -> Floats:
        if element.has_lists:
            return self._walked_numbers(element, places)
        fields = [(f"{place}", entry.type) for place, entry in enumerate(element.properties)]
        rows = np.fromfile(self._file, np.dtype(fields), element.count)
        if len(rows) < element.count:
            raise ended(element)
        values = np.empty((len(rows), len(places)), np.float64)
        for column, place in enumerate(places):
            values[:, column] = rows[f"{place}"]
        return values

    def _walked_numbers(self, element: PlyElement, places: Sequence[int]) -> Floats:
        columns = {place: array("d") for place in places}
        for number, _, field in self._walk(element):
            if number in columns:
                value = np.frombuffer(field, element.properties[number].type)[0]
                columns[number].append(float(value))
        return np.stack([np.frombuffer(columns[place], np.float64) for place in places], axis=1)

    def lists(self, element: PlyElement, place: int) -> Lists:
        start = self._file.tell()
        even = self._even_lists(element)
        if even is not None:
            return even
        self._file.seek(start)
        return self._uneven_lists(element, place)

    def skip(self, element: PlyElement) -> None:
        if element.has_lists:
            for _ in self._walk(element):
                pass
        else:
            row = sum(entry.type.itemsize for entry in element.properties)
            self._file.seek(row * element.count, 1)

    def _even_lists(self, element: PlyElement) -> Lists | None:
        """Read all rows at once if the only list has as many items everywhere, else None."""
        items = self._first_count(element)
        if not items:
            return None
        fields: list[tuple[str, np.dtype[np.generic]] | tuple[str, np.dtype[np.generic], int]] = []
        for number, entry in enumerate(element.properties):
            if entry.count:
                fields += [("count", entry.count), ("items", entry.type, items)]
            else:
                fields.append((f"{number}", entry.type))
        row = np.dtype(fields)
        if not self._has_room(row.itemsize * element.count):
            return None
        rows = np.fromfile(self._file, row, element.count)
        if not (rows["count"] == items).all():
            return None
        return rows["count"].astype(np.int64), rows["items"].astype(np.int64).ravel()

    def _first_count(self, element: PlyElement) -> int:
        """How many items the only list has in the first row; 0 if there are none, or many."""
        place = [entry.count is not None for entry in element.properties].index(True)
        count_type = element.properties[place].count
        others = [entry for entry in element.properties if entry.count]
        if count_type is None or len(others) > 1:
            return 0
        start = self._file.tell()
        self._file.seek(sum(entry.type.itemsize for entry in element.properties[:place]), 1)
        field = self._file.read(count_type.itemsize)
        self._file.seek(start)
        items = int(np.frombuffer(field, count_type)[0]) if len(field) == count_type.itemsize else 0
        return items if 0 < items <= MOST_EVEN else 0

    def _has_room(self, needed: int) -> bool:
        start = self._file.tell()
        left = self._file.seek(0, 2) - start
        self._file.seek(start)
        return needed <= left

    def _uneven_lists(self, element: PlyElement, place: int) -> Lists:
        counts, items = array("q"), array("q")
        for number, count, values in self._walk(element):
            if number == place:
                counts.append(count)
                items.extend(np.frombuffer(values, element.properties[place].type).tolist())
        return np.frombuffer(counts, np.int64), np.frombuffer(items, np.int64)

    def _walk(self, element: PlyElement) -> Iterator[tuple[int, int, memoryview]]:
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
