"""The clearance of grid cells from the surface, and how wide the widest way out is."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.geometry.meshes.mesh import Floats, blocks
from service.manufacturing.geometry.shape.grid import Cuts, Truths
from service.manufacturing.geometry.vectors import dot

Widths = NDArray[np.float32]

#: Times that the grid is swept from all six sides: for the nearest places twice are enough, ways
#: out need one time for every few turns that they take.
NEAR_ROUNDS, WAY_ROUNDS = 2, 40
#: Farther than anything, in cells.
FAR = np.float32(1e6)
BLOCK = 1 << 16


def clearances(shape: tuple[int, int, int], points: Floats) -> Widths:
    """The distance from the centre of each cell to the nearest of points (k, 3), in cells.

    Each cell asks its neighbours for their nearest point, again and again (P.-E. Danielsson,
    "Euclidean distance mapping", 1980), which is seldom off by more than a tenth of a cell.
    """
    axes = np.meshgrid(*(np.arange(count, dtype=np.float32) for count in shape), indexing="ij")
    centres = np.stack(axes, axis=-1)
    nearest, distances = _nearest_in_cells(centres, points)
    for _ in range(NEAR_ROUNDS):
        for axis, here, before in _sweeps(shape):
            layers = np.moveaxis(nearest, axis, 0)
            mine, theirs = layers[here], layers[before]
            apart = theirs - np.moveaxis(centres, axis, 0)[here]
            squares = dot(apart, apart)
            known = np.moveaxis(distances, axis, 0)[here]
            np.copyto(mine, theirs, where=(squares < known)[:, :, None])
            np.minimum(known, squares, out=known)
    widths: Widths = np.sqrt(distances)
    return widths


def _nearest_in_cells(centres: Widths, points: Floats) -> tuple[Widths, Widths]:
    """The nearest point within each cell, or one far away, and the squares of the distances."""
    shape, count = centres.shape[:3], centres.size // 3
    distances = np.full(count, FAR * FAR, np.float32)
    nearest = np.full((count, 3), FAR, np.float32)
    for part in blocks(len(points), BLOCK):
        cells = np.rint(points[part]).astype(np.intp)
        flat = np.ravel_multi_index((cells[:, 0], cells[:, 1], cells[:, 2]), shape, mode="clip")
        apart = points[part] - cells
        squares = dot(apart, apart).astype(np.float32)
        np.minimum.at(distances, flat, squares)
        first = squares == distances[flat]
        nearest[flat[first]] = points[part][first]
    return nearest.reshape(centres.shape), distances.reshape(shape)


def rim_of(shape: tuple[int, int, int]) -> Truths:
    """The cells of the sides of a grid."""
    rim = np.ones(shape, bool)
    rim[1:-1, 1:-1, 1:-1] = False
    return rim


def ways_out(clear: Widths, cuts: Cuts, outside: Truths) -> tuple[Widths, bool]:
    """The largest clearance along any way from outside to each cell, 0 if there is none.

    Also returns whether all ways were found: one with very many turns may be wider than stated.
    """
    clear = clear.copy()
    clear[outside] = FAR
    widths = np.where(outside, FAR, np.float32(0))
    for _ in range(WAY_ROUNDS):
        before = widths.sum(dtype=np.float64)
        for axis, here, last in _sweeps(clear.shape):
            links = np.moveaxis(cuts.open_[axis], axis, 0)[min(here, last)]
            way = np.moveaxis(widths, axis, 0)
            offered = np.minimum(way[last], np.moveaxis(clear, axis, 0)[here]) * links
            np.maximum(way[here], offered, out=way[here])
        if widths.sum(dtype=np.float64) == before:
            return widths, True
    return widths, False


def _sweeps(shape: tuple[int, ...]) -> Iterator[tuple[int, int, int]]:
    """Axis, layer and the layer before it, through the grid from all six sides."""
    for axis in range(3):
        yield from ((axis, here, here - 1) for here in range(1, shape[axis]))
        yield from ((axis, here, here + 1) for here in range(shape[axis] - 2, -1, -1))


def beside(cells: Truths, cuts: Cuts, within: tuple[slice, slice, slice]) -> Truths:
    """The cells that are linked with some of those, in a part of the grid."""
    neighbours = np.zeros_like(cells)
    for axis in range(3):
        mine, links = np.moveaxis(cells, axis, 0), np.moveaxis(cuts.open_[axis][within], axis, 0)
        target = np.moveaxis(neighbours, axis, 0)
        target[1:] |= mine[:-1] & links[:-1]
        target[:-1] |= mine[1:] & links[:-1]
    return neighbours
