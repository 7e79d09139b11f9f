"""Finds cavities with narrow openings, through which powder or resin must get out."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from service.manufacturing.geometry.meshes.mesh import Floats, Indices
from service.manufacturing.geometry.shape.clearance import (
    Widths,
    beside,
    clearances,
    rim_of,
    ways_out,
)
from service.manufacturing.geometry.shape.figures import Figures, Length, Place, Volume, point
from service.manufacturing.geometry.shape.grid import Cuts, Grid, TooFine, Truths, cut
from service.manufacturing.geometry.shape.openings import Opening, narrowed, opening_at

#: Cells of the grid on which pockets are looked for, and of the one on which they are measured.
COARSE, FINE = 60_000, 1_000_000
#: Pairs of triangles and lines of a grid that are tried before it is given up.
MOST_TRIED = 12_000_000
#: A pocket is so many times as wide as its way out, and a cell; and takes up this share of the grid
#: at least.
WIDER, LEAST_SHARE = 1.5, 5e-4
#: Cells that a way out may be wide which the grid does not see: links between centres of cells go
#: through any that is as wide as a cell's diagonal, the square root of 3.
UNSEEN = 1.8
#: Below this share of the hull, what is left of it beside the part holds no pocket worth a look.
LEAST_HOLLOW = 0.005
#: Pockets that are listed, and openings that are measured more closely, the narrowest ones.
LISTED, CLOSELY = 10, 3


@dataclass(frozen=True)
class Pocket(Figures):
    """A hollow space: its volume and, at `place`, the narrowest spot of its widest way out.

    `opening` is the diameter of the largest ball that gets out, within `tolerance` of what is said;
    0 if it is too small to be seen. How much of a hole's own room is counted to the volume is a
    matter of the grid.
    """

    DIGITS: ClassVar[int] = 6

    opening: Length
    tolerance: Length
    volume: Volume
    place: Place


@dataclass(frozen=True)
class Pockets(Figures):
    """The largest pockets, by volume. Spaces without any way out are `trapped`, not these.

    They are at least WIDER times as wide as their way out, and a cell, and take up some 2,000th of
    the box or more. `searched` is False where the surface is not closed, or too much of it would
    have had to be looked at.
    """

    DIGITS: ClassVar[int] = 6

    searched: bool
    found: tuple[Pocket, ...]


NONE = Pockets(True, ())
UNKNOWN = Pockets(False, ())


def find_pockets(vertices: Floats, faces: Indices, hollow: float, trapped: float) -> Pockets:
    """Look for pockets of a closed mesh; `hollow` is the share of its hull that it does not fill.

    Coarsely first; only where there seem to be some, a grid of FINE cells says how wide they are
    open. Takes O(m) time beside that of the grids, and some 60 bytes per cell.
    """
    if hollow < LEAST_HOLLOW:
        return NONE
    try:
        settled, candidates = _candidates_on(
            Grid.around(vertices, COARSE), vertices, faces, trapped
        )
        if candidates:
            settled, candidates = _candidates_on(
                Grid.around(vertices, FINE), vertices, faces, trapped
            )
    except TooFine:
        return UNKNOWN
    narrowest = sorted(candidates, key=lambda candidate: candidate.pocket.opening)[:CLOSELY]
    pockets = (
        _closely(candidate, vertices, faces) if candidate in narrowest else candidate.pocket
        for candidate in candidates
    )
    return Pockets(settled, tuple(pockets))


@dataclass(frozen=True, eq=False)
class _PocketCandidate:
    """A pocket and its opening, if that was seen."""

    pocket: Pocket
    opening: Opening | None


def _closely(candidate: _PocketCandidate, vertices: Floats, faces: Indices) -> Pocket:
    if candidate.opening is None:
        return candidate.pocket
    return _pocket_at(candidate.pocket.volume, narrowed(candidate.opening, vertices, faces))


def _pocket_at(volume: float, opening: Opening) -> Pocket:
    return Pocket(opening.diameter, opening.tolerance, volume, point(opening.place))


def _candidates_on(
    grid: Grid, vertices: Floats, faces: Indices, trapped: float
) -> tuple[bool, list[_PocketCandidate]]:
    cuts = cut(grid, vertices, faces, MOST_TRIED)
    clear = clearances(grid.shape, cuts.points)
    ways, settled = ways_out(clear, cuts, rim_of(grid.shape))
    clear[cuts.solid] = 0
    wide = (clear >= WIDER * ways + 1) & (ways > 0)
    openings, counts = np.unique(ways[wide], return_counts=True)
    largest = np.argsort(-counts, kind="stable")[:LISTED]
    candidates = [_candidate(grid, cuts, clear, ways, openings[i]) for i in largest]
    candidates.append(_unreached(grid, cuts, clear, ways, trapped))
    least = LEAST_SHARE * grid.cells * grid.size**3
    pockets = [candidate for candidate in candidates if candidate.pocket.volume >= least]
    pockets.sort(key=lambda candidate: -candidate.pocket.volume)
    return settled, pockets[:LISTED]


def _candidate(
    grid: Grid, cuts: Cuts, clear: Widths, ways: Widths, way: np.float32
) -> _PocketCandidate:
    """The space of which the widest way out is just so wide."""
    core = (ways == way) & (clear > way)
    opening = opening_at(grid, cuts, clear, ways, way)
    return _PocketCandidate(
        _pocket_at(_filled(core, ways, way, cuts) * grid.size**3, opening), opening
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


def _unreached(
    grid: Grid, cuts: Cuts, clear: Widths, ways: Widths, trapped: float
) -> _PocketCandidate:
    """What no way leads to, less what is shut in: it opens between the lines of the grid."""
    hidden = ~cuts.solid & (ways == 0)
    place = np.unravel_index(np.argmax(np.where(hidden, clear, 0)), grid.shape)
    volume = float(hidden.sum()) * grid.size**3 - 1.1 * trapped
    at = point(grid.origin + grid.size * np.array(place))
    return _PocketCandidate(Pocket(0.0, UNSEEN * grid.size, max(volume, 0.0), at), None)
