"""Counts out items that stand for several things each, only so many of them at a time."""

import itertools
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.intp]


def expand(counts: NDArray[np.signedinteger]) -> tuple[Numbers, Numbers]:
    """For each of `counts` items its index, that many times, and a running number within it."""
    owner = np.repeat(np.arange(len(counts)), counts)
    begin = np.cumsum(counts) - counts
    return owner, np.arange(len(owner)) - begin[owner]


def slices(counts: NDArray[np.signedinteger], limit: int) -> Iterator[slice]:
    """Consecutive slices of `counts` whose sums pass `limit` by less than one item."""
    piece = np.cumsum(counts) // limit
    cuts = [0, *(np.flatnonzero(np.diff(piece)) + 1).tolist(), len(counts)]
    for start, stop in itertools.pairwise(cuts):
        if stop > start:
            yield slice(start, stop)
