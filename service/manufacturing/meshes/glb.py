"""Reads the triangles of a binary glTF file, as a converter of this machine has written it."""

import json
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.meshes.mesh import Floats

#: Khronos Group, "glTF 2.0 Specification": the header (4.4.2), component types (3.6.2.2) and the
#: mode of lists of triangles (3.7.2.1).
HEADER_BYTES = 12
COMPONENTS = {5121: "<u1", 5123: "<u2", 5125: "<u4", 5126: "<f4"}
TRIANGLES = 4

Piece = tuple[Floats, NDArray[np.int64]]


def pieces(path: Path) -> Iterator[Piece]:
    """Vertices (n, 3) in metres and triangles (m, 3) of each mesh that the scene places.

    Raises KeyError, ValueError or struct.error for what is no such file.
    """
    content = path.read_bytes()
    chunks = []
    at = HEADER_BYTES
    while at < len(content):
        (length,) = struct.unpack_from("<I", content, at)
        chunks.append(content[at + 8 : at + 8 + length])
        at += 8 + length
    document = json.loads(chunks[0])
    body = chunks[1] if len(chunks) > 1 else b""
    scene = document["scenes"][document.get("scene", 0)]
    for node in scene.get("nodes", []):
        yield from _placed(document, body, node, np.eye(4))


def _placed(document: Any, body: bytes, number: int, around: Floats) -> Iterator[Piece]:
    node = document["nodes"][number]
    transform = around @ _transform(node)
    if "mesh" in node:
        for primitive in document["meshes"][node["mesh"]]["primitives"]:
            if primitive.get("mode", TRIANGLES) != TRIANGLES:
                continue
            vertices = _values(document, body, primitive["attributes"]["POSITION"], 3)
            moved = vertices.astype(np.float64) @ transform[:3, :3].T + transform[:3, 3]
            faces = _values(document, body, primitive["indices"], 1).astype(np.int64)
            faces = faces.reshape(-1, 3)
            mirrored = np.linalg.det(transform[:3, :3]) < 0
            yield moved, faces[:, ::-1] if mirrored else faces
    for child in node.get("children", []):
        yield from _placed(document, body, child, transform)


def _transform(node: Any) -> Floats:
    """The matrix of a node, which is given in columns, or as move, turn and scale (3.5.3)."""
    if "matrix" in node:
        return np.array(node["matrix"], np.float64).reshape(4, 4).T
    x, y, z, w = node.get("rotation", (0, 0, 0, 1))
    turn = np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
            [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
            [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
        ]
    )
    matrix = np.eye(4)
    matrix[:3, :3] = turn * np.array(node.get("scale", (1, 1, 1)))
    matrix[:3, 3] = node.get("translation", (0, 0, 0))
    return matrix


def _values(document: Any, body: bytes, number: int, width: int) -> NDArray[np.generic]:
    accessor = document["accessors"][number]
    view = document["bufferViews"][accessor["bufferView"]]
    kind = np.dtype(COMPONENTS[accessor["componentType"]])
    start = view.get("byteOffset", 0) + accessor.get("byteOffset", 0)
    stride = view.get("byteStride", kind.itemsize * width)
    found: NDArray[np.generic] = np.ndarray(
        (accessor["count"], width), kind, body, start, (stride, kind.itemsize)
    )
    return found
