"""Reads STEP through the optional library cascadio, which turns its surfaces into triangles."""

import struct
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from service.manufacturing.meshes import glb
from service.manufacturing.meshes.mesh import Limits, Mesh, Unreadable, check_count
from service.manufacturing.meshes.polygons import indexed_mesh

#: Whether the extra is installed. It is loaded where a file wants it: that takes a second, which
#: no other process should wait for.
INSTALLED = find_spec("cascadio") is not None
#: How far a triangle may lie off the true surface, in mm, and how much neighbours may be turned
#: against each other, in radians: a bore of 10 mm has some 60 sides then.
CHORD_MM, TURN = 0.01, 0.1
MM_PER_M = 1000.0
#: Why a file cannot be read that could be elsewhere.
NOT_INSTALLED = "step-not-installed"


def read(path: Path, limits: Limits) -> Mesh:
    """Read the solids of a STEP file (ISO 10303-21, AP203, AP214, AP242) in millimetres.

    Each solid is one of its own: solids that touch are not welded together. The library is large
    and not ours: call it in a process that may die. Raises Unreadable.
    """
    if not INSTALLED:
        raise Unreadable(
            NOT_INSTALLED,
            "the file is a STEP model, and this service is installed without its extra `step`; "
            "send it as 3MF, STL, OBJ or PLY",
        )
    cascadio = import_module("cascadio")
    with TemporaryDirectory(prefix="werkbank-step-") as folder:
        out = Path(folder) / "model.glb"
        try:
            failed = cascadio.step_to_glb(str(path), str(out), CHORD_MM, TURN, use_parallel=False)
            found = [] if failed else list(glb.pieces(out))
        except (RuntimeError, OSError, KeyError, ValueError, struct.error) as error:
            raise Unreadable("malformed", f"the STEP file cannot be read: {error}") from error
    if failed:
        raise Unreadable("malformed", "the STEP file cannot be read: it is damaged or cut off")
    check_count(sum(len(faces) for _, faces in found), limits)
    meshes = [
        indexed_mesh(vertices * MM_PER_M, faces, "step") for vertices, faces in found if len(faces)
    ]
    if not meshes:
        raise Unreadable("empty", "the STEP file has 0 solids or surfaces")
    shifts = np.cumsum([0] + [len(mesh.vertices) for mesh in meshes[:-1]])
    faces = [mesh.faces + np.int32(shift) for mesh, shift in zip(meshes, shifts, strict=True)]
    vertices = np.concatenate([mesh.vertices for mesh in meshes])
    return Mesh(vertices, np.concatenate(faces).astype(np.int32), "step", "mm")
