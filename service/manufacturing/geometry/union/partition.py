"""Divides the box around a surface into convex cells along the planes of its triangles.

Each part of space is divided by the plane of the largest triangle in it, until no triangle passes
through a part (H. Fuchs, Z. M. Kedem, B. F. Naylor, "On visible surface generation by a priori tree
structures", 1980). What lies nearer to a plane than `near` counts as lying on it, so that faces
which coincide but for rounding leave no cell between them.

Plain numbers instead of arrays: they round alike everywhere, and polygons are short.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product

from service.manufacturing.geometry.union.outlines import Polygon, edges_of

#: Three coordinates; a unit normal and the height along it.
Point = Sequence[float]
Plane = Sequence[float]


@dataclass
class Node:
    """A part of space: divided by a plane into what lies below and above it, or else a cell."""

    number: int
    plane: Plane | None = None
    below: "Node | None" = None
    above: "Node | None" = None
    cell: int = -1


@dataclass(frozen=True)
class CellSide:
    """A side of a cell, and what lies behind it; nothing for the sides of the box."""

    polygon: Polygon
    behind: Node | None
    #: The plane that it lies in, facing away from the cell.
    plane: Plane


@dataclass(frozen=True)
class Fragment:
    """The part of a triangle that lies in a part of space."""

    corners: Sequence[Point]
    triangle: int


class TooManyCells(Exception):
    """A surface would take more cells, or more work, than it may."""


@dataclass
class Partition:
    """The cells that a surface divides its box into, each with its sides, over `points`."""

    near: float
    most_work: int
    points: list[Point] = field(default_factory=list)
    cells: list[list[CellSide]] = field(default_factory=list)
    _halves: dict[tuple[int, int, int], int] = field(default_factory=dict)
    _nodes: int = 0
    _work: int = 0

    def divide(
        self,
        box: tuple[Point, Point],
        triangles: Sequence[Sequence[Point]],
        planes: Sequence[Plane],
        sizes: Sequence[float],
    ) -> None:
        """Divide a box along triangles in planes, the larger ones by size first.

        Raises TooManyCells.
        """
        fragments = [Fragment(corners, i) for i, corners in enumerate(triangles)]
        root = self._node()
        waiting = [(root, self._box(*box), fragments)]
        while waiting:
            node, sides, fragments = waiting.pop()
            self._spend(len(fragments) + len(sides))
            if not fragments:
                node.cell = len(self.cells)
                self.cells.append(sides)
                continue
            chosen = -max((sizes[part.triangle], -part.triangle) for part in fragments)[1]
            plane = planes[chosen]
            low, high = self._parted(fragments, plane, chosen)
            below, above = self._node(), self._node()
            lower, upper = self._cut(sides, node.number, plane, (below, above))
            if lower is None or upper is None:
                # All of this part lies on one side of the plane.
                waiting.append((node, sides, low + high))
                continue
            node.plane, node.below, node.above = plane, below, above
            waiting += [(below, lower, low), (above, upper, high)]

    def parts_of(self, side: CellSide) -> list[tuple[Polygon, int]]:
        """The parts of a side, and the cell that lies behind each; -1 for none."""
        done = []
        waiting = [(side.polygon, side.behind)]
        while waiting:
            polygon, node = waiting.pop()
            if node is None or node.plane is None:
                done.append((polygon, node.cell if node else -1))
                continue
            self._spend(len(polygon))
            heights = self._heights(polygon, node.plane)
            lowest, highest = min(heights), max(heights)
            if lowest == highest == 0.0:
                facing = sum(u * v for u, v in zip(side.plane[:3], node.plane[:3], strict=True))
                waiting.append((polygon, node.above if facing > 0 else node.below))
            elif lowest >= 0.0:
                waiting.append((polygon, node.above))
            elif highest <= 0.0:
                waiting.append((polygon, node.below))
            else:
                low, high = self._halved(polygon, heights, node.number)
                waiting.append((low, node.below))
                waiting.append((high, node.above))
        return done

    def _node(self) -> Node:
        self._nodes += 1
        return Node(self._nodes)

    def _spend(self, work: int) -> None:
        self._work += work
        if self._work > self.most_work:
            raise TooManyCells

    def _box(self, low: Point, high: Point) -> list[CellSide]:
        corners = product(*zip(low, high, strict=True))
        begin = len(self.points)
        self.points += corners
        quads = ((0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3))
        planes: list[Plane] = [
            (-1.0, 0.0, 0.0, -low[0]),
            (1.0, 0.0, 0.0, high[0]),
            (0.0, -1.0, 0.0, -low[1]),
            (0.0, 1.0, 0.0, high[1]),
            (0.0, 0.0, -1.0, -low[2]),
            (0.0, 0.0, 1.0, high[2]),
        ]
        return [
            CellSide([begin + corner for corner in quad], None, plane)
            for quad, plane in zip(quads, planes, strict=True)
        ]

    def _parted(
        self, fragments: list[Fragment], plane: Plane, chosen: int
    ) -> tuple[list[Fragment], list[Fragment]]:
        """What lies below and above a plane, without what lies in it."""
        below, above = [], []
        near = self.near
        a, b, c, d = plane
        for fragment in fragments:
            if fragment.triangle == chosen:
                continue
            heights = [a * x + b * y + c * z - d for x, y, z in fragment.corners]
            low, high = min(heights), max(heights)
            if low >= -near:
                if high > near:
                    above.append(fragment)
            elif high <= near:
                below.append(fragment)
            else:
                for parts, way in ((below, -1.0), (above, 1.0)):
                    corners = _clipped(fragment.corners, [way * far for far in heights], near)
                    if len(corners) > 2:
                        parts.append(Fragment(corners, fragment.triangle))
        return below, above

    def _heights(self, polygon: Polygon, plane: Plane) -> list[float]:
        """How high points lie above a plane, 0 for those that are near to it."""
        a, b, c, d = plane
        heights = []
        for number in polygon:
            x, y, z = self.points[number]
            height = a * x + b * y + c * z - d
            heights.append(0.0 if -self.near <= height <= self.near else height)
        return heights

    def _halved(self, polygon: Polygon, heights: list[float], node: int) -> tuple[Polygon, Polygon]:
        low: Polygon = []
        high: Polygon = []
        before, height_before = polygon[-1], heights[-1]
        for number, height in zip(polygon, heights, strict=True):
            if height_before * height < 0.0:
                point = self._between(before, height_before, number, height, node)
                low.append(point)
                high.append(point)
            if height <= 0.0:
                low.append(number)
            if height >= 0.0:
                high.append(number)
            before, height_before = number, height
        return low, high

    def _between(self, one: int, height: float, other: int, other_height: float, node: int) -> int:
        """The point of an edge that lies in a plane, the same one whoever asks for it."""
        if one > other:
            one, height, other, other_height = other, other_height, one, height
        key = (one, other, node)
        number = self._halves.get(key)
        if number is None:
            share = height / (height - other_height)
            start, end = self.points[one], self.points[other]
            x, y, z = (u + (v - u) * share for u, v in zip(start, end, strict=True))
            number = self._halves[key] = len(self.points)
            self.points.append((x, y, z))
        return number

    def _cut(
        self, sides: list[CellSide], node: int, plane: Plane, halves: tuple[Node, Node]
    ) -> tuple[list[CellSide] | None, list[CellSide] | None]:
        """The sides of a cell below and above a plane; None for a half that is not there."""
        lower: list[CellSide] = []
        upper: list[CellSide] = []
        for side in sides:
            heights = self._heights(side.polygon, plane)
            if min(heights) >= 0.0:
                if max(heights) > 0.0:
                    upper.append(side)
            elif max(heights) <= 0.0:
                lower.append(side)
            else:
                low, high = self._halved(side.polygon, heights, node)
                lower.append(CellSide(low, side.behind, side.plane))
                upper.append(CellSide(high, side.behind, side.plane))
        if not lower:
            return None, sides
        if not upper:
            return sides, None
        rim = _rim(lower)
        a, b, c, d = plane
        if len(rim) > 2:
            lower.append(CellSide(rim, halves[1], plane))
            upper.append(CellSide(rim[::-1], halves[0], (-a, -b, -c, -d)))
        return lower, upper


def _clipped(corners: Sequence[Point], heights: list[float], near: float) -> list[Point]:
    """The part of a polygon that lies above height 0."""
    clipped: list[Point] = []
    before, height_before = corners[-1], heights[-1]
    for corner, height in zip(corners, heights, strict=True):
        if (height_before > near and height < -near) or (height_before < -near and height > near):
            share = height_before / (height_before - height)
            x, y, z = (u + (v - u) * share for u, v in zip(before, corner, strict=True))
            clipped.append((x, y, z))
        if height >= -near:
            clipped.append(corner)
        before, height_before = corner, height
    return clipped


def _rim(sides: list[CellSide]) -> Polygon:
    """The way around the one opening that sides leave, walked so as to close it."""
    walks: dict[int, int] = {}
    edges = {(start, end) for side in sides for start, end in edges_of(side.polygon)}
    for start, end in edges:
        if (end, start) not in edges:
            walks[end] = start
    if not walks:
        return []
    first = min(walks)
    rim = [first]
    while (following := walks.get(rim[-1], first)) != first and len(rim) <= len(walks):
        rim.append(following)
    return rim
