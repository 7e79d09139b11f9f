"""The same part is the same mesh in every format, whatever its file is called."""

import numpy as np
import pytest
import trimesh

from service.manufacturing.geometry.analysis import analyse
from service.manufacturing.geometry.meshes import Limits, Unreadable, obj, read, recognise
from tests.support import meshes

FORMATS = {
    "binary STL": ("stl", meshes.stl),
    "ASCII STL": ("stl", meshes.ascii_stl),
    "3MF": ("3mf", meshes.threemf),
    "OBJ": ("obj", meshes.obj),
    "ASCII PLY": ("ply", lambda solid: meshes.ply(solid, "ascii")),
    "little-endian PLY": ("ply", meshes.ply),
    "big-endian PLY": ("ply", lambda solid: meshes.ply(solid, "binary_big_endian")),
    "GLB": ("glb", meshes.glb),
}
SOLIDS = {
    "box": meshes.box(10, 20, 30),
    "torus": meshes.torus(),
    "two bodies": meshes.joined(meshes.box(), meshes.moved(meshes.torus(), 100)),
}


@pytest.fixture
def file(tmp_path):
    """Write bytes into a file without a telling name."""

    def write(content):
        path = tmp_path / "upload"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def measured(path):
    return analyse(read(path))


@pytest.mark.parametrize("solid", SOLIDS.values(), ids=SOLIDS)
@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_measures_as_trimesh_does(file, kind, solid):
    format_, write = FORMATS[kind]
    path = file(write(solid))

    geometry = measured(path)

    expected = trimesh.Trimesh(*solid)
    assert recognise(path) == geometry.format == format_
    assert (geometry.triangles, geometry.closed, geometry.wound_consistently) == (
        len(solid[1]),
        True,
        True,
    )
    assert geometry.volume == pytest.approx(expected.volume, rel=1e-6)
    assert geometry.surface == pytest.approx(expected.area, rel=1e-6)
    precision = 1e-6 if kind in ("binary STL", "GLB") else 1e-9  # they store 24 bits
    assert geometry.box == pytest.approx(expected.extents.tolist(), rel=precision)


def test_a_binary_stl_may_begin_with_solid(file):
    path = file(meshes.stl(meshes.box(), remark=b"solid facet normal endsolid"))
    assert recognise(path) == "stl"
    assert measured(path).box == (20, 20, 20)


def test_a_binary_stl_is_told_by_its_size_alone(file):
    path = file(meshes.stl(meshes.box(), remark=b"\x89 COLOR=\xa0\xff"))
    assert recognise(path) == "stl"
    assert measured(path).closed


def test_the_name_of_a_file_says_nothing(tmp_path):
    path = tmp_path / "cube.obj"
    path.write_bytes(meshes.cube_stl())
    assert (recognise(path), measured(path).format) == ("stl", "stl")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7 a drawing",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(200),
        b"solid advice about parts",
        "Prüfbericht\nv wie Volumen",
        b"PK\x05\x06" + bytes(18),
    ],
    ids=["nothing", "PDF", "picture", "prose", "report", "empty archive"],
)
def test_what_is_no_model_is_not_taken_for_one(file, content):
    path = file(content)
    assert recognise(path) is None
    with pytest.raises(Unreadable):
        read(path)


def test_an_ascii_stl_may_hold_several_solids_in_capitals_and_with_a_mark(file):
    texts = [meshes.ascii_stl(meshes.moved(meshes.box(), 50 * i), "my part") for i in range(2)]
    path = file(b"\xef\xbb\xbf" + b"".join(texts).upper().replace(b"\n", b"\r\n"))
    assert measured(path).bodies == 2


def test_a_large_ascii_stl_is_read_in_blocks(file):
    solid = meshes.torus(steps=80)  # 2.9 MB, three blocks
    path = file(meshes.ascii_stl(solid))
    assert measured(path).volume == pytest.approx(trimesh.Trimesh(*solid).volume)


def test_exporters_noise_around_zero_does_not_open_a_part(file):
    """CAD systems write 6e-17 for the cosine of a right angle in one facet, and 0 in the next."""
    vertices, faces = meshes.box(1, 1, 1)
    corners = vertices[faces]
    corners[::2] += np.where(corners[::2] == 0, 6.123e-17, 0)
    path = file(meshes.ascii_stl((corners.reshape(-1, 3), np.arange(36).reshape(-1, 3))))
    assert (measured(path).vertices, measured(path).closed) == (8, True)


def test_minus_zero_is_zero(file):
    vertices, faces = meshes.box(1, 1, 1)
    corners = vertices[faces]
    corners[::2] = np.where(corners[::2] == 0, -0.0, corners[::2])
    path = file(meshes.stl((corners.reshape(-1, 3), np.arange(36).reshape(-1, 3))))
    assert (measured(path).vertices, measured(path).closed) == (8, True)


def test_an_obj_counts_backwards_and_joins_lines_and_ignores_textures(file):
    text = """
mtllib paint.mtl
o first
v 0 0 0
v 10 0 0 1.0
v 0 10 0
v 0 0 10
vt 0.5 0.5
vn 0 0 1
usemtl red
f -4//1 -2//1 \\
  -3//1
f 1/1 2/1 4/1
f 2/1/1 3/1/1 4/1/1
f 3 1 4
"""
    geometry = measured(file(text))
    assert (geometry.triangles, geometry.closed, geometry.volume) == (
        4,
        True,
        pytest.approx(1000 / 6),
    )


def test_polygons_are_cut_into_fans(file):
    vertices, _ = meshes.box(2, 3, 4)
    quads = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
    lines = [f"v {x} {y} {z}" for x, y, z in vertices]
    lines += ["f " + " ".join(str(corner + 1) for corner in quad) for quad in quads]
    geometry = measured(file("\n".join(lines)))
    assert (geometry.triangles, geometry.closed, geometry.volume) == (12, True, pytest.approx(24))


@pytest.mark.parametrize("format_", ["ascii", "binary_little_endian"])
def test_a_ply_may_mix_polygons_and_hold_more_than_is_asked_for(file, format_):
    """A pyramid on a square: one quad, four triangles, colours, an element in between."""
    head = (
        f"ply\nformat {format_} 1.0\nelement vertex 5\nproperty uchar red\nproperty float x\n"
        "property float y\nproperty float z\nelement camera 1\nproperty list uchar float view\n"
        "element face 5\nproperty list uchar uint vertex_index\nproperty uchar flag\nend_header\n"
    ).encode()
    points = [(0, 0, 0), (6, 0, 0), (6, 6, 0), (0, 6, 0), (3, 3, 5)]
    faces = [(0, 3, 2, 1), (0, 1, 4), (1, 2, 4), (2, 3, 4), (3, 0, 4)]
    if format_ == "ascii":
        rows = [f"255 {x} {y} {z}" for x, y, z in points] + ["2 0.5 0.5"]
        rows += [f"{len(face)} {' '.join(map(str, face))} 1" for face in faces]
        body = "\n".join(rows).encode()
    else:
        body = b"".join(
            np.array([255], "u1").tobytes() + np.array(p, "<f4").tobytes() for p in points
        )
        body += b"\2" + np.array([0.5, 0.5], "<f4").tobytes()
        body += b"".join(
            bytes([len(face)]) + np.array(face, "<u4").tobytes() + b"\1" for face in faces
        )
    geometry = measured(file(head + body))
    assert (geometry.triangles, geometry.closed, geometry.volume) == (6, True, pytest.approx(60))


@pytest.mark.parametrize(
    ("written", "understood"),
    [
        ("micron", "micron"),
        ("inch", "inch"),
        ("centimeter", "cm"),
        ("meter", "m"),
        ("foot", "foot"),
    ],
)
def test_a_3mf_brings_its_unit(file, written, understood):
    assert measured(file(meshes.threemf(meshes.box(), written))).unit == understood


def test_components_are_placed_within_components(file):
    """Two boxes in a group, the group turned by 90 degrees, built twice."""
    objects = meshes.object_xml("1", meshes.box(10, 20, 30)) + meshes.group_xml(
        "2", ['objectid="1"', 'objectid="1" transform="1 0 0 0 1 0 0 0 1 100 0 0"']
    )
    items = '<item objectid="2" transform="0 1 0 -1 0 0 0 0 1 0 0 0"/>'
    items += '<item objectid="2" transform="0 1 0 -1 0 0 0 0 1 0 0 50"/>'
    geometry = measured(file(meshes.package(meshes.model(objects, items))))
    assert (geometry.bodies, geometry.volume) == (4, pytest.approx(4 * 6000))
    assert geometry.box_min == pytest.approx((-20, 0, 0))
    assert geometry.box == pytest.approx((20, 110, 80))


def test_a_production_package_takes_objects_from_other_parts(file):
    root = meshes.model(
        meshes.group_xml("9", ['objectid="1" p:path="/3D/Objects/Box.model"']),
        '<item objectid="9"/><item objectid="1" p:path="/3D/objects/box.model" '
        'transform="1 0 0 0 1 0 0 0 1 50 0 0"/>',
        more='requiredextensions="p"',
    )
    other = meshes.model(meshes.object_xml("1", meshes.box()), "")
    geometry = measured(file(meshes.package(root, {"3D/Objects/box.model": other})))
    assert (geometry.bodies, geometry.volume) == (2, pytest.approx(16000))


def test_a_mirrored_object_stays_outside_out(file):
    items = '<item objectid="1" transform="-1 0 0 0 1 0 0 0 1 0 0 0"/>'
    root = meshes.model(meshes.object_xml("1", meshes.box()), items)
    geometry = measured(file(meshes.package(root)))
    assert (geometry.inside_out, geometry.volume, geometry.box_min) == (False, 8000, (-20, 0, 0))


def test_objects_of_a_build_that_touch_are_one_solid(file):
    items = '<item objectid="1"/><item objectid="1" transform="1 0 0 0 1 0 0 0 1 0 0 20"/>'
    root = meshes.model(meshes.object_xml("1", meshes.box()), items)
    geometry = measured(file(meshes.package(root)))
    assert (geometry.closed, geometry.bodies) == (True, 1)
    assert (geometry.volume, geometry.surface) == pytest.approx((16000, 4000))


def test_supports_and_unused_objects_are_not_measured(file):
    objects = meshes.object_xml("1", meshes.box())
    objects += meshes.object_xml("2", meshes.box()).replace('id="2"', 'id="2" type="support"')
    objects += meshes.object_xml("3", meshes.torus())
    root = meshes.model(objects, '<item objectid="1"/><item objectid="2"/>')
    assert measured(file(meshes.package(root))).triangles == 12


@pytest.mark.parametrize("kind", FORMATS)
def test_limits_are_said_with_their_numbers(file, kind):
    path = file(FORMATS[kind][1](meshes.torus()))
    with pytest.raises(Unreadable, match="at most 1,000 are measured") as caught:
        read(path, limits=Limits(max_triangles=1000))
    assert caught.value.code == "too-many-triangles"
    with pytest.raises(Unreadable, match="at most 5,000 are read") as caught:
        read(path, limits=Limits(max_file_bytes=5000))
    assert caught.value.code == "too-large"


@pytest.mark.parametrize("line", ["\n", "# a remark\n", "\r", "g a\n"], ids=repr)
def test_of_what_an_obj_may_open_with_so_many_lines_are_looked_at(tmp_path, line):
    path = tmp_path / "part.obj"
    path.write_text(line * 100 + "v 1 2 3\n", encoding="utf-8", newline="")
    assert obj.begins(path, 101)
    assert not obj.begins(path, 100)
