"""Finds hollow spaces that have only narrow ways out, through which powder or resin must go."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from service.manufacturing.meshes.mesh import Floats, Indices
from service.manufacturing.shape.clearance import Widths, beside, clearances, ways_out
from service.manufacturing.shape.figures import Figures, Length, Place, Volume, point
from service.manufacturing.shape.grid import Cuts, Grid, TooFine, Truths, cut

#: Cells of the grid on which pockets are looked for, and of the one on which they are measured.
COARSE, FINE = 60_000, 1_000_000
#: Pairs of triangles and lines of a grid that are tried before it is given up.
MOST_TRIED = 12_000_000
#: A pocket is so many times as wide as its way out, and a cell; and takes up this share of the grid
#: at least.
WIDER, LEAST_SHARE = 1.5, 5e-4
#: Ways lead through centres of cells, so past the middle of an opening by up to 0.7 of a cell.
#: The diameters that are measured get most of what that takes away back; in cells.
PAST_MIDDLE, TOLERANCE = 0.7, 1.0
#: Below this share of the hull, what is left of it beside the part holds no pocket worth a look.
LEAST_HOLLOW = 0.005
LISTED = 10


@dataclass(frozen=True)
class Pocket(Figures):
    """A hollow space: its volume and, at `place`, the narrowest spot of its widest way out.

    `opening` is the diameter of the largest ball that gets out, 0 if it is too small to be seen.
    How much of a hole's own room is counted to the volume is a matter of the grid.
    """

    DIGITS: ClassVar[int] = 6

    opening: Length
    volume: Volume
    place: Place


@dataclass(frozen=True)
class Pockets(Figures):
    """The largest pockets, by volume. Spaces without any way out are `trapped`, not these.

    They are at least WIDER times as wide as their way out, and a cell, and take up some 2,000th of
    the box or more. Openings are within `tolerance` of what is said. `searched` is False where
    the surface is not closed, or too much of it would have had to be looked at.
    """

    DIGITS: ClassVar[int] = 6

    searched: bool
    tolerance: Length
    found: tuple[Pocket, ...]


NONE = Pockets(True, 0.0, ())
UNKNOWN = Pockets(False, 0.0, ())


def find_pockets(vertices: Floats, faces: Indices, hollow: float, trapped: float) -> Pockets:
    """Look for pockets of a closed mesh; `hollow` is the share of its hull that it does not fill.

    Coarsely first; only where there seem to be some, a grid of FINE cells says how wide they are
    open. Takes O(m) time beside that of the grids, and some 60 bytes per cell.
    """
    if hollow < LEAST_HOLLOW:
        return NONE
    try:
        found = _on(Grid.around(vertices, COARSE), vertices, faces, trapped)
        return _on(Grid.around(vertices, FINE), vertices, faces, trapped) if found.found else found
    except TooFine:
        return UNKNOWN


def _on(grid: Grid, vertices: Floats, faces: Indices, trapped: float) -> Pockets:
    cuts = cut(grid, vertices, faces, MOST_TRIED)
    clear = clearances(grid.shape, cuts.points)
    ways, settled = ways_out(clear, cuts)
    clear[cuts.solid] = 0
    wide = (clear >= WIDER * ways + 1) & (ways > 0)
    openings, counts = np.unique(ways[wide], return_counts=True)
    largest = np.argsort(-counts, kind="stable")[:LISTED]
    found = [_pocket(grid, cuts, clear, ways, openings[i]) for i in largest]
    found.append(_unreached(grid, cuts, clear, ways, trapped))
    least = LEAST_SHARE * grid.cells * grid.size**3
    pockets = [pocket for pocket in found if pocket.volume >= least]
    pockets.sort(key=lambda pocket: -pocket.volume)
    return Pockets(settled, TOLERANCE * grid.size, tuple(pockets[:LISTED]))


def _pocket(grid: Grid, cuts: Cuts, clear: Widths, ways: Widths, opening: np.float32) -> Pocket:
    """The space of which the widest way out is just so wide."""
    core = (ways == opening) & (clear > opening)
    gate = np.argwhere((ways == opening) & (clear == opening))
    cells = _filled(core, ways, opening, cuts)
    return Pocket(
        opening=float(2 * opening + PAST_MIDDLE) * grid.size,
        volume=cells * grid.size**3,
        place=point(grid.origin + grid.size * gate[0]),
    )


def _filled(core: Truths, ways: Widths, opening: np.float32, cuts: Cuts) -> int:
    """How many cells belong to a pocket: its wide ones, and those that are nearer to them by links
    than to what is outside of its opening."""
    steps = int(np.ceil(2 * opening)) + 2
    places = np.argwhere(core)
    low, high = np.maximum(places.min(axis=0) - steps, 0), places.max(axis=0) + steps + 1
    within = (slice(low[0], high[0]), slice(low[1], high[1]), slice(low[2], high[2]))
    mine, others, free = core[within].copy(), ways[within] > opening, ways[within] > 0
    for _ in range(steps):
        outside = beside(others, cuts, within) & free & ~mine
        grown = beside(mine, cuts, within) & free & ~others & ~outside
        if not (grown & ~mine).any():
            break
        others |= outside
        mine |= grown
    return int(mine.sum())


def _unreached(grid: Grid, cuts: Cuts, clear: Widths, ways: Widths, trapped: float) -> Pocket:
    """What no way leads to, less what is shut in: it opens between the lines of the grid."""
    hidden = ~cuts.solid & (ways == 0)
    place = np.unravel_index(np.argmax(np.where(hidden, clear, 0)), grid.shape)
    volume = float(hidden.sum()) * grid.size**3 - 1.1 * trapped
    return Pocket(0.0, max(volume, 0.0), point(grid.origin + grid.size * np.array(place)))
