"""Groups boxes that touch each other, so that only what may meet is held against each other."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.geometry.meshes.connectivity import roots
from service.manufacturing.geometry.meshes.mesh import Floats, Indices
from service.manufacturing.geometry.runs import expand, slices

#: Pairs of boxes that are looked at together.
BLOCK = 1 << 20


def touching(lows: Floats, highs: Floats) -> Indices:
    """For each box (k, 3) the first of those that it hangs together with, touching included."""
    pairs = list(_touching_pairs(lows, highs))
    left = np.concatenate([np.empty(0, np.int32), *(left for left, _ in pairs)])
    right = np.concatenate([np.empty(0, np.int32), *(right for _, right in pairs)])
    return roots(len(lows), left, right)


def _touching_pairs(lows: Floats, highs: Floats) -> Iterator[tuple[Indices, Indices]]:
    """Sweep along the axis on which the fewest boxes stand above each other."""
    sweeps = [_sweep(lows[:, axis], highs[:, axis]) for axis in range(3)]
    axis = int(np.argmin([int(counts.sum()) for _, counts in sweeps]))
    order, counts = sweeps[axis]
    for part in slices(counts, BLOCK):
        left, later = expand(counts[part])
        left += part.start
        one, other = order[left], order[left + 1 + later]
        for across in range(3):
            if across != axis:
                met = lows[one, across] <= highs[other, across]
                met &= highs[one, across] >= lows[other, across]
                one, other = one[met], other[met]
        yield one.astype(np.int32), other.astype(np.int32)


def _sweep(lows: Floats, highs: Floats) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The boxes by their low ends, and how many after each begin before it has ended."""
    order = np.argsort(lows, kind="stable")
    reached = np.searchsorted(lows[order], highs[order], side="right")
    return order, reached - np.arange(len(order)) - 1
