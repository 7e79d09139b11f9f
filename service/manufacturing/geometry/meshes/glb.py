"""Reads the triangles of a binary glTF file."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.geometry.meshes.glb_container import chunks
from service.manufacturing.geometry.meshes.glb_placing import (
    is_mirroring,
    matrix_product,
    node_transform,
    transformed,
)
from service.manufacturing.geometry.meshes.mesh import (
    Floats,
    Limits,
    Mesh,
    Piece,
    Unreadable,
    check_count,
    concatenated,
)
from service.manufacturing.geometry.meshes.polygons import indexed_mesh
from service.manufacturing.geometry.meshes.words import shown

#: Khronos Group, "glTF 2.0 Specification": types of components (3.6.2.2) and the modes of
#: primitives that are triangles (3.7.2.1).
COMPONENTS = {5120: "<i1", 5121: "<u1", 5122: "<i2", 5123: "<u2", 5125: "<u4", 5126: "<f4"}
TRIANGLES, STRIP, FAN = 4, 5, 6
#: Extensions that a file may require and that leave its shape alone.
HARMLESS = ("KHR_materials", "KHR_texture", "KHR_lights", "EXT_texture", "KHR_mesh_quantization")
#: What other extensions mean, for the sentence that refuses them.
PACKED = {
    "KHR_draco_mesh_compression": "compressed with Draco",
    "EXT_meshopt_compression": "compressed with meshopt",
    "KHR_meshopt_compression": "compressed with meshopt",
}


def read(path: Path, limits: Limits) -> Mesh:
    """Read the triangles that the scene of a GLB file places, in metres as glTF has them.

    The axes stay those of the file. Points, lines, pictures and movements are passed over.
    Raises Unreadable, also for what needs more than this file, or more than its triangles, to be
    known: other files, compression, skeletons, shapes that are blended.
    """
    model_pieces = list(pieces(path, limits))
    if not model_pieces:
        raise Unreadable("empty", "the GLB file has 0 triangles")
    return indexed_mesh(*concatenated(model_pieces), "glb", unit="m")


def pieces(path: Path, limits: Limits) -> Iterator[Piece]:
    """Vertices (n, 3) in metres and triangles (m, 3) of each primitive that the scene places.

    Raises Unreadable.
    """
    try:
        scene = _Scene(path, limits)
        yield from scene.pieces()
    except (KeyError, IndexError, TypeError, AttributeError, ValueError, OverflowError):
        raise Unreadable(
            "malformed", "the GLB file does not describe its meshes as glTF 2.0 asks for"
        ) from None
    except RecursionError:
        raise Unreadable("too-deep", "the GLB file is nested too deep") from None


class _Scene:
    """A file, its description read and its numbers mapped into memory."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self._limits = limits
        self._document, self._binary = chunks(path)
        _check_extensions(self._document.get("extensionsRequired", []))
        self._triangles = 0

    def pieces(self) -> Iterator[Piece]:
        """The primitives of all nodes below those of the scene, each in its place."""
        waiting = [(node, np.eye(4), 0) for node in reversed(self._roots())]
        visited: set[int] = set()
        while waiting:
            number, around, depth = waiting.pop()
            if number in visited:
                raise Unreadable("component-loop", f"the GLB file places node {number} twice")
            visited.add(number)
            if depth > self._limits.max_component_depth:
                raise Unreadable("too-deep", f"the GLB file nests nodes more than {depth - 1} deep")
            if len(visited) > self._limits.max_instances:
                raise Unreadable(
                    "too-many-objects", f"the GLB file has > {len(visited) - 1:,} nodes"
                )
            node = _at(self._document["nodes"], number)
            transform = matrix_product(around, node_transform(node))
            yield from self._placed(node, transform)
            children = node.get("children", [])
            waiting += [(child, transform, depth + 1) for child in reversed(children)]

    def _roots(self) -> Sequence[int]:
        """The nodes of the scene to be shown; without any scene those that no node holds."""
        if scenes := self._document.get("scenes"):
            roots: Sequence[int] = _at(scenes, self._document.get("scene", 0)).get("nodes", [])
            return roots
        nodes = self._document.get("nodes", [])
        held = {child for node in nodes for child in node.get("children", [])}
        return [number for number in range(len(nodes)) if number not in held]

    def _placed(self, node: Any, transform: Floats) -> Iterator[Piece]:
        if "mesh" not in node:
            return
        mesh = _at(self._document["meshes"], node["mesh"])
        _check_rigid(node, mesh)
        mirrored = is_mirroring(transform)
        for primitive in mesh["primitives"]:
            mode = primitive.get("mode", TRIANGLES)
            if mode not in (TRIANGLES, STRIP, FAN):
                continue
            vertices = self._vertices(primitive)
            faces = _faces(self._indices(primitive, len(vertices)), mode)
            if not len(faces):
                continue
            if int(faces.max()) >= len(vertices):
                raise Unreadable(
                    "malformed",
                    f"a triangle of the GLB names vertex {int(faces.max()):,}; "
                    f"its mesh has {len(vertices):,}, counted from 0",
                )
            self._triangles += len(faces)
            check_count(self._triangles, self._limits)
            if len(vertices) > faces.size:
                used, places = np.unique(faces, return_inverse=True)
                vertices, faces = vertices[used], places.reshape(-1, 3)
            triangles = (faces[:, ::-1] if mirrored else faces).astype(np.int32)
            yield transformed(vertices, transform), triangles

    def _vertices(self, primitive: Any) -> Floats:
        number = primitive["attributes"]["POSITION"]
        return self._values(number, 3, primitive).astype(np.float64)

    def _indices(self, primitive: Any, vertices: int) -> NDArray[np.int64]:
        if "indices" not in primitive:
            return np.arange(vertices)
        return self._values(primitive["indices"], 1, primitive).astype(np.int64).ravel()

    def _values(self, number: int, width: int, primitive: Any) -> NDArray[np.generic]:
        """The numbers (count, width) of an accessor; views into the file are bounded by it."""
        accessor = _at(self._document["accessors"], number)
        if "bufferView" not in accessor or "sparse" in accessor:
            _check_extensions(primitive.get("extensions", {}))
            raise Unreadable("unsupported", "the GLB file has sparse accessors, which are not read")
        view = _at(self._document["bufferViews"], accessor["bufferView"])
        _check_extensions(view.get("extensions", {}))
        self._check_buffer(view["buffer"])
        kind = np.dtype(COMPONENTS[accessor["componentType"]])
        count = _natural(accessor["count"])
        stride = _natural(view.get("byteStride", kind.itemsize * width))
        if stride < kind.itemsize * width:
            raise ValueError(stride)
        inner = _natural(accessor.get("byteOffset", 0))
        start = _natural(view.get("byteOffset", 0))
        length = _natural(view["byteLength"])
        end = inner + (count - 1) * stride + kind.itemsize * width
        if count and (end > length or start + length > len(self._binary)):
            raise Unreadable(
                "truncated", "the GLB file ends before the numbers that it announces do"
            )
        values: NDArray[np.generic] = np.ndarray(
            (count, width), kind, self._binary, start + inner, (stride, kind.itemsize)
        )
        return _normalized(values) if accessor.get("normalized") else values

    def _check_buffer(self, number: int) -> None:
        buffer = _at(self._document["buffers"], number)
        if "uri" in buffer or number:
            raise Unreadable(
                "unsupported",
                "the GLB file keeps its shape in another file or as text (uri), which is not "
                "read: export it as one binary file",
            )


def _check_extensions(names: Sequence[str]) -> None:
    for name in names:
        if name in PACKED:
            raise Unreadable(
                "unsupported",
                f"the GLB file is {PACKED[name]} ({name}), which is not read: "
                "export it without compression",
            )
        if not str(name).startswith(HARMLESS):
            raise Unreadable(
                "unsupported", f"the GLB file needs the extension {shown(str(name))} to be read"
            )


def _check_rigid(node: Any, mesh: Any) -> None:
    """Raise Unreadable for a shape that is not in the triangles alone."""
    if "skin" in node:
        raise Unreadable(
            "unsupported",
            "the GLB file bends a mesh by a skeleton (skin), which is not read: "
            "apply the pose and export it again",
        )
    if any(node.get("weights", mesh.get("weights", []))):
        raise Unreadable(
            "unsupported",
            "the GLB file blends shapes (morph targets), which is not read: "
            "apply them and export it again",
        )
    _check_extensions([name for name in node.get("extensions", {}) if "instancing" in name])


def _faces(indices: NDArray[np.int64], mode: int) -> NDArray[np.int64]:
    """Triangles (m, 3) of a list, a strip or a fan (3.7.2.1)."""
    if mode == TRIANGLES:
        return indices[: len(indices) // 3 * 3].reshape(-1, 3)
    first, second, third = indices[:-2], indices[1:-1], indices[2:]
    if mode == FAN:
        return np.stack([second, third, np.broadcast_to(indices[:1], third.shape)], axis=1)
    odd = np.arange(len(first)) % 2 == 1
    return np.stack([first, np.where(odd, third, second), np.where(odd, second, third)], axis=1)


def _normalized(values: NDArray[np.generic]) -> NDArray[np.generic]:
    """Integers that stand for numbers from -1 to 1, or from 0 (3.6.2.2)."""
    if values.dtype.kind == "f":
        return values
    bits = 8 * values.dtype.itemsize - (values.dtype.kind == "i")
    shares: Floats = np.maximum(values.astype(np.float64) / (2**bits - 1), -1.0)
    return shares


def _at(rows: Sequence[Any], number: Any) -> Any:
    return rows[_natural(number)]


def _natural(value: Any) -> int:
    if not isinstance(value, int) or value < 0:
        raise ValueError(value)
    return value
