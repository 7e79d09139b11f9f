"""Makes the example part: a mounting bracket with four screw holes, as a closed binary STL."""

import math

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.meshes.stl_binary import HEAD_BYTES, RECORD

#: Length, width, height and thickness of the two legs.
LENGTH_MM, WIDTH_MM, HEIGHT_MM, THICKNESS_MM = 60.0, 40.0, 50.0, 5.0
#: Clearance hole of an M6 screw (ISO 273, medium series).
HOLE_MM = 6.6
#: Corners of the polygon that stands for a hole; a multiple of 4.
HOLE_STEPS = 48

Point = NDArray[np.float64]
Triangle = tuple[Point, Point, Point]


def bracket_stl() -> bytes:
    """Both legs at right angles, two holes in each, as binary STL in millimetres."""
    triangles = np.array(_triangles())
    records = np.zeros(len(triangles), RECORD)
    records["corners"] = triangles
    remark = b"Werkbank example bracket".ljust(HEAD_BYTES - 4)
    return remark + np.uint32(len(triangles)).tobytes() + records.tobytes()


def volume_mm3() -> float:
    """What the part's own figures say that its mesh must enclose."""
    legs = (LENGTH_MM + HEIGHT_MM - THICKNESS_MM) * THICKNESS_MM * WIDTH_MM
    radius = HOLE_MM / 2
    polygon = HOLE_STEPS / 2 * math.sin(math.tau / HOLE_STEPS) * radius**2
    return legs - 4 * polygon * THICKNESS_MM


def _triangles() -> list[Triangle]:
    """The lower leg lies along x, the upper one stands along z; they share the edge block."""
    xs, ys, zs = (0, THICKNESS_MM, LENGTH_MM), (0, WIDTH_MM / 2, WIDTH_MM), (0, THICKNESS_MM)
    zs = (*zs, HEIGHT_MM)
    blocks = {(x, y, z) for x, z in ((0, 0), (1, 0), (0, 1)) for y in (0, 1)}
    found: list[Triangle] = []
    for block in sorted(blocks):
        low = np.array([axis[i] for axis, i in zip((xs, ys, zs), block, strict=True)], float)
        high = np.array([axis[i + 1] for axis, i in zip((xs, ys, zs), block, strict=True)], float)
        drilled = {(1, 0): 2, (0, 1): 0}.get((block[0], block[2]))
        for axis in range(3):
            for side in (0, 1):
                beside = tuple(c + (2 * side - 1) * (i == axis) for i, c in enumerate(block))
                if beside not in blocks:
                    corners = _face(low, high, axis, side)
                    found += _pierced(corners) if axis == drilled else _whole(corners)
        if drilled is not None:
            near, far = (_circle(_face(low, high, drilled, side)) for side in (0, 1))
            found += _bore(near, far[::-1])
    return found


def _face(low: Point, high: Point, axis: int, side: int) -> list[Point]:
    """The corners of one side of a block, counter-clockwise from outside."""
    across, along = (axis + 1) % 3, (axis + 2) % 3
    corners = []
    for right, up in ((0, 0), (1, 0), (1, 1), (0, 1)):
        corner = low.copy()
        corner[axis] = (low, high)[side][axis]
        corner[across] = (low, high)[right][across]
        corner[along] = (low, high)[up][along]
        corners.append(corner)
    return corners if side else corners[::-1]


def _whole(corners: list[Point]) -> list[Triangle]:
    a, b, c, d = corners
    return [(a, b, c), (a, c, d)]


def _circle(corners: list[Point]) -> list[Point]:
    """The hole in the middle of a face, turning as the face does, from its first corner on."""
    middle = sum(corners) / 4
    right, up = corners[1] - corners[0], corners[3] - corners[0]
    right, up = right / np.linalg.norm(right), up / np.linalg.norm(up)
    turns = np.arange(HOLE_STEPS) / HOLE_STEPS * math.tau + math.pi * 1.25
    return [middle + HOLE_MM / 2 * (math.cos(t) * right + math.sin(t) * up) for t in turns]


def _pierced(corners: list[Point]) -> list[Triangle]:
    """A face with a hole: each corner is joined to the quarter of the circle before it."""
    circle, quarter = _circle(corners), HOLE_STEPS // 4
    found: list[Triangle] = []
    for k, corner in enumerate(corners):
        around = [circle[(k * quarter + i - quarter // 2) % HOLE_STEPS] for i in range(quarter + 1)]
        found += [(corner, after, before) for before, after in zip(around, around[1:], strict=False)]
        found.append((corner, corners[(k + 1) % 4], around[-1]))
    return found


def _bore(near: list[Point], far: list[Point]) -> list[Triangle]:
    """The wall of a hole between its circle on one side and that on the other."""
    raise NotImplementedError
