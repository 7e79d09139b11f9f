"""Holds what shells enclose against the surface that a union made of them, line by line.

How often a surface winds around a place does not depend on how it was paired, cut or united, so
whoever made a union can be held to it. The lines, along the three axes and spread evenly over
the box of each group of shells, are the same before and after: their lengths agree to rounding,
and not only on average. What is wrong somewhere is seen if it lies in the way of more than
GRAZING lines along an axis, which is a 300th of the box's cross-section.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.geometry.meshes.mesh import Floats, Indices, Piece, blocks
from service.manufacturing.geometry.runs import expand, slices
from service.manufacturing.geometry.shape.sampling import GOLDEN
from service.manufacturing.geometry.union.shells import TOUCHING
from service.manufacturing.geometry.vectors import dot

#: Lines along each axis through one group, through all of them, and through each at least.
LINES, MOST_LINES, FEWEST_LINES = 1024, 1 << 16, 32
#: Lines of each axis that may disagree: those that graze a surface which rounding has moved.
GRAZING = 2
#: Shares of the extent: what a line's length may differ by, ten times as far as uniting moves a
#: surface at most, and how wide a slit is at most.
APART, SLIT = 1e-4, 2 * TOUCHING
#: Triangles, and pairs of lines and triangles, that are looked at together.
BLOCK, PAIRS = 1 << 14, 1 << 18

Numbers = NDArray[np.intp]
Flags = NDArray[np.bool_]
#: What a place counts for each time that shell i winds around it outwards, and inwards (k, 2).
Worth = NDArray[np.intp]

#: As a file has it: what winds inwards takes away.
AS_WOUND = (1, -1)


@dataclass(frozen=True)
class Labelled:
    """Closed shells over vertices of their own: `labels` (m,) of faces (m, 3), 0 <= label < k.

    A place is inside where what it counts for all of them together is above 0.
    """

    vertices: Floats
    faces: Indices
    labels: Numbers
    worth: Worth

    @classmethod
    def single(cls, surface: Piece) -> "Labelled":
        """A surface that is one shell, however many parts it has."""
        vertices, faces = surface
        return cls(vertices, faces, np.zeros(len(faces), np.intp), np.array([AS_WOUND]))


@dataclass(frozen=True)
class LineComparison:
    """Of each group: whether the surface encloses what its shells do, and whether it has slits.

    A slit is a gap, or a wall, too narrow to be more than rounding.
    """

    same: Flags
    slits: Flags


def hold(shells: Sequence[Labelled], surfaces: Sequence[Labelled]) -> LineComparison:
    """Hold groups of shells against the surfaces that were made of them."""
    groups = len(shells)
    boxes = [(group.vertices.min(axis=0), group.vertices.max(axis=0)) for group in shells]
    lows = np.array([low for low, _ in boxes])
    sides = np.array([high - low for low, high in boxes])
    extents = sides.max(axis=1)
    sides = np.maximum(sides, np.maximum(extents, np.finfo(float).tiny)[:, None] * SLIT)
    count = min(LINES, max(MOST_LINES // groups, FEWEST_LINES))
    same, slits = np.ones(groups, bool), np.zeros(groups, bool)
    for axis in range(3):
        turn = np.roll(np.arange(3), -axis)
        before, after = (
            _followed(_in_a_row(part, lows[:, turn], sides[:, turn], turn), groups, count)
            for part in (shells, surfaces)
        )
        along = np.repeat(extents / sides[:, axis], count)
        off = np.abs(before.filled - after.wound) > APART * along
        off &= before.sound & after.sound
        same &= off.reshape(groups, -1).sum(axis=1) <= GRAZING
        narrow = after.narrowest <= SLIT * along
        slits |= narrow.reshape(groups, -1).sum(axis=1) > GRAZING
    return LineComparison(same, slits)


def windings(shells: Labelled, places: Floats) -> Numbers:
    """How often (k, n) each shell winds outwards around places (n, 3)."""
    order = np.argsort(places[:, 1], kind="stable")
    often = np.zeros((len(shells.worth), len(places)), np.intp)
    for lines, numbers, depths, ways in _crossed(shells.vertices, shells.faces, places[order, 1:]):
        before = depths < places[order[lines], 0]
        which = shells.labels[numbers[before]], order[lines[before]]
        np.add.at(often, which, ways[before])
    return often


def counted(often: Numbers, worth: Worth) -> Numbers:
    """What places (n,) count for that shells wind around so often (k, n)."""
    each = np.maximum(often, 0) * worth[:, :1] + np.maximum(-often, 0) * worth[:, 1:]
    total: Numbers = each.sum(axis=0)
    return total


@dataclass(frozen=True)
class _Lines:
    """Of each line: the length inside, that times how often it is inside, and its least part.

    And whether the surface was crossed as often one way as the other.
    """

    filled: Floats
    wound: Floats
    narrowest: Floats
    sound: Flags


def _in_a_row(groups: Sequence[Labelled], lows: Floats, sides: Floats, turn: Numbers) -> Labelled:
    """All groups as one, each in a cube of side 1, in a row along the second axis."""
    scaled = [
        (group.vertices[:, turn] - low) / side + (0.0, i, 0.0)
        for i, (group, low, side) in enumerate(zip(groups, lows, sides, strict=True))
    ]
    vertices = np.cumsum([0, *(len(group.vertices) for group in groups)])
    shells = np.cumsum([0, *(len(group.worth) for group in groups)])
    return Labelled(
        np.concatenate(scaled),
        np.concatenate(
            [group.faces + first for group, first in zip(groups, vertices, strict=False)]
        ),
        np.concatenate(
            [group.labels + first for group, first in zip(groups, shells, strict=False)]
        ),
        np.concatenate([group.worth for group in groups]),
    )


def _followed(shells: Labelled, groups: int, count: int) -> _Lines:
    """Lines along the first axis, `count` through each cube."""
    numbers = np.arange(count)
    shares = np.stack([(numbers + 0.5) / count, numbers * GOLDEN % 1.0], axis=1)
    cubes = np.stack([np.arange(groups), np.zeros(groups)], axis=1)
    places = (cubes[:, None] + shares).reshape(-1, 2).astype(float)
    nothing = np.zeros(len(places))
    crossed = list(_crossed(shells.vertices, shells.faces, places))
    if not crossed:
        return _Lines(nothing, nothing, nothing + np.inf, nothing == 0)
    lines, which, depths, ways = (np.concatenate(column) for column in zip(*crossed, strict=True))
    shell, worth = shells.labels[which], shells.worth
    order = np.lexsort((depths, shell, lines))
    lines, shell, depths, ways = lines[order], shell[order], depths[order], ways[order]
    often = np.cumsum(ways)
    before = often - ways
    sound = np.ones(len(places), bool)
    first = np.diff(lines * len(worth) + shell, prepend=-1) != 0
    sound[lines[first & (before != 0)]] = False
    steps = np.zeros(len(lines), np.intp)
    for column, way in enumerate((1, -1)):
        more = np.maximum(way * often, 0) - np.maximum(way * before, 0)
        steps += more * worth[shell, column]
    order = np.lexsort((depths, lines))
    lines, depths = lines[order], depths[order]
    often = np.cumsum(steps[order])
    lengths = np.where(lines[1:] == lines[:-1], np.diff(depths), 0.0)
    return _Lines(
        np.bincount(lines[:-1], lengths * (often[:-1] > 0), len(places)).astype(float),
        np.bincount(lines[:-1], lengths * often[:-1], len(places)).astype(float),
        _narrowest(lines, depths, often > 0, len(places)),
        sound,
    )


def _narrowest(lines: Numbers, depths: Floats, inside: Flags, count: int) -> Floats:
    """The least way between two crossings of each line where it enters or leaves what is inside."""
    changes = np.flatnonzero(np.diff(inside, prepend=False))
    same = lines[changes[1:]] == lines[changes[:-1]]
    narrowest = np.full(count, np.inf)
    np.minimum.at(narrowest, lines[changes[1:][same]], np.diff(depths[changes])[same])
    return narrowest


def _crossed(
    vertices: Floats, faces: Indices, places: Floats
) -> Iterator[tuple[Numbers, Numbers, Floats, Numbers]]:
    """Which lines along the first axis cross which triangles, how deep, +1 inwards, -1 outwards.

    `places` (n, 2) are on the other axes, ascending on the first of these.
    """
    for part in blocks(len(faces), BLOCK):
        across, high = (vertices[:, axis][faces[part]] for axis in (1, 2))
        begins = np.searchsorted(places[:, 0], across.min(axis=1), side="left")
        counts = np.searchsorted(places[:, 0], across.max(axis=1), side="right") - begins
        lows, highs = high.min(axis=1), high.max(axis=1)
        for some in slices(counts, PAIRS):
            which, lines = expand(counts[some])
            which += some.start
            lines += begins[which]
            at = places[lines, 1]
            near = (lows[which] <= at) & (highs[which] >= at)
            yield _pierced(vertices, faces, which[near] + part.start, lines[near], places)


def _pierced(
    vertices: Floats, faces: Indices, which: Numbers, lines: Numbers, places: Floats
) -> tuple[Numbers, Numbers, Floats, Numbers]:
    corners, at = vertices[faces[which]], places[lines]
    weights, lefts = np.empty((len(which), 3)), np.zeros(len(which), np.intp)
    for k in range(3):
        start, end = corners[:, (k + 1) % 3, 1:], corners[:, (k + 2) % 3, 1:]
        weights[:, k], left = _beside(start, end, at)
        lefts += left
    hit = (lefts == 0) | (lefts == 3)
    which, lines, corners, weights = which[hit], lines[hit], corners[hit], np.abs(weights[hit])
    totals = weights.sum(axis=1)[:, None]
    shares = np.divide(weights, totals, out=np.full_like(weights, 1 / 3), where=totals > 0)
    return lines, which, dot(shares, corners[:, :, 0]), np.where(lefts[hit] == 3, -1, 1)


def _beside(start: Floats, end: Floats, at: Floats) -> tuple[Floats, Flags]:
    """How far (n,) places lie to the left of edges, and whether they do.

    An edge gives one answer, whichever way and in whichever triangle it is walked, so that no
    line slips between two triangles.
    """
    back = (start[:, 0] > end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] > end[:, 1]))
    low = np.where(back[:, None], end, start)
    way = np.where(back[:, None], start, end) - low
    far = way[:, 0] * (at[:, 1] - low[:, 1]) - way[:, 1] * (at[:, 0] - low[:, 0])
    return np.where(back, -far, far), (far >= 0) ^ back
