"""Finds equal rows exactly and without sorting: the primitive behind vertices and edges."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.geometry.meshes.mesh import Indices, blocks

Words = NDArray[np.uint32]

#: Rows per block: its temporaries stay in the cache of one core.
BLOCK = 1 << 16
#: Probes before what is left is sorted. Only a file made to collide gets there, and it pays
#: O(n log n) then, instead of O(n^2).
MOST_PROBES = 24

#: Slots per four rows, at least: long walks begin where a table is nearly full.
FREEDOM = 5

#: Odd multipliers of xxHash32 (Y. Collet, "xxHash fast digest algorithm", section XXH32).
_PRIME_1 = np.uint32(2654435761)
_PRIME_2 = np.uint32(2246822519)
_PRIME_3 = np.uint32(3266489917)


def first_equal(columns: Sequence[Words]) -> Indices:
    """For each row the index of the first row that equals it, int32 (n,), n < 2**31.

    Row i is `(columns[0][i], columns[1][i], ...)`, compared bit for bit. Equal rows walk through
    the same slots of one hash table, and a taken slot never changes hands, so the later one
    always meets the earlier one. Takes 12 to 20 bytes per row beside the columns.
    """
    rows = len(columns[0])
    first = np.empty(rows, np.int32)
    table = np.full(1 << (rows * FREEDOM // 4).bit_length(), -1, np.int32)
    unsettled = [_settle(columns, part, table, first) for part in blocks(rows, BLOCK)]
    if any(len(block) for block in unsettled):
        _settle_by_sorting(columns, np.concatenate(unsettled), first)
    return first


def _settle(columns: Sequence[Words], part: slice, table: Indices, first: Indices) -> Indices:
    """Fill `first` for the rows of one block; return those that found no slot of their own."""
    rows = np.arange(part.start, part.stop, dtype=np.int32)
    mine = [column[part] for column in columns]
    slot, stride = _probe(mine, len(table))
    for _ in range(MOST_PROBES):
        holder = table.take(slot, mode="clip")  # every slot is in range; "raise" would check it
        free = np.flatnonzero(holder < 0)
        if len(free):
            table[slot[free[::-1]]] = rows[free[::-1]]  # the last written stays: the first row
            holder = table.take(slot, mode="clip")
        place = holder.astype(np.intp)
        equal = mine[0] == columns[0].take(place, mode="clip")
        for values, column in zip(mine[1:], columns[1:], strict=True):
            equal &= values == column.take(place, mode="clip")
        first[rows[equal]] = holder[equal]
        other = np.flatnonzero(~equal)
        if not len(other):
            return rows[:0]
        rows, mine = rows[other], [values[other] for values in mine]
        stride = stride[other]
        slot = (slot[other] + stride) & (len(table) - 1)
    return rows


def _probe(columns: Sequence[Words], slots: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The first slot of each row, and its odd stride from one slot to the next."""
    mixed = columns[0] * _PRIME_1
    for column in columns[1:]:
        mixed ^= mixed >> np.uint32(15)
        mixed += column
        mixed *= _PRIME_2
    mixed ^= mixed >> np.uint32(13)
    mixed *= _PRIME_3
    mixed ^= mixed >> np.uint32(16)
    mask = np.uint32(slots - 1)
    stride = (mixed * _PRIME_1 >> np.uint32(7)) | np.uint32(1)
    return (mixed & mask).astype(np.intp), (stride & mask).astype(np.intp)


def _settle_by_sorting(columns: Sequence[Words], rows: Indices, first: Indices) -> None:
    left = [column[rows] for column in columns]
    order = np.lexsort(left)  # stable: equal rows stay in their order
    change = np.zeros(len(rows), bool)
    change[0] = True
    for column in left:
        ordered = column[order]
        change[1:] |= ordered[1:] != ordered[:-1]
    starts = np.flatnonzero(change)
    first[rows[order]] = np.repeat(rows[order[starts]], np.diff(starts, append=len(rows)))
