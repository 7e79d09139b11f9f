"""A z-buffer in numpy: finds the triangle that is visible at each sample of a picture.

Each triangle is cut into the sample rows that it covers, each row into the samples of its span, and
each sample competes with one integer key (depth above, triangle below), so that the result does not
depend on any order. Work is done in pieces of a fixed size, which bounds the memory.
"""

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.geometry.runs import expand, slices

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

#: Triangles, rows and samples that are worked on at once; some 15 temporaries of 8 bytes each.
TRIANGLES, ROWS, SAMPLES = 1 << 16, 1 << 18, 1 << 19
#: Depth levels: a key has 31 bits for the depth above 32 bits for the triangle.
DEPTHS = (1 << 31) - 1
EMPTY = -1


def work(points: Floats, faces: NDArray[np.integer]) -> tuple[float, float]:
    """Rows and samples, summed over all triangles, that `rasterise` will about touch."""
    rows = samples = 0.0
    for start in range(0, len(faces), TRIANGLES):
        corners = points[faces[start : start + TRIANGLES]]
        (x0, y0), (x1, y1) = ((corners[:, k, :2] - corners[:, 0, :2]).T for k in (1, 2))
        rows += float(np.ptp(corners[:, :, 1], axis=1).sum())
        samples += float(np.abs(x0 * y1 - x1 * y0).sum() / 2)
    return rows, samples


def rasterise(points: Floats, faces: NDArray[np.integer], width: int, height: int) -> Integers:
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
    front = np.where(keys < 0, EMPTY, keys & 0xFFFFFFFF)
    return front.reshape(height, width)


def _dots(corners: Floats, ids: Integers, keys: Integers, width: int, height: int) -> None:
    small = (np.ptp(corners[:, :, :2], axis=1) < 1).all(axis=1)
    x, y, depth = corners[small].mean(axis=1).T
    inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
    where = y[inside].astype(np.int64) * width + x[inside].astype(np.int64)
    np.maximum.at(keys, where, _key(depth[inside], ids[small][inside]))


def _areas(corners: Floats, ids: Integers, keys: Integers, width: int, height: int) -> None:
    by_height = np.argsort(corners[:, :, 1], axis=1, kind="stable")
    corners = np.take_along_axis(corners, by_height[:, :, None], axis=1)
    top, middle, bottom = corners[:, 0], corners[:, 1], corners[:, 2]
    # Every edge runs from its upper to its lower end: neighbours get the very same x on it.
    long = _edge(top, bottom)
    short = np.hstack([_edge(top, middle), _edge(middle, bottom)])
    first = _centres(top[:, 1], height)
    counts = _centres(bottom[:, 1], height) - first
    for part in slices(counts, ROWS):
        owner, step = expand(counts[part])
        owner += part.start
        row = first[owner] + step
        other = owner + len(corners) * (row + 0.5 >= middle[owner, 1])
        _rows(row, long, owner, short, other, ids, keys, width)


def _rows(
    row: Integers,
    long: Floats,
    owner: Integers,
    short: Floats,
    other: Integers,
    ids: Integers,
    keys: Integers,
    width: int,
) -> None:
    """Fill the spans between the edges `long[owner]` and `short[other]` on each row."""
    one, two = _across(long, owner, row, 0), _across(short, other, row, 0)
    start = _centres(np.minimum(one, two), width)
    spans = _centres(np.maximum(one, two), width) - start
    covered = np.flatnonzero(spans)  # of slivers, few rows hold a sample
    start, spans, row, owner, other = (a[covered] for a in (start, spans, row, owner, other))
    one, two = one[covered], two[covered]
    depth = _across(long, owner, row, 1)
    run = two - one
    slope = (_across(short, other, row, 1) - depth) / np.where(run == 0, 1, run)
    for piece in slices(spans, SAMPLES):
        span, step = expand(spans[piece])
        span += piece.start
        x = start[span] + step
        key = _key(depth[span] + (x + 0.5 - one[span]) * slope[span], ids[owner[span]])
        np.maximum.at(keys, row[span] * width + x, key)


def _edge(start: Floats, end: Floats) -> Floats:
    """Rows y, x, depth, and the change of x and of depth per row, for each edge (5, k)."""
    fall = end[:, 1] - start[:, 1]
    change = (end - start) / np.where(fall > 0, fall, 1)[:, None]
    return np.stack([start[:, 1], start[:, 0], start[:, 2], change[:, 0], change[:, 2]])


def _across(edges: Floats, which: Integers, row: Integers, what: int) -> Floats:
    """x (0) or depth (1) of the edges on the middle of each row."""
    at: Floats = edges[1 + what][which] + (row + 0.5 - edges[0][which]) * edges[3 + what][which]
    return at


def _centres(edge: Floats, limit: int) -> Integers:
    """The first sample whose centre lies at or behind the edge."""
    return np.clip(np.ceil(edge - 0.5), 0, limit).astype(np.int64)


def _key(depth: Floats, ids: Integers) -> Integers:
    return (np.clip(depth, 0, 1) * DEPTHS).astype(np.int64) << 32 | ids
