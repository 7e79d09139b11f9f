"""Moves bodies of a 3MF file to where its build places them."""

import numpy as np

from service.manufacturing.geometry.meshes.mesh import (
    Floats,
    Piece,
    Unreadable,
    check_coordinates,
)

UNMOVED: Floats = np.eye(4, 3)


def combined(inner: Floats, outer: Floats) -> Floats:
    """First the inner transform, then the outer one, both (4, 3) for row vectors."""
    transform = _times(inner, outer)
    transform[3] += outer[3]
    return transform


def _times(points: Floats, transform: Floats) -> Floats:
    """Points (n, 3) times the upper (3, 3), in the same order of sums on every machine."""
    with np.errstate(over="ignore", invalid="ignore"):  # the coordinates tell, in `placed`
        x, y, z = (points[:, axis, None] * transform[axis] for axis in range(3))
        turned: Floats = x + y + z
        return turned


def placed(piece: Piece, transform: Floats) -> Piece:
    """The piece put in place; a mirrored one is wound the other way round, to stay outside out."""
    vertices, faces = piece
    with np.errstate(over="ignore", invalid="ignore"):  # the coordinates tell, below
        moved = _times(vertices, transform) + transform[3]
        turning = float((transform[0] * np.cross(transform[1], transform[2])).sum())
    check_coordinates(moved)
    if turning == 0:
        raise Unreadable("malformed", f"the transform {transform.ravel().tolist()} flattens a part")
    return moved, faces[:, ::-1] if turning < 0 else faces
