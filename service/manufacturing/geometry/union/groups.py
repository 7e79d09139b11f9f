"""Unites groups of shells that may meet, in the way that is shown to be right."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.geometry.measures import measure
from service.manufacturing.geometry.meshes.mesh import (
    Floats,
    Indices,
    Piece,
    Unreadable,
    compacted,
    concatenated,
)
from service.manufacturing.geometry.repairing.winding import turn
from service.manufacturing.geometry.union.arranging import Arranged, arrange
from service.manufacturing.geometry.union.cutting import uncrossed
from service.manufacturing.geometry.union.filling import UNCHANGED, Filled, differs, united_shells
from service.manufacturing.geometry.union.lines import AS_WOUND, Labelled, Worth, hold
from service.manufacturing.geometry.union.partition import TooManyCells
from service.manufacturing.geometry.union.shells import TOUCHING, Shells

#: How near surfaces lie that touch, in shares of the extent: first as near as single precision
#: leaves them, and then as near as it leaves those of parts far from the origin.
NEAR = (TOUCHING, 10 * TOUCHING)
#: Polygons that are looked at to arrange a group, some 3 us for each; and where all else failed.
WORK, LAST_WORK = 200_000, 1_000_000

Numbers = NDArray[np.intp]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Group:
    """Closed shells that may meet, of volumes (k,), over vertices of their own.

    `labels` (m,), 0 <= label < k and ascending, says which shell each of the faces (m, 3) is of,
    and `members` (k,) which number a shell has among all of a mesh.

    Which of them are `overlapping` themselves, as their edges could have been paired otherwise,
    or `crossing` themselves. Shells that were not `searched` may do so as well.
    """

    members: Numbers
    vertices: Floats
    faces: Indices
    labels: Numbers
    volumes: Floats
    overlapping: Flags
    crossing: Flags
    searched: bool

    @classmethod
    def of(
        cls,
        shells: Shells,
        members: Numbers,
        vertices: Floats,
        overlapping: Flags,
        crossing: Flags,
        *,
        searched: bool,
    ) -> Self:
        """Some shells of a surface over vertices, all of whose shells are flagged."""
        faces = np.concatenate([shells.faces_of(shell) for shell in members.tolist()])
        return cls(
            members,
            *compacted(vertices, faces),
            np.repeat(np.arange(len(members)), np.diff(shells.begins)[members]),
            shells.volumes[members],
            overlapping[members],
            crossing[members],
            searched,
        )

    @property
    def intact(self) -> bool:
        """Whether each shell is sound by itself, as far as was searched."""
        return not (self.overlapping.any() or self.crossing.any())

    @property
    def extent(self) -> float:
        return float(np.ptp(self.vertices, axis=0).max())

    @cached_property
    def worth(self) -> Worth:
        """As the file has it; but a shell that crosses itself encloses nothing the other way."""
        worth = np.tile(np.array(AS_WOUND), (len(self.volumes), 1))
        inwards = self.volumes < -UNCHANGED * self.extent**3
        worth[self.crossing & ~inwards, 1] = 0
        worth[self.crossing & inwards, 0] = 0
        return worth

    @cached_property
    def shells(self) -> list[Indices]:
        """The triangles of each shell."""
        return np.split(self.faces, np.searchsorted(self.labels, np.arange(1, len(self.volumes))))

    def labelled(self, worth: Worth) -> Labelled:
        """The shells, each worth so much."""
        return Labelled(self.vertices, self.faces, self.labels, worth)


class Agreement(Enum):
    """What comes of holding a union against its shells: the same, with slits, or another solid."""

    RIGHT = auto()
    SLIT = auto()
    WRONG = auto()


@dataclass(frozen=True)
class United(Filled):
    """What came of a group, and what each shell was worth in it."""

    worth: Worth


def united_groups(groups: Sequence[Group]) -> list[United]:
    """Unite the shells of each group, and hold what comes of it against the shells.

    If it does not enclose the same, or leaves slits, it is done in other ways until it does.
    Raises Unreadable "not-united" if no way does, unless what crosses itself shows why.
    """
    ways = [_ways(group) for group in groups]
    first = [next(way, None) for way in ways]
    return [
        made if made and held is Agreement.RIGHT else _another(group, made, held, way)
        for group, made, held, way in zip(groups, first, _held(groups, first), ways, strict=True)
    ]


def _another(group: Group, first: United | None, held: Agreement, ways: Iterator[United]) -> United:
    """What the remaining ways make of a group, unless the first is usable and none is better."""
    best = first if held is Agreement.SLIT else None
    last = first
    for last in ways:
        held = _held([group], [last])[0]
        if held is Agreement.RIGHT:
            return last
        if held is Agreement.SLIT and best is None:
            best = last
    if best is not None:
        return best
    if last is not None and (group.crossing.any() or not group.searched):
        return last
    for made in _arranged(group, LAST_WORK):
        if _held([group], [made])[0] is not Agreement.WRONG:
            return made
    raise Unreadable(
        "not-united",
        "what its surfaces enclose together cannot be told: they lie upon each other or pass "
        "through each other in too many places; unite them in the program that made them",
    )


def _held(groups: Sequence[Group], made: Sequence[United | None]) -> list[Agreement]:
    """What comes of holding what was made of groups against their shells."""
    tried = [(group, united) for group, united in zip(groups, made, strict=True) if united]
    if not tried:
        return [Agreement.WRONG] * len(groups)
    agreement = hold(
        [group.labelled(united.worth) for group, united in tried],
        [Labelled.single(_surface(group, united)) for group, united in tried],
    )
    answers = iter(zip(agreement.same.tolist(), agreement.slits.tolist(), strict=True))
    held = []
    for united in made:
        same, slit = next(answers) if united else (False, False)
        held.append(Agreement.WRONG if not same else Agreement.SLIT if slit else Agreement.RIGHT)
    return held


def _surface(group: Group, united: United) -> Piece:
    if united.surface is not None:
        return united.surface
    return group.vertices, turn(group.faces, united.turned[group.labels])


def _ways(group: Group) -> Iterator[United]:
    """The ways to unite a group, the best one for it first."""
    if group.intact:
        yield from _by_library(group)
    yield from _arranged(group, WORK)
    if not group.intact:
        yield from _by_library(group)


def _arranged(group: Group, most_work: int) -> Iterator[United]:
    """By its cells, unless that is too much work."""
    try:
        for near in NEAR:
            shells = group.labelled(group.worth)
            arranged = arrange(shells, near * group.extent, most_work)
            if arranged is not None:
                yield _unless_unchanged(group, arranged)
    except TooManyCells:
        return


def _by_library(group: Group) -> Iterator[United]:
    """By the library, unless it takes them for no solids."""
    try:
        yield _in_pieces(group) if group.crossing.any() else _whole(group)
    except Unreadable:
        return


def _whole(group: Group) -> United:
    area = measure(group.vertices, group.faces).surface
    return _as_turned(group, united_shells(group.vertices, group.shells, group.volumes, area))


def _as_turned(group: Group, filled: Filled) -> United:
    """Where every shell was turned as a whole, or not."""
    worth = np.where(filled.turned[:, None], -group.worth, group.worth)
    return United(filled.turned, filled.surface, worth)


def _in_pieces(group: Group) -> United:
    """By the library, once shells that cross themselves are cut into pieces that do not."""
    parts: list[Piece] = []
    owners: list[int] = []
    for number, shell in enumerate(group.shells):
        pieces = None
        if group.crossing[number]:
            pieces = uncrossed(group.vertices, shell, outwards=bool(group.volumes[number] >= 0))
        if pieces is None:
            pieces = [compacted(group.vertices, shell)]
        parts += pieces
        owners += [number] * len(pieces)
    nothing = group.vertices[:0], group.faces[:0]
    vertices, faces = concatenated([nothing, *parts])
    ends = np.cumsum([len(surface) for _, surface in parts], dtype=np.intp)
    measures = [measure(*part) for part in parts]
    filled = united_shells(
        vertices,
        np.split(faces, ends)[:-1],
        np.array([measured.volume for measured in measures]),
        sum(measured.surface for measured in measures),
    )
    outward = np.bincount(owners, ~filled.turned, minlength=len(group.volumes))
    return _as_turned(group, replace(filled, turned=outward == 0))


def _unless_unchanged(group: Group, arranged: Arranged) -> United:
    """The surface, or none if the shells have the same one already."""
    surface, worth, turned = arranged.surface, arranged.worth, arranged.turned
    before = measure(group.vertices, turn(group.faces, turned[group.labels]))
    after = measure(*surface) if len(surface[1]) else None
    old = before.volume, before.surface
    if after and not differs(old, (after.volume, after.surface), (abs(old[0]), old[1])):
        return United(turned, None, worth)
    return United(turned, surface, worth)
