"""Finds, for every sample of a picture, the triangle that one sees there: a z-buffer in numpy.

Each triangle is cut into the sample rows that it covers, each row into the samples of its span, and
each sample competes with one integer key (depth above, triangle below), so that the result does not
depend on any order. Work is done in pieces of a fixed size, which bounds the memory.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

#: Triangles, rows and samples that are worked on at once; some 15 temporaries of 8 bytes each.
TRIANGLES, ROWS, SAMPLES = 1 << 16, 1 << 18, 1 << 19
#: Depth levels: a key has 31 bits for the depth above 32 bits for the triangle.
DEPTHS = (1 << 31) - 1
EMPTY = -1


def work(points: Floats, faces: NDArray[np.integer]) -> float:
    """Rows and samples, summed over all triangles, that `rasterise` would touch (an estimate)."""
    total = 0.0
    for start in range(0, len(faces), TRIANGLES):
        corners = points[faces[start : start + TRIANGLES]]
        (x0, y0), (x1, y1) = (
            (corners[:, k, :2] - corners[:, 0, :2]).T for k in (1, 2)
        )
        total += float(np.abs(x0 * y1 - x1 * y0).sum() / 2 + np.ptp(corners[:, :, 1], axis=1).sum())
    return total


def rasterise(
    points: Floats, faces: NDArray[np.integer], width: int, height: int
) -> Integers:
    """The index of the foremost triangle at every sample, shape (height, width), -1 where none is.

    `points` (n, 3) holds x to the right, y downwards, both in samples, and z towards the viewer in
    any unit. A triangle covers the samples whose centres lie in it, by one rule for both sides of
    an edge, so that no gap opens between neighbours; one smaller than a sample is a dot besides,
    so that fine wires do not vanish. What lies outside is cut off. Of several at one depth the
    last counts.
    """
    keys = np.full(width * height, EMPTY, np.int64)
    far, near = points[:, 2].min(), points[:, 2].max()
    points = (points - (0, 0, far)) / (1, 1, max(near - far, 1e-300))
    for start in range(0, len(faces), TRIANGLES):
        corners = points[faces[start : start + TRIANGLES]]
        ids = np.arange(start, start + len(corners))
        _dots(corners, ids, keys, width, height)
        _areas(corners, ids, keys, width, height)
    found = np.where(keys < 0, EMPTY, keys & 0xFFFFFFFF)
    return found.reshape(height, width)


def _dots(corners: Floats, ids: Integers, keys: Integers, width: int, height: int) -> None:
    small = (np.ptp(corners[:, :, :2], axis=1) < 1).all(axis=1)
    x, y, depth = corners[small].mean(axis=1).T
    inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
    where = y[inside].astype(np.int64) * width + x[inside].astype(np.int64)
    np.maximum.at(keys, where, _key(depth[inside], ids[small][inside]))


def _areas(corners: Floats, ids: Integers, keys: Integers, width: int, height: int) -> None:
    by_height = np.argsort(corners[:, :, 1], axis=1, kind="stable")
    corners = np.take_along_axis(corners, by_height[:, :, None], axis=1)
    first = _centres(corners[:, 0, 1], height)
    counts = _centres(corners[:, 2, 1], height) - first
    for part in _pieces(counts, ROWS):
        owner, step = _expand(counts[part])
        row = first[part][owner] + step
        left, right = _edges(corners[part][owner], row + 0.5)
        start = _centres(left[0], width)
        spans = np.maximum(_centres(right[0], width) - start, 0)
        run = right[0] - left[0]
        rise = (right[1] - left[1]) / np.where(run > 0, run, 1)
        for piece in _pieces(spans, SAMPLES):
            span, step = _expand(spans[piece])
            x = start[piece][span] + step
            depth = left[1][piece][span] + (x + 0.5 - left[0][piece][span]) * rise[piece][span]
            key = _key(depth, ids[part][owner[piece]][span])
            np.maximum.at(keys, row[piece][span] * width + x, key)


def _edges(corners: Floats, y: Floats) -> tuple[list[Floats], list[Floats]]:
    """Where the rows at `y` enter and leave their triangles: (x, depth) left and right."""
    top, middle, bottom = corners[:, 0], corners[:, 1], corners[:, 2]
    upper = (y < middle[:, 1])[:, None]
    one = _along(top, bottom, y)
    other = _along(np.where(upper, top, middle), np.where(upper, middle, bottom), y)
    swap = one[0] > other[0]
    left = [np.where(swap, b, a) for a, b in zip(one, other, strict=True)]
    right = [np.where(swap, a, b) for a, b in zip(one, other, strict=True)]
    return left, right


def _along(start: Floats, end: Floats, y: Floats) -> tuple[Floats, Floats]:
    # Always from the upper to the lower end: neighbours get the very same x on a common edge.
    fall = end[:, 1] - start[:, 1]
    share = (y - start[:, 1]) / np.where(fall > 0, fall, 1)
    x = start[:, 0] + share * (end[:, 0] - start[:, 0])
    depth = start[:, 2] + share * (end[:, 2] - start[:, 2])
    return x, depth


def _centres(edge: Floats, limit: int) -> Integers:
    """The first sample whose centre lies at or behind the edge."""
    return np.clip(np.ceil(edge - 0.5), 0, limit).astype(np.int64)


def _key(depth: Floats, ids: Integers) -> Integers:
    return (np.clip(depth, 0, 1) * DEPTHS).astype(np.int64) << 32 | ids


def _expand(counts: Integers) -> tuple[Integers, Integers]:
    """For each of `counts` items its index, that many times, and a running number within it."""
    owner = np.repeat(np.arange(len(counts)), counts)
    begin = np.cumsum(counts) - counts
    return owner, np.arange(len(owner)) - begin[owner]


def _pieces(counts: Integers, limit: int) -> Iterator[slice]:
    """Consecutive slices of `counts` whose sums pass `limit` by less than one item."""
    piece = np.cumsum(counts) // limit
    cuts = [0, *(np.flatnonzero(np.diff(piece)) + 1).tolist(), len(counts)]
    for start, stop in zip(cuts, cuts[1:], strict=False):
        if stop > start:
            yield slice(start, stop)
