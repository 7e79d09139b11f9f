"""Takes negative volumes off the solids that they belong to."""

from collections.abc import Sequence

import numpy as np
from manifold3d import Error, Manifold, Mesh64, OpType

from service.manufacturing.meshes.mesh import Floats, Indices, Unreadable
from service.manufacturing.meshes.welding import weld_touching

Piece = tuple[Floats, Indices]


def subtract(parts: Sequence[Piece], negatives: Sequence[Piece]) -> list[Piece]:
    """What is left of closed solids without what any of the negative volumes encloses.

    Bodies of a part are cut one by one: where two of them overlap, nothing must be left either.
    Raises Unreadable for what is not closed: then nobody can say what is to be left.
    """
    solids = [_solid(negative, "a negative volume") for negative in negatives]
    taken = Manifold.batch_boolean(solids, OpType.Add)
    left = []
    for part in parts:
        whole = _solid(part, "a part with a negative volume")
        bodies = whole.decompose()
        if any(body.volume() < 0 for body in bodies):  # cavities belong to what is around them
            bodies = [whole]
        left += [_piece(body - taken) for body in bodies]
    return [(vertices, faces) for vertices, faces in left if len(faces)]


def _piece(solid: Manifold) -> Piece:
    mesh = solid.to_mesh64()
    vertices: Floats = mesh.vert_properties[:, :3]
    faces: Indices = mesh.tri_verts.astype(np.int32)
    return weld_touching(vertices, faces) if len(faces) else (vertices, faces)


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
