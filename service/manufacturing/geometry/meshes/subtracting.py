"""Takes negative volumes off the solids that they belong to."""

from collections.abc import Sequence

import numpy as np
from manifold3d import Error, Manifold, Mesh64, OpType

from service.manufacturing.geometry.meshes.mesh import Floats, Indices, Piece, Unreadable
from service.manufacturing.geometry.meshes.welding import weld_touching


def subtract(parts: Sequence[Piece], negatives: Sequence[Piece]) -> list[Piece]:
    """What is left of closed solids without what any of the negative volumes encloses.

    Where bodies of a part overlap, each of them loses it: manifold counts how often a place lies
    within. Raises Unreadable for what is not closed: then nobody can say what is to be left.
    """
    solids = [_solid(negative, "a negative volume") for negative in negatives]
    taken = Manifold.batch_boolean(solids, OpType.Add)
    left = [_piece(_solid(part, "a part with a negative volume") - taken) for part in parts]
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
