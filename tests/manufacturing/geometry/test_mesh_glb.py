"""GLB files of clients are read as their scene places them, in metres, or refused with a word."""

import struct

import numpy as np
import pytest

from service.manufacturing.geometry.analysis import analyse
from service.manufacturing.geometry.meshes import Limits, Unreadable, read, recognise
from tests.support import meshes

BOX = meshes.box(10, 20, 30)
GLB = meshes.glb(BOX)
#: A quarter turn about x, as a unit quaternion (x, y, z, w).
QUARTER_TURN = [2**-0.5, 0, 0, 2**-0.5]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "upload"


@pytest.fixture
def measured(path):
    def measure(content):
        path.write_bytes(content)
        return analyse(read(path))

    return measure


@pytest.fixture
def refused(path):
    def refuse(content, **limits):
        path.write_bytes(content)
        with pytest.raises(Unreadable) as caught:
            read(path, limits=Limits(**limits))
        return caught.value.code, str(caught.value)

    return refuse


def primitive(**changes):
    return [{"primitives": [{"attributes": {"POSITION": 0}, "indices": 1} | changes]}]


def view(number, **changes):
    """The two views of GLB, one of them changed."""
    views = [
        {"buffer": 0, "byteOffset": 0, "byteLength": 96},
        {"buffer": 0, "byteOffset": 96, "byteLength": 144},
    ]
    views[number] |= changes
    return {"bufferViews": views}


def accessor(number, **changes):
    accessors = [
        {"bufferView": 0, "componentType": 5126, "count": 8, "type": "VEC3"},
        {"bufferView": 1, "componentType": 5125, "count": 36, "type": "SCALAR"},
    ]
    accessors[number] |= changes
    return {"accessors": accessors}


def test_a_glb_is_known_by_its_content_and_is_in_metres(path, measured):
    geometry = measured(GLB)
    assert (recognise(path), geometry.format, geometry.unit) == ("glb", "glb", "m")
    assert (geometry.closed, geometry.volume, geometry.box) == (True, 6000, (10, 20, 30))


@pytest.mark.parametrize(
    ("node", "box", "volume"),
    [
        ({"translation": [5, 0, 0]}, (10, 20, 30), 6000),
        ({"rotation": QUARTER_TURN}, (10, 30, 20), 6000),
        ({"scale": [2, 1, 1]}, (20, 20, 30), 12_000),
        ({"scale": [-1, 1, 1]}, (10, 20, 30), 6000),
        ({"matrix": [0, 2, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 7, 8, 9, 1]}, (20, 20, 30), 12_000),
    ],
)
def test_a_node_moves_turns_scales_and_mirrors(measured, node, box, volume):
    geometry = measured(meshes.glb(BOX, nodes=[{"mesh": 0} | node]))
    assert (geometry.closed, geometry.inside_out) == (True, False)
    assert (geometry.box, geometry.volume) == (pytest.approx(box), pytest.approx(volume))


def test_nodes_within_nodes_are_placed_one_after_the_other(measured):
    """The child is moved by 10 within a parent that is mirrored and doubled."""
    nodes = [
        {"children": [1, 2], "scale": [-2, 2, 2]},
        {"mesh": 0, "translation": [10, 0, 0]},
        {"mesh": 0, "translation": [100, 0, 0]},
        {"mesh": 0},
    ]
    geometry = measured(meshes.glb(BOX, nodes=nodes))
    assert (geometry.bodies, geometry.inside_out) == (2, False)
    assert geometry.volume == pytest.approx(2 * 8 * 6000)
    assert geometry.box_min == pytest.approx((-220, 0, 0))


def test_what_the_scene_does_not_show_is_not_measured(measured):
    scenes = [{"nodes": [1]}, {"nodes": [0]}]
    nodes = [{"mesh": 0, "scale": [2, 2, 2]}, {"mesh": 0}]
    assert measured(meshes.glb(BOX, scenes=scenes, nodes=nodes)).volume == 6000
    assert measured(meshes.glb(BOX, scenes=scenes, nodes=nodes, scene=1)).volume == 48_000


def test_without_a_scene_all_nodes_are_shown(measured):
    nodes = [{"children": [1]}, {"mesh": 0}]
    assert measured(meshes.glb(BOX, scenes=[], nodes=nodes)).volume == 6000


def test_parts_of_a_mesh_by_material_are_one_body(measured):
    """Two primitives share the corners; lines beside them are no part of it."""
    halves = [
        {"bufferView": 1, "byteOffset": 72 * half, "componentType": 5125, "count": 18}
        for half in range(2)
    ]
    parts = [{"attributes": {"POSITION": 0}, "indices": half + 1} for half in range(2)]
    lines = {"attributes": {"POSITION": 0}, "mode": 1}
    positions = {"bufferView": 0, "componentType": 5126, "count": 8, "type": "VEC3"}
    scene = {"accessors": [positions, *halves], "meshes": [{"primitives": [*parts, lines]}]}
    geometry = measured(meshes.glb(BOX, **scene))
    assert (geometry.closed, geometry.bodies, geometry.volume) == (True, 1, 6000)


def test_triangles_without_indices_follow_one_another(measured):
    corners = BOX[0][BOX[1]].reshape(-1, 3)
    solid = (corners, np.empty((0, 3), int))
    geometry = measured(
        meshes.glb(solid, meshes=[{"primitives": [{"attributes": {"POSITION": 0}}]}])
    )
    assert (geometry.closed, geometry.vertices, geometry.volume) == (True, 8, 6000)


@pytest.mark.parametrize(
    ("mode", "indices"),
    [(5, [0, 1, 2, 3, 0, 1]), (6, [3, 2, 1, 0])],
)
def test_strips_and_fans_are_cut_into_triangles(measured, mode, indices):
    """A pyramid on a triangle: as one strip around all four corners; as a fan of two faces."""
    corners = np.array([[0.0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]])
    solid = (corners, np.array([indices]))
    geometry = measured(meshes.glb(solid, meshes=primitive(mode=mode)))
    assert geometry.triangles == len(indices) - 2
    assert geometry.closed == (mode == 5)
    assert geometry.wound_consistently


@pytest.mark.parametrize(("code", "kind"), [(5121, "<u1"), (5123, "<u2")])
def test_indices_and_coordinates_may_be_small_numbers(measured, code, kind):
    """As KHR_mesh_quantization has them: coordinates in bytes, each row filled up to four."""
    vertices, faces = BOX
    rows = np.zeros((8, 4), "u1")
    rows[:, :3] = vertices
    numbers = rows.tobytes() + faces.astype(kind).tobytes()
    size = 36 * np.dtype(kind).itemsize
    scene = {
        "extensionsRequired": ["KHR_mesh_quantization"],
        "nodes": [{"mesh": 0}],
        "meshes": primitive(),
        "accessors": [
            {"bufferView": 0, "componentType": 5121, "count": 8, "type": "VEC3"},
            {"bufferView": 1, "componentType": code, "count": 36, "type": "SCALAR"},
        ],
        "bufferViews": [
            {"buffer": 0, "byteLength": 32, "byteStride": 4},
            {"buffer": 0, "byteOffset": 32, "byteLength": size},
        ],
        "buffers": [{"byteLength": 32 + size}],
    }
    assert measured(meshes.glb_file(scene, numbers)).volume == 6000


#: An accessor whose numbers stand elsewhere.
PACKED = {"componentType": 5126, "count": 8, "type": "VEC3"}
DRACO = "KHR_draco_mesh_compression"


@pytest.mark.parametrize(
    ("changes", "code", "message"),
    [
        ({"extensionsRequired": [DRACO]}, "unsupported", "compressed with Draco"),
        (
            {"accessors": [PACKED], "meshes": primitive(extensions={DRACO: {}})},
            "unsupported",
            "compressed with Draco",
        ),
        ({"accessors": [PACKED]}, "unsupported", "sparse accessors"),
        (accessor(0, bufferView=None), "malformed", "as glTF 2.0 asks for"),
        (
            {"extensionsRequired": ["EXT_meshopt_compression"]},
            "unsupported",
            "compressed with meshopt",
        ),
        ({"extensionsRequired": ["ACME_shape"]}, "unsupported", "extension 'ACME_shape'"),
        (
            {"nodes": [{"mesh": 0, "extensions": {"EXT_mesh_gpu_instancing": {}}}]},
            "unsupported",
            "'EXT_mesh_gpu_instancing'",
        ),
        ({"nodes": [{"mesh": 0, "skin": 0}]}, "unsupported", "by a skeleton (skin)"),
        ({"nodes": [{"mesh": 0, "weights": [0.5]}]}, "unsupported", "blends shapes"),
        ({"buffers": [{"byteLength": 240, "uri": "part.bin"}]}, "unsupported", "another file"),
        (accessor(0, sparse={}), "unsupported", "sparse accessors"),
        ({"nodes": [{"mesh": 0, "children": [0]}]}, "component-loop", "places node 0 twice"),
        ({"scenes": [{"nodes": [0, 0]}]}, "component-loop", "places node 0 twice"),
        ({"nodes": [{"children": [7]}]}, "malformed", "as glTF 2.0 asks for"),
        ({"nodes": [{"mesh": -1}]}, "malformed", "as glTF 2.0 asks for"),
        ({"nodes": "all"}, "malformed", "as glTF 2.0 asks for"),
        ({"nodes": [{}]}, "empty", "0 triangles"),
        (accessor(0, count=9), "truncated", "ends before the numbers"),
        (accessor(0, count=10**12), "truncated", "ends before the numbers"),
        (accessor(0, count=-1), "malformed", "as glTF 2.0 asks for"),
        (accessor(0, count=2) | view(0), "malformed", "names vertex 7; its mesh has 2"),
        (view(0, byteStride=0), "malformed", "as glTF 2.0 asks for"),
        (view(1, byteLength=10**9, byteOffset=10**9), "truncated", "ends before the numbers"),
        ({"nodes": [{"mesh": 0, "scale": [1e12, 1, 1]}]}, "too-large-coordinates", "at most 1e+09"),
        ({"nodes": [{"mesh": 0, "scale": ["a", 1, 1]}]}, "malformed", "as glTF 2.0 asks for"),
    ],
)
def test_what_a_scene_lacks_or_needs_beyond_its_triangles_is_refused(
    refused, changes, code, message
):
    error, sentence = refused(meshes.glb(BOX, **changes))
    assert error == code
    assert message in sentence


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (GLB[:10], "truncated"),
        (GLB[:-20], "truncated"),
        (GLB[:4] + struct.pack("<I", 1) + GLB[8:], "unsupported"),
        (GLB[:12] + struct.pack("<I", 1 << 31) + GLB[16:], "truncated"),
        (GLB[:16] + b"TEXT" + GLB[20:], "malformed"),
        (GLB[:20] + b"[" + GLB[21:], "malformed"),
        (
            meshes.glb_file(
                {"scenes": [], "nodes": [{"children": [i + 1]} for i in range(99)]}, b""
            ),
            "too-deep",
        ),
    ],
)
def test_a_damaged_container_is_refused(refused, content, code):
    error, sentence = refused(content)
    assert error == code
    assert "GLB" in sentence


def test_a_description_nested_without_end_is_refused(refused):
    text = b'{"a":' + b"[" * 200_000
    chunks = struct.pack("<I4s", len(text), b"JSON") + text
    content = struct.pack("<4sII", b"glTF", 2, 12 + len(chunks)) + chunks
    assert refused(content)[0] in ("too-deep", "malformed")


def test_more_nodes_and_triangles_than_are_measured_are_refused(refused):
    nodes = [{"mesh": 0} for _ in range(20)]
    crowd = meshes.glb(BOX, nodes=nodes, scenes=[{"nodes": list(range(20))}])
    assert refused(crowd, max_instances=10)[0] == "too-many-objects"
    assert refused(crowd, max_triangles=100)[0] == "too-many-triangles"
