"""Takes negative volumes off the solids that they belong to."""

from collections.abc import Sequence

import numpy as np
from manifold3d import Error, Manifold, Mesh64

from service.manufacturing.meshes.mesh import Floats, Indices, Unreadable

Piece = tuple[Floats, Indices]


def subtract(part: Piece, negatives: Sequence[Piece]) -> Piece | None:
    """What is left of a closed solid, None for nothing.

    Raises Unreadable if one of them is not closed: then nobody can say what is to be left.
    """
    taken = [_solid(negative, "a negative volume") for negative in negatives]
    whole = _solid(part, "a part with a negative volume")
    bodies = whole.decompose()
    if any(body.volume() < 0 for body in bodies):  # cavities belong to what is around them
        bodies = [whole]
    left = [_without(body, taken) for body in bodies]
    meshes = [body.to_mesh64() for body in left if not body.is_empty()]
    if not meshes:
        return None
    shifts = np.cumsum([0] + [len(mesh.vert_properties) for mesh in meshes[:-1]])
    faces = [mesh.tri_verts + shift for mesh, shift in zip(meshes, shifts, strict=True)]
    vertices = np.concatenate([mesh.vert_properties[:, :3] for mesh in meshes])
    return vertices, np.concatenate(faces).astype(np.int32)


def _without(body: Manifold, taken: Sequence[Manifold]) -> Manifold:
    for negative in taken:
        body -= negative
    return body


def _solid(piece: Piece, what: str) -> Manifold:
    vertices, faces = piece
    standing = faces[(faces != np.roll(faces, 1, axis=1)).all(axis=1)]
    solid = Manifold(Mesh64(np.ascontiguousarray(vertices), standing.astype(np.uint64, order="C")))
    if solid.status() != Error.NoError or solid.volume() <= 0:
        raise Unreadable(
            "unsupported",
            f"the file has negative volumes, and {what} is no closed solid: "
            "subtract them where the part was drawn",
        )
    return solid
