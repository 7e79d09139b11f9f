"""Unites, cuts and subtracts solids with the library manifold3d, in double precision."""

import os
from collections.abc import Sequence

import numpy as np
from manifold3d import Error, Manifold, Mesh64, OpType
from numpy.typing import NDArray

from service.manufacturing.geometry.meshes.mesh import Floats, Indices, Unreadable

#: Share of the extent that surfaces may lie apart and still count as touching: what single
#: precision makes of faces that were one, and a hundredth of what any machine can build.
TOUCHING = 1e-6
#: The corners of a box, high or low on each axis, and its twelve triangles.
_CORNERS = np.array([[i, j, k] for i in (0, 1) for j in (0, 1) for k in (0, 1)], bool)
_SIDES = np.array(
    [
        *((0, 1, 3), (0, 3, 2), (4, 6, 7), (4, 7, 5), (0, 4, 5), (0, 5, 1)),
        *((2, 3, 7), (2, 7, 6), (0, 2, 6), (0, 6, 4), (1, 5, 7), (1, 7, 3)),
    ],
    np.int32,
)
#: What the library calls the surfaces of bodies and of cavities.
_BODY, _CAVITY = 1, 2


def unite_in_one_thread() -> None:
    """Keep the library from starting a thread for each processor, before anything is united.

    Each would reserve address space, which is bounded. The library counts the processors that it
    may use when it is first asked, so it is asked while it may use one only. What it makes is
    the same with any number of threads.
    """
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(allowed)})
    try:
        _ = (Manifold.cube((2, 2, 2)) + Manifold.cube((2, 2, 2)).translate((1, 0, 0))).num_tri()
    finally:
        os.sched_setaffinity(0, allowed)


def solid(vertices: Floats, faces: Indices, *, cavity: bool = False) -> Manifold:
    """What a closed surface encloses that winds outwards, each edge having two triangles.

    Raises Unreadable "not-united" if the library does not take it.
    """
    used, corners = np.unique(faces, return_inverse=True)
    mesh = Mesh64(
        np.ascontiguousarray(vertices[used]),
        corners.reshape(-1, 3).astype(np.uint64),
        run_index=np.array([0, faces.size], np.uint64),
        run_original_id=np.array([_CAVITY if cavity else _BODY], np.uint32),
    )
    return _sound(Manifold(mesh))


def union_of(solids: Sequence[Manifold]) -> Manifold:
    """What lies in any of the solids."""
    return _sound(Manifold.batch_boolean(list(solids), OpType.Add))


def difference(whole: Manifold, other: Manifold) -> Manifold:
    """What lies in the first solid and not in the second."""
    return _sound(whole - other)


def levels(solids: Sequence[Manifold]) -> list[Manifold]:
    """What lies in at least one of the solids, what in at least two, and so on, none empty."""
    if len(solids) < 2:
        return [body for body in solids if not body.is_empty()]
    half = len(solids) // 2
    left, right = levels(solids[:half]), levels(solids[half:])
    nested = []
    for depth in range(1, len(left) + len(right) + 1):
        both = [
            without_sheets(left[left_depth - 1] ^ right[depth - left_depth - 1])
            for left_depth in range(1, depth)
            if left_depth <= len(left) and depth - left_depth <= len(right)
        ]
        reached = union_of([*left[depth - 1 : depth], *right[depth - 1 : depth], *both])
        if reached.is_empty():
            break
        nested.append(reached)
    return nested


def without_sheets(body: Manifold) -> Manifold:
    """A solid without those of its parts that have no thickness."""
    parts = _sound(body).decompose()
    thick = [part for part in parts if _is_thick(part)]
    return body if len(thick) == len(parts) else union_of(thick)


def _is_thick(part: Manifold) -> bool:
    return not is_sheet(part.volume(), part.surface_area(), _side(part))


def _side(body: Manifold) -> float:
    x, y, z, farther_x, farther_y, farther_z = body.bounding_box()
    return float(max(farther_x - x, farther_y - y, farther_z - z))


def is_sheet(volume: float, area: float, side: float) -> bool:
    """Whether what a surface of an area and a largest side encloses is too thin to be a body."""
    return 2 * abs(volume) <= TOUCHING * side * area


def box_around(points: Floats) -> Manifold:
    """A box that points (n, 3), some of them apart, lie in and touch no side of."""
    low, high = points.min(axis=0), points.max(axis=0)
    side = float((high - low).max())
    return solid(np.where(_CORNERS, high + side, low - side), _SIDES)


def pieces_of(whole: Manifold, normals: Floats, heights: Floats) -> list[Manifold]:
    """The convex pieces that all its planes (k, 3), at heights (k,) along unit normals, leave.

    Where the solid overlaps itself a piece may be there more than once.
    """
    pieces = [whole]
    for normal, height in zip(normals, heights.tolist(), strict=True):
        pieces = [part for piece in pieces for part in halves(piece, normal, height)]
    return [piece.hull() for piece in pieces]


def halves(piece: Manifold, normal: Floats, height: float) -> list[Manifold]:
    """The parts of a piece on both sides of a plane; exactly so for a plane across one axis.

    Parts that only overlap come apart as soon as they can, lest they disturb later cuts.
    """
    x, y, z = normal.tolist()
    if np.count_nonzero(normal) > 1:
        parted = piece.split_by_plane((x, y, z), height)
    else:
        side = _side(piece)
        ends = np.array(piece.bounding_box()).reshape(2, 3)
        low, high = ends[0] - side, ends[1] + side
        high[np.flatnonzero(normal)] = height * (x + y + z)
        if (low >= high).any():
            return [piece]
        corners = np.where(_CORNERS, high, low)
        parted = piece.split(solid(corners, _SIDES))
    return [part for half in parted for part in _sound(half).decompose() if _is_thick(part)]


def triangles(body: Manifold) -> tuple[Floats, Indices, NDArray[np.bool_]]:
    """The surface of a solid: vertices (n, 3), faces (m, 3), and which were those of cavities."""
    mesh = body.to_mesh64()
    ends: NDArray[np.intp] = np.array(mesh.run_index, np.intp) // 3
    lengths = ends[1:] - ends[:-1]
    hollow = np.repeat(np.array(mesh.run_original_id) == _CAVITY, lengths)
    return np.array(mesh.vert_properties[:, :3]), mesh.tri_verts.astype(np.int32), hollow


def _sound(result: Manifold) -> Manifold:
    if result.status() != Error.NoError:
        detail = f"what several surfaces enclose cannot be united: {result.status().name}"
        raise Unreadable("not-united", detail)
    return result
