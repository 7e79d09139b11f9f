"""Unites closed shells by the cells that their planes divide space into.

It needs no shell that is sound by itself: surfaces may pass through themselves, lie upon each
other, and be paired in any way at edges that they share. It is for few triangles, or few planes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.geometry.meshes.mesh import Floats, Piece
from service.manufacturing.geometry.union.facing import STICKING_OUT, facing_wrongly
from service.manufacturing.geometry.union.lines import Labelled, Worth, counted, windings
from service.manufacturing.geometry.union.outlines import Polygon, closed_surface
from service.manufacturing.geometry.union.partition import CellSide, Partition, TooManyCells
from service.manufacturing.geometry.vectors import cross, dot, lengths, normals

#: Pairs of shells and cells of which one is asked how often it winds around the other: 32 MB of
#: answers.
MOST_ANSWERS = 4_000_000

Flags = NDArray[np.bool_]
Numbers = NDArray[np.intp]


@dataclass(frozen=True)
class Arranged:
    """The surface of what shells enclose together, what each counted for, and which were turned.

    A shell that encloses nothing was if all others were.
    """

    surface: Piece
    worth: Worth
    turned: Flags


def arrange(shells: Labelled, near: float, most_work: int) -> Arranged | None:
    """Unite closed shells, what is as `near` as that being one.

    What shells wind around inwards is turned unless it is a cavity, as `facing` says, with all
    that lies in it. None if that leaves no surface whose edges have two triangles. Raises
    TooManyCells if more than `most_work` polygons were looked at.
    """
    if len(shells.faces) > most_work:
        raise TooManyCells
    partition = Partition(near, most_work)
    _divide(partition, shells, near)
    if len(shells.worth) * len(partition.cells) > MOST_ANSWERS:
        raise TooManyCells
    points = np.array(partition.points)
    corners = [sorted({i for side in cell for i in side.polygon}) for cell in partition.cells]
    centres = np.array([points[numbers].mean(axis=0) for numbers in corners])
    cells = _Cells(
        np.array([_volume(points, *cell) for cell in zip(partition.cells, centres, strict=True)]),
        windings(shells, centres),
    )
    worth, turned = cells.facing(shells.worth)
    inside = counted(cells.often, worth) > 0
    polygons = [
        part
        for cell in np.flatnonzero(inside).tolist()
        for side in partition.cells[cell]
        for part, behind in partition.parts_of(side)
        if behind < 0 or not inside[behind]
    ]
    surface = closed_surface(np.array(partition.points), polygons, 2 * near)
    return surface and Arranged(surface, worth, turned)


@dataclass(frozen=True)
class _Cells:
    """Cells of volumes (c,), around which each shell winds so often (k, c)."""

    volumes: Floats
    often: Numbers

    def facing(self, worth: Worth) -> tuple[Worth, Flags]:
        """What shells are worth once what faces the wrong way is turned, and which of them are."""
        bodies = [
            (shell, column, cells)
            for column, way in enumerate((1, -1))
            for shell, cells in enumerate(way * self.often > 0)
            if worth[shell, column] and cells.any()
        ]
        sizes = np.array([float(self.volumes[cells].sum()) for *_, cells in bodies])
        inwards = np.array([worth[shell, column] < 0 for shell, column, _ in bodies], bool)
        parts = _Parts(self.volumes, [cells for *_, cells in bodies], sizes)
        wrongly = facing_wrongly(parts, sizes, inwards)
        faced, turned = worth.copy(), np.full(len(worth), wrongly.all())
        owners = np.array([shell for shell, *_ in bodies], np.intp)
        for shell in np.unique(owners).tolist():
            turned[shell] = wrongly[owners == shell].all()
        for i in np.flatnonzero(wrongly).tolist():
            shell, column, _ = bodies[i]
            faced[shell, column] *= -1
        return faced, turned


@dataclass(frozen=True)
class _Parts:
    """Bodies that are made of cells, as the rule of facing asks for them."""

    volumes: Floats
    cells: Sequence[Flags]
    sizes: Floats

    def lie_within(self, some: Sequence[int], others: Sequence[int]) -> bool:
        inner, outer = (
            np.any([self.cells[i] for i in bodies], axis=0) for bodies in (some, others)
        )
        out = float(self.volumes[inner & ~outer].sum())
        return out <= STICKING_OUT * float(self.sizes[some].min())


def _divide(partition: Partition, shells: Labelled, near: float) -> None:
    """Divide the space around shells along their triangles, but those without a width."""
    corners = shells.vertices[shells.faces]
    a, b, c = (corners[:, k] for k in range(3))
    areas = normals(corners)
    doubled = lengths(areas)
    longest = np.maximum(np.maximum(lengths(b - a), lengths(c - b)), lengths(a - c))
    wide = doubled > near * longest
    units = areas[wide] / doubled[wide][:, None]
    planes = np.column_stack([units, dot(units, (a + b + c)[wide] / 3)])
    low, high = shells.vertices.min(axis=0), shells.vertices.max(axis=0)
    margin = float((high - low).max())
    partition.divide(
        ((low - margin).tolist(), (high + margin).tolist()),
        corners[wide].tolist(),
        planes.tolist(),
        doubled[wide].tolist(),
    )


def _volume(points: Floats, sides: Sequence[CellSide], middle: Floats) -> float:
    """The volume of a convex cell."""
    triangles = np.array(_fans(side.polygon for side in sides))
    a, b, c = (points[numbers] - middle for numbers in triangles.T)
    return float(dot(a, cross(b, c)).sum()) / 6


def _fans(polygons: Iterable[Polygon]) -> list[tuple[int, int, int]]:
    return [
        (polygon[0], polygon[i], polygon[i + 1])
        for polygon in polygons
        for i in range(1, len(polygon) - 1)
    ]
