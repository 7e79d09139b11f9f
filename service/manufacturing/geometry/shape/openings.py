"""Measures the width of an opening, on grids laid around its narrowest spot."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.geometry.meshes.mesh import Floats, Indices, blocks, compacted
from service.manufacturing.geometry.shape.clearance import FAR, Widths, beside, clearances, ways_out
from service.manufacturing.geometry.shape.grid import Cuts, Grid, TooFine, Truths, cut

#: Cells of a grid around an opening, and how often one is laid, each within the one before.
CELLS, TIMES = 200_000, 2
#: Pairs of triangles and lines of a grid that are tried before it is given up.
MOST_TRIED = 4_000_000
#: Ways lead through centres of cells, so past the middle of an opening by up to 0.7 of a cell.
#: The diameters that are measured get most of what that takes away back; in cells.
PAST_MIDDLE, TOLERANCE = 0.7, 1.0
#: Cells around an opening, beside its own width, in which it is not yet known what is outside.
UNSURE = 2.5
BLOCK = 1 << 16


@dataclass(frozen=True)
class Opening:
    """The narrowest spot of the widest way out of a pocket, on some grid.

    `way` is the clearance there in cells, `gate` the cell, `ways` those of all cells: larger ones
    lie outside of the opening, equal ones within the pocket.
    """

    grid: Grid
    ways: Widths
    way: np.float32
    gate: NDArray[np.intp]

    @property
    def diameter(self) -> float:
        """Of the largest ball that gets through."""
        return float(2 * self.way + PAST_MIDDLE) * self.grid.size

    @property
    def tolerance(self) -> float:
        """How much the diameter may be off."""
        return TOLERANCE * self.grid.size

    @property
    def place(self) -> Floats:
        """Where the gate is."""
        middle: Floats = self.grid.origin + self.grid.size * self.gate
        return middle


def opening_at(grid: Grid, cuts: Cuts, clear: Widths, ways: Widths, way: np.float32) -> Opening:
    """The opening where ways are narrowed to `way` by the clearance, coming from outside.

    A channel is as narrow all along; its outer end is the place.
    """
    everywhere = (slice(None), slice(None), slice(None))
    narrow = ways == way
    gates = narrow & (clear == way) & beside(ways > way, cuts, everywhere)
    # Outside of the part, too, there are cells that happen to be as clear: only what is linked with
    # the pocket counts. Where the ways were given up before they were all found, any place must do.
    linked = grown = narrow & (clear > way)
    while grown.any() and not (linked & gates).any():
        grown = beside(linked, cuts, everywhere) & narrow & ~linked
        linked = linked | grown
    for places in (linked & gates, linked, narrow):
        if places.any():
            return Opening(grid, ways, way, np.argwhere(places)[0])
    raise ValueError("no cell has this way out")


def narrowed(opening: Opening, vertices: Floats, faces: Indices) -> Opening:
    """The same opening of a closed surface, measured more closely as far as that succeeds."""
    for _ in range(TIMES):
        finer = _finer(opening, vertices, faces)
        if finer is None:
            break
        opening = finer
    return opening


def _finer(opening: Opening, vertices: Floats, faces: Indices) -> Opening | None:
    near = opening.diameter + UNSURE * opening.grid.size
    grid = Grid.about(opening.place, 1.5 * near, CELLS)
    if grid.size > 0.7 * opening.grid.size:
        return None
    try:
        cuts = cut(grid, *_within(grid, vertices, faces), MOST_TRIED)
    except TooFine:
        return None
    outside, pocket = _known(opening, grid, near)
    clear = clearances(grid.shape, cuts.points)
    clear[pocket] = FAR
    ways, settled = ways_out(clear, cuts, outside)
    way = ways[pocket].max(initial=np.float32(0))
    return opening_at(grid, cuts, clear, ways, way) if settled and way > 0 else None


def _within(grid: Grid, vertices: Floats, faces: Indices) -> tuple[Floats, Indices]:
    """The triangles that reach into the grid, and the vertices of these alone."""
    low, high = grid.origin, grid.origin + grid.size * (np.array(grid.shape) - 1)
    faces_within = []
    for part in blocks(len(faces), BLOCK):
        corners = vertices[faces[part]]
        meets = (corners.min(axis=1) <= high) & (corners.max(axis=1) >= low)
        faces_within.append(faces[part][meets.all(axis=1)])
    return compacted(vertices, np.concatenate(faces_within))


def _known(opening: Opening, grid: Grid, near: float) -> tuple[Truths, Truths]:
    """The cells that are known to lie outside of an opening, and those within its pocket.

    From the nearest cells of the coarser grid, but for those near the gate.
    """
    coarse, places, numbers = opening.grid, [], []
    for axis in range(3):
        along = grid.origin[axis] + grid.size * np.arange(grid.shape[axis])
        cells = np.rint((along - coarse.origin[axis]) / coarse.size).astype(np.intp)
        numbers.append(cells.clip(0, coarse.shape[axis] - 1))
        places.append(along - opening.place[axis])
    x, y, z = places
    far = (x * x)[:, None, None] + (y * y)[:, None] + z * z > near * near
    ways = opening.ways[np.ix_(*numbers)]
    return far & (ways > opening.way), far & (ways == opening.way)
