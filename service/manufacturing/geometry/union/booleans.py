"""Unites, cuts and subtracts solids with the library manifold3d, in double precision."""

import os
from collections.abc import Sequence

import numpy as np
from manifold3d import Error, Manifold, Mesh64, OpType
from numpy.typing import NDArray

from service.manufacturing.geometry.meshes.mesh import Floats, Indices, Unreadable
from service.manufacturing.geometry.topology import connect
from service.manufacturing.geometry.union.shells import measure_shells

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

Flags = NDArray[np.bool_]


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


def solid(vertices: Floats, faces: Indices, hollow: Flags | None = None) -> Manifold:
    """What a closed surface encloses that winds outwards, each edge having two triangles.

    Which of its faces are those of cavities, if any are `hollow` (m,), is remembered. Raises
    Unreadable "not-united" if the library does not take it.
    """
    hollow = np.zeros(len(faces), bool) if hollow is None else hollow
    runs = [(name, faces[which]) for name, which in ((_BODY, ~hollow), (_CAVITY, hollow))]
    runs = [(name, run) for name, run in runs if len(run)]
    ends = np.cumsum([0, *(run.size for _, run in runs)])
    used, corners = np.unique(np.concatenate([run for _, run in runs]), return_inverse=True)
    mesh = Mesh64(
        np.ascontiguousarray(vertices[used]),
        corners.reshape(-1, 3).astype(np.uint64),
        run_index=ends.astype(np.uint64),
        run_original_id=np.array([name for name, _ in runs], np.uint32),
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
    vertices, faces, hollow = triangles(_sound(body))
    if not len(faces):
        return body
    shells = measure_shells(vertices, faces, connect(faces))
    if not shells.flat.any():
        return body
    thick = (shells.labels >= 0) & ~shells.flat[shells.labels]
    return solid(vertices, faces[thick], hollow[thick]) if thick.any() else Manifold()


def halves(piece: Manifold, axis: int, height: float) -> list[Manifold]:
    """The parts of a piece on both sides of a plane across an axis, but those without thickness.

    Parts that only overlap come apart as soon as they can, lest they disturb later cuts.
    """
    ends = np.array(piece.bounding_box()).reshape(2, 3)
    side = float((ends[1] - ends[0]).max())
    low, high = ends[0] - side, ends[1] + side
    high[axis] = height
    if low[axis] >= height:
        return [piece]
    parted = piece.split(solid(np.where(_CORNERS, high, low), _SIDES))
    return [part for half in parted for part in _parts_of(half)]


def _parts_of(body: Manifold) -> list[Manifold]:
    """What does not hang together, each by itself.

    The library's own way took gigabytes for some small solids that overlap themselves.
    """
    vertices, faces, _ = triangles(_sound(body))
    if not len(faces):
        return []
    shells = measure_shells(vertices, faces, connect(faces))
    thick = np.flatnonzero(~shells.flat).tolist()
    if len(thick) == len(shells) == 1:
        return [body]
    return [solid(vertices, shells.faces_of(shell)) for shell in thick]


def triangles(body: Manifold) -> tuple[Floats, Indices, Flags]:
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
