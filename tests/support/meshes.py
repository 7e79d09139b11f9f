"""Makes test solids and writes them as STL, 3MF, OBJ, PLY and GLB files."""

import io
import json
import struct
from collections.abc import Iterable, Mapping
from zipfile import ZIP_DEFLATED, ZipFile

import numpy as np
from numpy.typing import NDArray

Vertices = NDArray[np.float64]
Faces = NDArray[np.int64]
#: Vertices (n, 3) and triangles (m, 3), counter-clockwise from outside.
Solid = tuple[Vertices, Faces]

CORE = "http://schemas.microsoft.com/3dmanufacturing/core/2015/02"
PRODUCTION = "http://schemas.microsoft.com/3dmanufacturing/production/2015/06"
RELATIONSHIPS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rel0" Target="/3D/3dmodel.model" '
    'Type="http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel"/></Relationships>'
)


def box(x: float = 20.0, y: float = 20.0, z: float = 20.0) -> Solid:
    """A cuboid from the origin to (x, y, z), 12 triangles."""
    corners = np.array([[i, j, k] for i in (0, x) for j in (0, y) for k in (0, z)], float)
    quads = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
    faces = [(a, b, c) for a, b, c, _ in quads] + [(a, c, d) for a, _, c, d in quads]
    return corners, np.array(faces)


def torus(ring: float = 30.0, tube: float = 10.0, steps: int = 24) -> Solid:
    """A closed ring with a hole, 2 * steps**2 triangles."""
    angle = np.linspace(0, 2 * np.pi, steps, endpoint=False)
    around, across = (grid.ravel() for grid in np.meshgrid(angle, angle, indexing="ij"))
    reach = ring + tube * np.cos(across)
    vertices = [reach * np.cos(around), reach * np.sin(around), tube * np.sin(across)]
    number = np.arange(steps * steps).reshape(steps, steps)
    onwards, upwards = np.roll(number, -1, axis=0), np.roll(number, -1, axis=1)
    opposite = np.roll(onwards, -1, axis=1)
    halves = [(number, onwards, opposite), (number, opposite, upwards)]
    faces = [np.stack([part.ravel() for part in half], axis=1) for half in halves]
    return np.stack(vertices, axis=1), np.concatenate(faces)


def moved(solid: Solid, x: float, y: float = 0.0, z: float = 0.0) -> Solid:
    return solid[0] + (x, y, z), solid[1]


def turned_inside_out(solid: Solid) -> Solid:
    return solid[0], solid[1][:, ::-1]


def divided(solid: Solid, times: int) -> Solid:
    """The same with every triangle divided into four, so many times."""
    vertices, faces = solid
    for _ in range(times):
        edges = np.sort(np.concatenate([faces[:, [k, (k + 1) % 3]] for k in range(3)]), axis=1)
        edges, numbers = np.unique(edges, axis=0, return_inverse=True)
        ab, bc, ca = len(vertices) + numbers.reshape(3, -1)
        vertices = np.concatenate([vertices, vertices[edges].mean(axis=1)])
        a, b, c = faces.T
        parts = ((a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca))
        faces = np.concatenate([np.stack(part, axis=1) for part in parts])
    return vertices, faces


def joined(*solids: Solid) -> Solid:
    """Several solids as one list of triangles."""
    shifts = np.cumsum([0] + [len(vertices) for vertices, _ in solids[:-1]])
    faces = [faces + shift for (_, faces), shift in zip(solids, shifts, strict=True)]
    return np.concatenate([vertices for vertices, _ in solids]), np.concatenate(faces)


def cube_stl(size: float = 20.0) -> bytes:
    """A cube of `size` file units as binary STL, 684 bytes."""
    return stl(box(size, size, size))


def stl(solid: Solid, remark: bytes = b"made for a test") -> bytes:
    """Binary STL, with zero normals that every reader must be able to do without."""
    vertices, faces = solid
    records = np.zeros(len(faces), [("normal", "<f4", 3), ("at", "<f4", (3, 3)), ("a", "<u2")])
    records["at"] = vertices[faces]
    return remark.ljust(80)[:80] + struct.pack("<I", len(faces)) + records.tobytes()


def ascii_stl(solid: Solid, name: str = "part") -> bytes:
    """ASCII STL with as many digits as a float64 needs."""
    facets = [
        "  facet normal 0 0 0\n    outer loop\n"
        + "".join(f"      vertex {x!r} {y!r} {z!r}\n" for x, y, z in corners)
        + "    endloop\n  endfacet\n"
        for corners in solid[0][solid[1]].tolist()
    ]
    return f"solid {name}\n{''.join(facets)}endsolid {name}\n".encode()


def obj(solid: Solid) -> bytes:
    """Wavefront OBJ with triangles."""
    vertices, faces = solid
    lines = [f"v {x!r} {y!r} {z!r}" for x, y, z in vertices.tolist()]
    lines += [f"f {a} {b} {c}" for a, b, c in (faces + 1).tolist()]
    return ("# made for a test\n" + "\n".join(lines) + "\n").encode()


def ply(solid: Solid, format_: str = "binary_little_endian") -> bytes:
    """PLY with double coordinates, format "ascii", "binary_little_endian" or "..._big_endian"."""
    vertices, faces = solid
    head = (
        f"ply\nformat {format_} 1.0\ncomment made for a test\nelement vertex {len(vertices)}\n"
        "property double x\nproperty double y\nproperty double z\n"
        f"element face {len(faces)}\nproperty list uchar int vertex_indices\nend_header\n"
    )
    if format_ == "ascii":
        rows = [f"{x!r} {y!r} {z!r}" for x, y, z in vertices.tolist()]
        rows += [f"3 {a} {b} {c}" for a, b, c in faces.tolist()]
        return (head + "\n".join(rows) + "\n").encode()
    order = "<" if format_ == "binary_little_endian" else ">"
    lists = np.zeros(len(faces), [("count", "u1"), ("corners", f"{order}i4", 3)])
    lists["count"], lists["corners"] = 3, faces
    return head.encode() + vertices.astype(f"{order}f8").tobytes() + lists.tobytes()


def glb(solid: Solid, **changes: object) -> bytes:
    """GLB with one mesh of triangles, numbers taken for metres; `changes` are of its scene."""
    vertices, faces = solid
    numbers = vertices.astype("<f4").tobytes() + faces.astype("<u4").tobytes()
    lengths = [vertices.size * 4, faces.size * 4]
    scene = {
        "asset": {"version": "2.0"},
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [{"mesh": 0}],
        "meshes": [{"primitives": [{"attributes": {"POSITION": 0}, "indices": 1}]}],
        "accessors": [
            {"bufferView": 0, "componentType": 5126, "count": len(vertices), "type": "VEC3"},
            {"bufferView": 1, "componentType": 5125, "count": faces.size, "type": "SCALAR"},
        ],
        "bufferViews": [
            {"buffer": 0, "byteOffset": 0, "byteLength": lengths[0]},
            {"buffer": 0, "byteOffset": lengths[0], "byteLength": lengths[1]},
        ],
        "buffers": [{"byteLength": sum(lengths)}],
    }
    return glb_file(scene | changes, numbers)


def glb_file(scene: Mapping[str, object], numbers: bytes) -> bytes:
    """A GLB container around the description of a scene and its numbers."""
    text = json.dumps(scene).encode()
    text += b" " * (-len(text) % 4)
    numbers += bytes(-len(numbers) % 4)
    chunks = struct.pack("<I4s", len(text), b"JSON") + text
    chunks += struct.pack("<I4s", len(numbers), b"BIN\0") + numbers
    return struct.pack("<4sII", b"glTF", 2, 12 + len(chunks)) + chunks


def threemf(solid: Solid, unit: str = "millimeter") -> bytes:
    """3MF with one object, built once."""
    return package(model(object_xml("1", solid), '<item objectid="1"/>', unit))


def model(objects: str, items: str, unit: str = "millimeter", more: str = "") -> str:
    """A 3MF model part of `object_xml`s and `<item>`s; the prefix p is the production extension."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><model unit="{unit}" xmlns="{CORE}" '
        f'xmlns:p="{PRODUCTION}" {more}><resources>{objects}</resources>'
        f"<build>{items}</build></model>"
    )


def object_xml(number: str, solid: Solid) -> str:
    vertices = "".join(f'<vertex x="{x!r}" y="{y!r}" z="{z!r}"/>' for x, y, z in solid[0].tolist())
    faces = "".join(f'<triangle v1="{a}" v2="{b}" v3="{c}"/>' for a, b, c in solid[1].tolist())
    return (
        f'<object id="{number}"><mesh><vertices>{vertices}</vertices>'
        f"<triangles>{faces}</triangles></mesh></object>"
    )


def group_xml(number: str, components: Iterable[str]) -> str:
    """An object made of components, each given as the attributes of its element."""
    inside = "".join(f"<component {attributes}/>" for attributes in components)
    return f'<object id="{number}"><components>{inside}</components></object>'


def package(root: str, parts: Mapping[str, str] | None = None) -> bytes:
    """A 3MF package around a root model part, with more parts by name."""
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", RELATIONSHIPS)
        archive.writestr("3D/3dmodel.model", root)
        for name, content in (parts or {}).items():
            archive.writestr(name, content)
    return file.getvalue()
