"""A grid over a mesh, and where the surface cuts the links between its cells."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.geometry.meshes.mesh import Floats, Indices, blocks
from service.manufacturing.geometry.runs import expand
from service.manufacturing.geometry.vectors import lengths, normals

Truths = NDArray[np.bool_]
Numbers = NDArray[np.intp]

#: Cells around the box of the mesh, so that the outside is one.
MARGIN = 2
#: Triangles that are looked at at once, and pairs of one with a line of the grid.
BLOCK, PAIRS = 1 << 14, 1 << 17
#: Places along edges, shared out evenly among the triangles: many slender ones lie near each other.
MOST_PLACES = 2_000_000
#: Lines of the grid lie off the middle by shares that no drawing uses: they meet no edge along it.
_OFF = np.array([0.0129, -0.0077, 0.0047])


class TooFine(Exception):
    """The surface meets the grid in more places than the limit allows."""


@dataclass(frozen=True)
class Grid:
    """Cells around a mesh; the centre of cell (i, j, k) lies at origin + size * (i, j, k)."""

    origin: Floats
    size: float
    shape: tuple[int, int, int]

    @classmethod
    def around(cls, vertices: Floats, cells: int) -> "Grid":
        """A grid of at most so many cells, some 2 % more than fit, over the box of the vertices."""
        low, sides = vertices.min(axis=0), np.ptp(vertices, axis=0)
        size = float(sides.max())
        while np.prod(np.ceil(sides / size * 1.02) + 2 * MARGIN) < cells:
            size /= 1.02
        counts = np.ceil(sides / size).astype(int) + 2 * MARGIN
        x, y, z = counts.tolist()
        return cls(low - size * ((counts - 1 - sides / size) / 2 + _OFF), size, (x, y, z))

    @classmethod
    def about(cls, middle: Floats, reach: float, cells: int) -> "Grid":
        """A cubic grid of about `cells` cells that reaches `reach` from its middle."""
        count = round(cells ** (1 / 3))
        size = 2 * reach / (count - 1)
        return cls(middle - reach + size * _OFF, size, (count, count, count))

    @property
    def cells(self) -> int:
        """How many there are."""
        return self.shape[0] * self.shape[1] * self.shape[2]


@dataclass(frozen=True)
class Cuts:
    """How a closed surface cuts a grid, in units of its cells.

    `open_` by axis: no triangle lies between the centre of cell i and that of the next along it.
    `solid`: the centre of the cell is enclosed, if all of the surface lies in the grid. `points`
    (k, 3) lie on the surface, within the grid.
    """

    open_: tuple[Truths, Truths, Truths]
    solid: Truths
    points: Floats


def cut(grid: Grid, vertices: Floats, faces: Indices, most: int) -> Cuts:
    """Cut the links of the grid by faces (m, 3); TooFine beyond `most` pairs that are tried.

    Whether a line of the grid meets a triangle is told by the sides of the three edges on which
    it lies. Each is worked out in the same way for both triangles: no line slips through between.
    """
    placed = (vertices - grid.origin) / grid.size
    points, open_ = [placed, _along_edges(placed, faces)], []
    turns = np.zeros(grid.shape, np.int32)
    for axis in range(3):
        links = np.ones(grid.shape, bool)
        for cells, signs, places in _crossings(grid, placed, faces, axis, most):
            most -= len(cells)
            points.append(places)
            inside = (cells[:, axis] >= 0) & (cells[:, axis] < grid.shape[axis] - 1)
            cells, signs = cells[inside], signs[inside]
            links[tuple(cells.T)] = False
            if axis == 2:
                np.add.at(turns, (cells[:, 0], cells[:, 1], cells[:, 2] + 1), signs)
        open_.append(links)
    solid = turns.cumsum(axis=2) != 0
    every = np.concatenate(points)
    beyond = (every < -0.5) | (every > np.array(grid.shape) - 0.5)
    return Cuts((open_[0], open_[1], open_[2]), solid, every[~beyond.any(axis=1)])


def _along_edges(placed: Floats, faces: Indices) -> Floats:
    """Places along long edges of triangles, at most a cell's side from each other."""
    samples = [np.empty((0, 3))]
    for part in blocks(len(faces), BLOCK):
        starts = placed[faces[part]].reshape(-1, 3)
        ends = placed[faces[part][:, (1, 2, 0)]].reshape(-1, 3)
        counts = lengths(ends - starts).astype(np.intp)
        counts //= 1 + int(counts.sum()) * len(faces) // (len(starts) // 3 * MOST_PLACES)
        rows, steps = expand(counts)
        shares = ((steps + 1) / (counts[rows] + 1))[:, None]
        samples.append(starts[rows] * (1 - shares) + ends[rows] * shares)
    return np.concatenate(samples)


def _crossings(
    grid: Grid, placed: Floats, faces: Indices, axis: int, most: int
) -> Iterator[tuple[Numbers, Numbers, Floats]]:
    """The links along an axis that triangles cut, from which side, and where."""
    u, v = (axis + 1) % 3, (axis + 2) % 3
    for part in blocks(len(faces), BLOCK):
        corners = placed[faces[part]]
        low = np.maximum(np.ceil(corners.min(axis=1)), 0).astype(np.intp)
        high = np.minimum(np.floor(corners.max(axis=1)), np.array(grid.shape) - 1).astype(np.intp)
        counts = np.maximum(high - low + 1, 0)
        ends = np.cumsum(counts[:, u] * counts[:, v])
        most -= int(ends[-1])
        if most < 0:
            raise TooFine
        for pairs in blocks(int(ends[-1]), PAIRS):
            numbers = np.arange(pairs.start, pairs.stop)
            rows = np.searchsorted(ends, numbers, side="right")
            far, near = np.divmod(
                numbers - ends[rows] + counts[rows, u] * counts[rows, v], counts[rows, v]
            )
            p, q = low[rows, u] + far, low[rows, v] + near
            met, signs = _meets(corners[rows], faces[part][rows], p, q, u, v)
            rows, p, q, signs = rows[met], p[met], q[met], signs[met]
            depth = _depth(corners[rows], p, q, axis)
            cells, places = np.empty((len(rows), 3), np.intp), np.empty((len(rows), 3))
            for target in (cells, places):
                target[:, u], target[:, v] = p, q
            cells[:, axis], places[:, axis] = np.floor(depth), depth
            yield cells, signs, places


def _meets(
    corners: Floats, numbers: Indices, p: Numbers, q: Numbers, u: int, v: int
) -> tuple[Truths, Numbers]:
    sides = []
    for one, other in ((0, 1), (1, 2), (2, 0)):
        back = numbers[:, one] > numbers[:, other]
        start = np.where(back[:, None], corners[:, other], corners[:, one])
        end = np.where(back[:, None], corners[:, one], corners[:, other])
        along, across = end[:, u] - start[:, u], end[:, v] - start[:, v]
        aside = along * (q - start[:, v]) - across * (p - start[:, u])
        # On the edge itself, as if the line were moved by next to nothing, and by less across that.
        moved = (across < 0) | ((across == 0) & (along > 0))
        left = (aside > 0) | ((aside == 0) & moved)
        sides.append(left ^ back)
    met = (sides[0] == sides[1]) & (sides[1] == sides[2])
    return met, np.where(sides[0], 1, -1)


def _depth(corners: Floats, p: Numbers, q: Numbers, axis: int) -> Floats:
    a, facing = corners[:, 0], normals(corners)
    u, v = (axis + 1) % 3, (axis + 2) % 3
    fall = facing[:, u] * (p - a[:, u]) + facing[:, v] * (q - a[:, v])
    with np.errstate(divide="ignore", invalid="ignore"):
        depth = a[:, axis] - fall / facing[:, axis]
    low, high = corners[:, :, axis].min(axis=1), corners[:, :, axis].max(axis=1)
    return np.where(np.isfinite(depth), depth, low).clip(low, high)
