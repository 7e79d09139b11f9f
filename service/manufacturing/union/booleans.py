"""Unites, cuts and subtracts solids with the library manifold3d, in double precision."""

from collections.abc import Sequence

import numpy as np
from manifold3d import Error, Manifold, Mesh64, OpType
from numpy.typing import NDArray

from service.manufacturing.meshes.mesh import Floats, Indices, Unreadable


#: What the library calls the surfaces of bodies and of cavities.
_BODY, _CAVITY = 1, 2


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


def united(solids: Sequence[Manifold]) -> Manifold:
    """What lies in any of the solids."""
    return _sound(Manifold.batch_boolean(list(solids), OpType.Add))


def less(whole: Manifold, other: Manifold) -> Manifold:
    """What lies in the first solid and not in the second."""
    return _sound(whole - other)


def levels(solids: Sequence[Manifold]) -> list[Manifold]:
    """What lies in at least one of the solids, what in at least two, and so on, none empty."""
    if len(solids) < 2:
        return [one for one in solids if not one.is_empty()]
    half = len(solids) // 2
    left, right = levels(solids[:half]), levels(solids[half:])
    found = []
    for depth in range(1, len(left) + len(right) + 1):
        both = [
            left[own - 1] ^ right[depth - own - 1]
            for own in range(1, depth)
            if own <= len(left) and depth - own <= len(right)
        ]
        reached = united([*left[depth - 1 : depth], *right[depth - 1 : depth], *both])
        if reached.is_empty():
            break
        found.append(reached)
    return found


def triangles(made: Manifold) -> tuple[Floats, Indices, NDArray[np.bool_]]:
    """The surface of a solid: vertices (n, 3), faces (m, 3), and which were those of cavities."""
    mesh = made.to_mesh64()
    lengths = np.diff(np.array(mesh.run_index, np.intp)) // 3
    hollow = np.repeat(np.array(mesh.run_original_id) == _CAVITY, lengths)
    return np.array(mesh.vert_properties[:, :3]), mesh.tri_verts.astype(np.int32), hollow


def _sound(made: Manifold) -> Manifold:
    if made.status() != Error.NoError:
        detail = f"what several surfaces enclose cannot be united: {made.status().name}"
        raise Unreadable("not-united", detail)
    return made
