"""Makes the example part: a mounting bracket with four screw holes, as a closed binary STL."""

import math
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.geometry.meshes.stl_binary import HEAD_BYTES, RECORD

#: Length, width, height and thickness of the two legs.
LENGTH_MM, WIDTH_MM, HEIGHT_MM, THICKNESS_MM = 60.0, 40.0, 50.0, 5.0
#: Clearance hole of an M6 screw (ISO 273, medium series).
HOLE_MM = 6.6
#: Corners of the polygon that stands for a hole; a multiple of 8.
HOLE_STEPS = 48

#: Where the blocks begin that the bracket is put together from, along x, y and z.
GRID_MM = ((0, THICKNESS_MM, LENGTH_MM), (0, WIDTH_MM / 2, WIDTH_MM), (0, THICKNESS_MM, HEIGHT_MM))
#: The blocks, by their places in the grid, each with the axis along which it is drilled: those of
#: the edge not at all, those of the lying leg along z, those of the standing one along x.
BLOCKS = {
    **{(0, y, 0): None for y in (0, 1)},
    **{(1, y, 0): 2 for y in (0, 1)},
    **{(0, y, 1): 0 for y in (0, 1)},
}

Points = NDArray[np.float64]
Triangle = tuple[Points, Points, Points]


def bracket_stl() -> bytes:
    """Two legs at right angles with two holes each, as binary STL in millimetres."""
    triangles = np.array([triangle for block in BLOCKS for triangle in _skin(block)])
    records = np.zeros(len(triangles), RECORD)
    records["corners"] = triangles
    remark = b"Werkbank example bracket".ljust(HEAD_BYTES - 4)
    return remark + np.uint32(len(triangles)).tobytes() + records.tobytes()


def volume_mm3() -> float:
    """What the mesh must enclose by the bracket's own figures, its holes being polygons."""
    legs = (LENGTH_MM + HEIGHT_MM - THICKNESS_MM) * THICKNESS_MM * WIDTH_MM
    hole_mm2 = HOLE_STEPS / 2 * math.sin(math.tau / HOLE_STEPS) * (HOLE_MM / 2) ** 2
    return legs - 4 * hole_mm2 * THICKNESS_MM


def _skin(block: tuple[int, int, int]) -> Iterator[Triangle]:
    """The triangles of a block that lie on the surface of the bracket."""
    low, high = (
        np.array([axis[place + end] for axis, place in zip(GRID_MM, block, strict=True)], float)
        for end in (0, 1)
    )
    for axis in range(3):
        # Counter-clockwise from outside on the far side, and so clockwise on the near one.
        far = _rectangle(low, high, axis)
        near = _laid(far, axis, low[axis])
        before, after = (_beside(block, axis, step) for step in (-1, 1))
        if BLOCKS[block] == axis:
            yield from _drilled(near, far)
            continue
        if after not in BLOCKS:
            yield from _whole(far)
        if before not in BLOCKS:
            yield from _whole(near[::-1])


def _beside(block: tuple[int, int, int], axis: int, step: int) -> tuple[int, ...]:
    return tuple(place + step * (number == axis) for number, place in enumerate(block))


def _rectangle(low: Points, high: Points, axis: int) -> Points:
    """The corners of the side of a block that looks along `axis`, shape (4, 3)."""
    corners = np.tile(high, (4, 1))
    across, along = (axis + 1) % 3, (axis + 2) % 3
    corners[[0, 3], across] = low[across]
    corners[[0, 1], along] = low[along]
    return corners


def _laid(points: Points, axis: int, level_mm: float) -> Points:
    laid = points.copy()
    laid[:, axis] = level_mm
    return laid


def _whole(corners: Points) -> Iterator[Triangle]:
    a, b, c, d = corners
    yield from ((a, b, c), (a, c, d))


def _drilled(near: Points, far: Points) -> Iterator[Triangle]:
    """Both sides with a hole in the middle, and the wall of the hole."""
    middle, right, up = far.mean(axis=0), far[1] - far[0], far[3] - far[0]
    turns = math.tau * (np.arange(HOLE_STEPS) / HOLE_STEPS + 5 / 8)  # from the first corner on
    spokes = np.outer(np.cos(turns), right / np.linalg.norm(right))
    spokes += np.outer(np.sin(turns), up / np.linalg.norm(up))
    there = middle + HOLE_MM / 2 * spokes
    here = there + near[0] - far[0]
    yield from _pierced(far, there)
    for a, b, c in _pierced(near, here):
        yield a, c, b
    for i in range(HOLE_STEPS):
        j = (i + 1) % HOLE_STEPS
        yield there[i], there[j], here[j]
        yield there[i], here[j], here[i]


def _pierced(corners: Points, circle: Points) -> Iterator[Triangle]:
    """A side with a hole: each corner is joined to the quarter of the circle that it is next to."""
    quarter = HOLE_STEPS // 4
    for number, corner in enumerate(corners):
        first = number * quarter - quarter // 2
        arc = [circle[(first + step) % HOLE_STEPS] for step in range(quarter + 1)]
        for before, after in pairwise(arc):
            yield corner, after, before
        yield corner, corners[(number + 1) % 4], arc[-1]
