"""Makes a mesh of vertices and polygons as indexed formats give them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.geometry.meshes.mesh import (
    Floats,
    Indices,
    Mesh,
    Note,
    Unreadable,
    blocks,
    check_coordinates,
)
from service.manufacturing.geometry.meshes.triangulating import Cut, Tangled, triangulate
from service.manufacturing.geometry.meshes.welding import weld_indexed

#: Corners of one polygon. The time for a valid one is small; for a tangled one it grows with the
#: square of them, to about a second for so many.
MOST_CORNERS = 10_000
#: The squares of the corners of all polygons together that are hard to cut: some ten seconds.
MOST_WORK = 200_000_000
#: Polygons of so many corners are tried as fans first, all at once.
MOST_OF_FANS = 64
#: Corners that are handled at once.
BLOCK = 1 << 16
#: A triangle of a fan has at least this part of its polygon's area, or it is no good one.
SLENDER = 1e-9
#: Digits that text formats usually keep: areas smaller than this part of extent times distance
#: from the origin may be turned the wrong way by rounding alone.
ROUNDING = 1e-6


@dataclass(frozen=True)
class Polygons:
    """Polygons of `counts[i]` corners each, stored one after the other as indices from 0.

    `place` says where in its file the polygon of a number from 0 stands, "line 12" for example.
    """

    counts: NDArray[np.integer]
    corners: NDArray[np.integer]
    place: Callable[[int], str]


def indexed_mesh(
    vertices: Floats,
    faces: NDArray[np.integer],
    format_: str,
    notes: Iterable[Note] = (),
    unit: str | None = None,
) -> Mesh:
    """Check and weld vertices (n, 3) and triangles (m, 3) of one file.

    Raises Unreadable for no triangles, indices outside 0..n-1, or coordinates without measure.
    """
    if not len(faces):
        raise Unreadable("empty", f"the {format_.upper()} file has 0 triangles")
    low, high = int(faces.min()), int(faces.max())
    if low < 0 or high >= len(vertices):
        raise unknown_vertex("a face", low if low < 0 else high, len(vertices))
    _check_used(vertices, faces)
    welded, corners = weld_indexed(vertices, faces.astype(np.int32, copy=False))
    return Mesh(welded, corners, format_, unit, tuple(note for note in notes if note.times))


def _check_used(vertices: Floats, faces: NDArray[np.integer]) -> None:
    """Raise Unreadable for coordinates without measure, unless no triangle uses them."""
    try:
        check_coordinates(vertices)
    except Unreadable:
        used = np.unique(faces)
        check_coordinates(vertices[used], lambda row: f"vertex {used[row - 1] + 1:,}")


def unknown_vertex(place: str, index: int, vertices: int, first: int = 0) -> Unreadable:
    """The complaint about a face that names a vertex which is not there; `first` is its base."""
    return Unreadable(
        "malformed",
        f"{place} names vertex {index:,}; the file has {vertices:,}, counted from {first}",
    )


def cut(vertices: Floats, polygons: Polygons) -> tuple[Indices, int]:
    """The triangles (k, 3) of polygons, hollow ones too, and how many polygons have no area.

    A polygon lies in any plane, nearly; where it is not flat, its shadow along its normal is cut.
    It may begin at any corner: its triangles are the same. The corners must be indices of
    `vertices` (n, 3). Raises Unreadable with the place of a polygon that crosses itself.
    """
    starts = np.cumsum(polygons.counts, dtype=np.int64) - polygons.counts
    left: list[NDArray[np.integer]] = []
    parts: list[Indices] = [np.empty((0, 3), np.int32)]
    for count in np.unique(polygons.counts[polygons.counts > 2]).tolist():
        numbers = np.flatnonzero(polygons.counts == count)
        if count > MOST_OF_FANS:
            left.append(numbers)
            continue
        for part in blocks(len(numbers), max(1, BLOCK // count)):
            rows = starts[numbers[part], None] + np.arange(count)
            corners = polygons.corners[rows].astype(np.int32)
            triangles, fits = _fans(vertices, corners)
            parts.append(triangles)
            left.append(numbers[part][~fits])
    flat, work = int(np.count_nonzero(polygons.counts < 3)), 0
    for number in sorted(np.concatenate(left).tolist() if left else []):
        corners = polygons.corners[starts[number] : starts[number] + polygons.counts[number]]
        place = partial(polygons.place, number)
        triangles, smooth = _earcut(vertices, corners.astype(np.int32), place)
        parts.append(triangles)
        flat += not len(triangles)
        work += 0 if smooth else len(corners) ** 2
        if work > MOST_WORK:
            raise Unreadable("malformed", f"{place()} is one face too many that crosses itself")
    return np.concatenate(parts), flat


def _fans(vertices: Floats, corners: Indices) -> tuple[Indices, NDArray[np.bool_]]:
    """Cut polygons (k, n) into fans where all triangles of one face the same side.

    The fan is around the lowest corner (by x, then y, then z), or in a hollow quad around the
    next one. Returns the triangles of those that it fits, and which these are.
    """
    corners = _from_lowest(vertices, corners)
    fits = np.zeros(len(corners), bool)
    parts = []
    for turn in range(2 if corners.shape[1] == 4 else 1):
        around = np.roll(corners, -turn, axis=1)
        good = ~fits & _is_fan(vertices, around)
        fan = [around[good][:, (0, i, i + 1)] for i in range(1, corners.shape[1] - 1)]
        parts.append(np.stack(fan, axis=1).reshape(-1, 3))
        fits |= good
    return np.concatenate(parts), fits


def _from_lowest(vertices: Floats, corners: Indices) -> Indices:
    """The polygons (k, n), each from its lowest corner on."""
    lowest = np.zeros(len(corners), np.int64)
    rows = np.arange(len(corners))
    for place in range(1, corners.shape[1]):
        x, y, z = vertices[corners[rows, lowest]].T
        u, v, w = vertices[corners[:, place]].T
        lowest[(u < x) | ((u == x) & ((v < y) | ((v == y) & (w < z))))] = place
    order = (lowest[:, None] + np.arange(corners.shape[1])) % corners.shape[1]
    return np.take_along_axis(corners, order, axis=1)


def _is_fan(vertices: Floats, corners: Indices) -> NDArray[np.bool_]:
    """Whether the triangles from the first corner all face the side that the polygon faces."""
    apex = vertices[corners[:, 0]]
    arms = [vertices[corners[:, place]] - apex for place in range(1, corners.shape[1])]
    normals = [np.cross(one, other) for one, other in pairwise(arms)]
    whole = sum(normals[1:], normals[0])
    least = SLENDER * _dot(whole, whole)
    fits: NDArray[np.bool_] = np.all([_dot(normal, whole) > least for normal in normals], axis=0)
    return fits


def _dot(one: Floats, other: Floats) -> Floats:
    product: Floats = one[:, 0] * other[:, 0] + one[:, 1] * other[:, 1] + one[:, 2] * other[:, 2]
    return product


def _earcut(vertices: Floats, corners: Indices, place: Callable[[], str]) -> Cut:
    """The triangles of one polygon of any shape; none if it has fewer than three corners."""
    points = vertices[corners]
    apart = (points != np.roll(points, 1, axis=0)).any(axis=1)
    corners, points = corners[apart], points[apart]
    if len(corners) < 3:
        return Cut(corners[:0].reshape(0, 3), smooth=True)
    if len(corners) > MOST_CORNERS:
        raise Unreadable(
            "unsupported",
            f"{place()} has a face of {len(corners):,} corners; at most {MOST_CORNERS:,} are read",
        )
    (corners,) = _from_lowest(vertices, corners[None])
    flat, slack = _shadow(vertices[corners])
    try:
        triangles, smooth = triangulate([flat], slack)
    except Tangled as error:
        if _is_line(flat, slack):
            return Cut(_fan(corners), smooth=False)
        raise Unreadable("malformed", f"{place()} has a face that cannot be: {error}") from None
    return Cut(corners[triangles], smooth)


def _shadow(points: Floats) -> tuple[Floats, float]:
    """The polygon (n, 2) along the axis that it faces most, counter-clockwise, and its slack.

    To leave a coordinate out keeps the other two exact, and corners on a line on it.
    """
    around = points - points[0]
    normal = np.cross(around, np.roll(around, -1, axis=0)).sum(axis=0)
    axis = int(np.abs(normal).argmax())
    right, up = (axis + 1) % 3, (axis + 2) % 3
    flat = points[:, (right, up) if normal[axis] > 0 else (up, right)]
    extent, reach = float(np.ptp(flat, axis=0).max()), float(np.abs(flat).max())
    return flat, ROUNDING * extent * max(extent, reach)


def _is_line(flat: Floats, slack: float) -> bool:
    """Whether no corner lies off the line through two of them by more than rounding."""
    around = flat - flat[0]
    far = around[np.abs(around).max(axis=1).argmax()]
    return bool((np.abs(around[:, 0] * far[1] - around[:, 1] * far[0]) <= slack).all())


def _fan(corners: Indices) -> Indices:
    others = np.stack([corners[1:-1], corners[2:]], axis=1)
    return np.insert(others, 0, corners[0], axis=1)
