"""Writes meshes so that `read` finds them as they were: binary STL, and PLY where that is exact."""

from pathlib import Path

import numpy as np

from service.manufacturing.geometry.meshes.mesh import Floats, Indices, Mesh, blocks
from service.manufacturing.geometry.meshes.stl_binary import CHUNK, HEAD_BYTES, RECORD
from service.manufacturing.geometry.vectors import lengths, normals

_PLY_HEAD = (
    "ply\nformat binary_little_endian 1.0\nelement vertex {vertices}\n"
    "property double x\nproperty double y\nproperty double z\n"
    "element face {faces}\nproperty list uchar int vertex_indices\nend_header\n"
)


def format_for(mesh: Mesh) -> str:
    """The format that keeps every coordinate: STL has single precision only."""
    return "stl" if mesh.format == "stl" else "ply"


def write(path: Path, mesh: Mesh) -> None:
    """Write the mesh in the format that `format_for` says; its unit is not in the file."""
    if format_for(mesh) == "stl":
        _write_stl(path, mesh.vertices, mesh.faces)
    else:
        _write_ply(path, mesh.vertices, mesh.faces)


def _write_stl(path: Path, vertices: Floats, faces: Indices) -> None:
    with path.open("wb") as file:
        file.write(b"binary STL".ljust(HEAD_BYTES - 4) + np.uint32(len(faces)).tobytes())
        for part in blocks(len(faces), CHUNK):
            records = np.zeros(part.stop - part.start, RECORD)
            corners = vertices[faces[part]]
            facing = normals(corners)
            sizes = lengths(facing)[:, None]
            records["normal"] = np.divide(facing, sizes, out=np.zeros_like(facing), where=sizes > 0)
            records["corners"] = corners
            file.write(records.tobytes())


def _write_ply(path: Path, vertices: Floats, faces: Indices) -> None:
    rows = np.zeros(len(faces), [("count", "u1"), ("corners", "<i4", 3)])
    rows["count"], rows["corners"] = 3, faces
    with path.open("wb") as file:
        file.write(_PLY_HEAD.format(vertices=len(vertices), faces=len(faces)).encode())
        file.write(vertices.astype("<f8").tobytes())
        file.write(rows.tobytes())
