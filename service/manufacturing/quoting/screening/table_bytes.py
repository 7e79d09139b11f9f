"""Writes the columns of a table as bytes that another process reads without understanding rows.

The numbers of texts are a process's own: with each column of them stand the texts it means.
"""

import zlib
from collections.abc import Mapping
from typing import Final

import numpy as np
import orjson

from service.manufacturing.quoting.screening.columns import (
    GROUPS,
    TEXTS,
    Floats,
    Whole,
    number_of,
    text_of,
)
from service.manufacturing.quoting.screening.ragged import Ragged

#: Rates are as good as random and limits repeat: more effort saves little of either.
_EFFORT: Final = 1
_FIGURE: Final = np.dtype("<f8")


def pack(groups: Mapping[str, Ragged]) -> bytes:
    """All columns, compressed."""
    texts: dict[str, dict[str, list[str]]] = {name: {} for name in GROUPS}
    columns: list[Floats | Whole] = []
    for name, names in GROUPS.items():
        columns.append(groups[name].lengths)
        for column in names:
            figures = groups[name][column]
            if column in TEXTS[name]:
                figures, texts[name][column] = _places(figures)
            columns.append(figures)
    header = orjson.dumps({"contractors": len(groups["firms"].lengths), "texts": texts})
    parts = [len(header).to_bytes(8, "little"), header]
    parts += [column.astype(_FIGURE, copy=False).tobytes() for column in columns]
    return zlib.compress(b"".join(parts), _EFFORT)


def unpack(data: bytes) -> Mapping[str, Ragged]:
    """The groups of columns that were packed."""
    content = zlib.decompress(data)
    start = 8 + int.from_bytes(content[:8], "little")
    header = orjson.loads(content[8:start])
    figures = np.frombuffer(content, _FIGURE, offset=start)
    groups, read = {}, 0
    for name, names in GROUPS.items():
        lengths = figures[read : read + header["contractors"]].astype(np.int64)
        read += len(lengths)
        rows, columns = int(lengths.sum()), {}
        for column in names:
            columns[column] = figures[read : read + rows]
            read += rows
        for column, vocabulary in header["texts"][name].items():
            columns[column] = _numbers(columns[column], vocabulary)
        groups[name] = Ragged(columns, lengths)
    return groups


def _places(numbers: Floats) -> tuple[Floats, list[str]]:
    """The texts that the numbers mean, and of each number the place of its text."""
    known = ~np.isnan(numbers)
    different, place_of = np.unique(numbers[known], return_inverse=True)
    places = np.full(len(numbers), np.nan)
    places[known] = place_of
    return places, [text_of(number) for number in different.tolist()]


def _numbers(places: Floats, texts: list[str]) -> Floats:
    """The numbers that stand for the texts in this process."""
    known = ~np.isnan(places)
    numbers = np.full(len(places), np.nan)
    here = np.array([number_of(text) for text in texts], dtype=float)
    numbers[known] = here[places[known].astype(np.int64)] if len(here) else np.nan
    return numbers
