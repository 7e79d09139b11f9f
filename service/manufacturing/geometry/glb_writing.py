"""Writes a mesh for viewers as binary glTF: triangles, and the edges to draw as lines."""

import json
import struct
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.geometry.reducing import ReducedMesh, creases
from service.values.json_object import JsonObject

#: Khronos Group, "glTF 2.0 Specification": chunks (4.4.3), types of components (3.6.2.2), targets
#: of buffer views (5.11.5) and modes of primitives (5.24.4).
MAGIC, VERSION, JSON_CHUNK, BINARY_CHUNK = b"glTF", 2, b"JSON", b"BIN\0"
FLOAT, UNSIGNED_INT = 5126, 5125
VERTICES, INDICES = 34962, 34963
LINES, TRIANGLES = 1, 4
#: glTF has metres, and y upwards; models have mm, and z upwards. The node says how to get there.
METRES_PER_MM = 1e-3
Z_UP = (-(0.5**0.5), 0.0, 0.0, 0.5**0.5)


def write_glb(path: Path, mesh: ReducedMesh, of_triangles: int) -> None:
    """Write a mesh in mm, which stands for one of so many triangles.

    Positions are single precision in mm relative to `asset.extras.origin_mm`; the first primitive
    is the triangles, the second, where there are any, the edges where the surface bends sharply.
    """
    edges = creases(mesh.vertices, mesh.faces)
    arrays = [mesh.vertices.astype("<f4"), mesh.faces.astype("<u4")]
    if len(edges):
        arrays.append(edges.astype("<u4"))
    document = json.dumps(_document(mesh, arrays, of_triangles), separators=(",", ":")).encode()
    document += b" " * (-len(document) % 4)
    binary = sum(array.nbytes for array in arrays)
    with path.open("wb") as file:
        file.write(struct.pack("<4sII", MAGIC, VERSION, 12 + 8 + len(document) + 8 + binary))
        file.write(struct.pack("<I4s", len(document), JSON_CHUNK) + document)
        file.write(struct.pack("<I4s", binary, BINARY_CHUNK))
        for array in arrays:
            file.write(array.tobytes())


def _document(mesh: ReducedMesh, arrays: list[NDArray[np.generic]], of: int) -> JsonObject:
    views, accessors, primitives, offset = [], [], [], 0
    for number, array in enumerate(arrays):
        target = INDICES if number else VERTICES
        view = {"buffer": 0, "byteOffset": offset, "byteLength": array.nbytes, "target": target}
        views.append(view)
        offset += array.nbytes
        if number:
            accessor = {"componentType": UNSIGNED_INT, "count": array.size, "type": "SCALAR"}
            mode = TRIANGLES if number == 1 else LINES
            primitives.append({"attributes": {"POSITION": 0}, "indices": number, "mode": mode})
        else:
            accessor = {"componentType": FLOAT, "count": len(array), "type": "VEC3"}
            accessor |= {"min": mesh.vertices.min(axis=0).tolist()}
            accessor |= {"max": mesh.vertices.max(axis=0).tolist()}
        accessors.append({"bufferView": number, "byteOffset": 0, **accessor})
    x, y, z = (float(value) * METRES_PER_MM for value in mesh.origin)
    node = {"mesh": 0, "rotation": Z_UP, "scale": [METRES_PER_MM] * 3, "translation": [x, z, -y]}
    said = {
        "unit": "mm",
        "origin_mm": mesh.origin.tolist(),
        "deviation_mm": mesh.deviation,
        "deviation_samples": mesh.samples,
        "triangles": len(mesh.faces),
        "triangles_of_model": of,
    }
    return {
        "asset": {"version": "2.0", "generator": "Werkbank", "extras": said},
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [node],
        "meshes": [{"primitives": primitives}],
        "accessors": accessors,
        "bufferViews": views,
        "buffers": [{"byteLength": offset}],
    }
