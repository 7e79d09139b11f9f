"""Damaged and hostile model files end in one exception that says what is wrong, cheaply."""

import struct
import tracemalloc
from pathlib import Path
from zipfile import ZIP_BZIP2, ZipFile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.manufacturing.geometry.analysis import analyse
from service.manufacturing.geometry.meshes import Limits, Unreadable, read, recognise
from tests.support import meshes

BOX = meshes.box()
STL = meshes.cube_stl()
ASCII = meshes.ascii_stl(BOX)
OBJ = meshes.obj(BOX)
PLY = meshes.ply(BOX)
PLY_TEXT = meshes.ply(BOX, "ascii")
THREEMF = meshes.threemf(BOX)
ROOT = meshes.model(meshes.object_xml("1", BOX), '<item objectid="1"/>')
ITEM = '<item objectid="1"/>'
ORIGINALS = [STL, ASCII, OBJ, PLY, PLY_TEXT, THREEMF, meshes.glb(BOX)]


def with_corner(value: float) -> bytes:
    return STL[:96] + struct.pack("<f", value) + STL[100:]


def with_root(*changes: tuple[str, str]) -> bytes:
    root = ROOT
    for old, new in changes:
        assert old in root
        root = root.replace(old, new, 1)
    return meshes.package(root)


def grouped(*components: tuple[str, list[str]]) -> bytes:
    """Object 1 is the box, the others as given; the last one is built."""
    groups = [meshes.group_xml(number, inside) for number, inside in components]
    item = f'<item objectid="{components[-1][0]}"/>'
    return meshes.package(meshes.model(meshes.object_xml("1", BOX) + "".join(groups), item))


LAUGHS = '<!DOCTYPE lol [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE model SYSTEM "file:///etc/passwd">'

#: What a file holds: the code it is refused with.
HOSTILE = {
    "cut off in a triangle": (STL[:-20], "truncated"),
    "cut off after a triangle": (STL[:-50], "truncated"),
    "only the head of an STL": (STL[:84], "truncated"),
    "two to the 32 triangles promised": (STL[:80] + b"\xff\xff\xff\xff" + STL[84:], "truncated"),
    "a head that promises two to the 32": (bytes(80) + b"\xff\xff\xff\xff", "truncated"),
    "no triangles, binary": (bytes(84), "empty"),
    "no triangles, text": (b"solid Empty\nendsolid Empty", "empty"),
    "a corner that is no number": (with_corner(float("nan")), "not-finite"),
    "a corner at infinity": (with_corner(float("inf")), "not-finite"),
    "a corner beyond measure": (with_corner(3e38), "too-large-coordinates"),
    "text that ends in a triangle": (ASCII[: ASCII.rindex(b"vertex")], "truncated"),
    "text that ends in a word": (ASCII[: ASCII.rindex(b"ndloop")], "truncated"),
    "text with more behind its end": (ASCII + b"and more", "malformed"),
    "text with a strange word": (ASCII.replace(b"outer", b"inner", 1), "malformed"),
    "text with a missing number": (ASCII.replace(b"20.0 20.0 20.0", b"20.0 20.0"), "malformed"),
    "text with a word for a number": (ASCII.replace(b"20.0", b"twenty", 1), "malformed"),
    "text with zero bytes": (ASCII[:-300] + bytes(9) + ASCII[-300:], "malformed"),
    "text with nan": (ASCII.replace(b"20.0", b"nan", 1), "not-finite"),
    "text with 1e308": (ASCII.replace(b"20.0", b"1e308", 1), "too-large-coordinates"),
    "text with 1e999": (ASCII.replace(b"20.0", b"1e999", 1), "not-finite"),
    "one endless facet": (b"solid x\nfacet normal" + b" 0" * 1_200_000, "malformed"),
    "an index out of range": (OBJ.replace(b"f 1 ", b"f 9 "), "malformed"),
    "an index beyond any integer": (OBJ + b"f 1 2 99999999999999999999\n", "malformed"),
    "index zero": (OBJ + b"f 0 1 2\nv 1 1 1\n", "malformed"),
    "an index before the first": (OBJ + b"f -9 1 2\n", "malformed"),
    "a face of words": (OBJ + b"f one two three\n", "malformed"),
    "a vertex of two numbers": (OBJ + b"v 1 2\n", "malformed"),
    "a vertex at nan": (OBJ.replace(b"v 20.0", b"v nan", 1), "not-finite"),
    "a vertex at 1e308": (OBJ.replace(b"v 20.0", b"v 1e308", 1), "too-large-coordinates"),
    "an OBJ without faces": (OBJ[: OBJ.index(b"f 1")], "empty"),
    "an endless line": (OBJ + b"f " + b"1 " * 600_000, "malformed"),
    "an endless continuation": (OBJ + b"f 1 \\\n" * 300_000, "malformed"),
    "a PLY that lies about faces": (PLY.replace(b"face 12", b"face 99"), "truncated"),
    "a PLY that lies about vertices": (
        PLY.replace(b"vertex 8", b"vertex 4294967296"),
        "truncated",
    ),
    "a PLY count beyond any integer": (PLY.replace(b"face 12", b"face " + b"9" * 40), "malformed"),
    "a negative PLY count": (PLY.replace(b"face 12", b"face -12"), "malformed"),
    "a PLY list that lies": (PLY[:-13] + b"\xff" + PLY[-12:], "truncated"),
    "a PLY list of minus one": (
        PLY.replace(b"uchar int", b"char int")[:-13] + b"\xff" + PLY[-12:],
        "truncated",
    ),
    "a PLY index out of range": (PLY[:-4] + b"\x09\0\0\0", "malformed"),
    "a PLY that is cut off": (PLY[:-5], "truncated"),
    "a PLY header without end": (PLY[: PLY.index(b"end_header")], "truncated"),
    "a PLY of an unknown type": (PLY.replace(b"double x", b"quad x"), "malformed"),
    "a PLY without y": (PLY.replace(b"double y", b"double w"), "malformed"),
    "a PLY row per nothing": (
        b"ply\nformat ascii 1.0\nelement vertex 99999999999\nelement face 1\nend_header\n1\n",
        "malformed",
    ),
    "a PLY text with a word": (PLY_TEXT.replace(b"20.0", b"high", 1), "malformed"),
    "a PLY text with a short list": (
        PLY_TEXT[: PLY_TEXT.rindex(b"3 ")] + b"4 4 5 7\n",
        "truncated",
    ),
    "a PLY text that is cut off": (PLY_TEXT[: PLY_TEXT.rindex(b"3 ")], "truncated"),
    "a PLY text with nan": (PLY_TEXT.replace(b"20.0", b"nan", 1), "not-finite"),
    "a damaged archive": (THREEMF[:-30], "truncated"),
    "an archive with a hole": (
        THREEMF[:700] + bytes(100) + THREEMF[800:],
        "truncated",
    ),
    "entities": (with_root(("<model", LAUGHS + "<model")), "xml-attack"),
    "a document type elsewhere": (with_root(("<model", OUTSIDE + "<model")), "xml-attack"),
    "nested without end": (with_root(("<build>", "<a>" * 100_000 + "<build>")), "xml-attack"),
    "an endless tag": (with_root(("<build>", f"<a b='{' ' * 2**21}'/><build>")), "xml-attack"),
    "no XML": (meshes.package("solid but no model"), "malformed"),
    "another XML": (meshes.package("<html/>"), "malformed"),
    "XML cut off": (meshes.package(ROOT[: len(ROOT) // 2]), "malformed"),
    "an object that holds itself": (grouped(("2", ['objectid="2"'])), "component-loop"),
    "two objects that hold each other": (
        grouped(("2", ['objectid="3"']), ("3", ['objectid="2"'])),
        "component-loop",
    ),
    "objects nested too deep": (
        grouped(*((str(i), [f'objectid="{i - 1}"']) for i in range(2, 60))),
        "too-deep",
    ),
    "a billion boxes": (
        grouped(*((str(i), [f'objectid="{i - 1}"'] * 10) for i in range(2, 12))),
        "too-many-objects",
    ),
    "a build of nothing": (with_root((ITEM, "")), "empty"),
    "an object of nothing": (with_root((ITEM, '<item objectid="7"/>')), "malformed"),
    "an object without corners": (
        meshes.package(meshes.model('<object id="1"/>', ITEM)),
        "empty",
    ),
    "an object twice": (with_root(("</object>", '</object><object id="1"/>')), "malformed"),
    "an unknown unit": (with_root(("millimeter", "cubit")), "malformed"),
    "an unknown extension": (
        with_root(("<model", '<model xmlns:s="urn:slices" requiredextensions="s"')),
        "unsupported",
    ),
    "a transform of eleven": (
        with_root((ITEM, '<item objectid="1" transform="1 0 0 0 1 0 0 0 1 0 0"/>')),
        "malformed",
    ),
    "a transform that flattens": (
        with_root((ITEM, '<item objectid="1" transform="1 0 0 0 1 0 0 0 0 0 0 0"/>')),
        "malformed",
    ),
    "a transform beyond measure": (
        with_root((ITEM, '<item objectid="1" transform="1e300 0 0 0 1 0 0 0 1 0 0 0"/>')),
        "too-large-coordinates",
    ),
    "a transform to infinity": (
        with_root((ITEM, '<item objectid="1" transform="1e308 0 0 0 1e308 0 0 0 1e308 0 0 0"/>')),
        "not-finite",
    ),
    "a corner of a 3MF at infinity": (with_root(('x="20.0"', 'x="INF"')), "malformed"),
    "a corner of a 3MF without y": (with_root(('y="20.0"', "")), "malformed"),
    "a 3MF index out of range": (with_root(('v1="4"', 'v1="8"')), "malformed"),
    "a path out of the archive": (
        with_root((ITEM, '<item objectid="1" p:path="/../../etc/passwd"/>')),
        "malformed",
    ),
    "a part that is not there": (
        with_root((ITEM, '<item objectid="1" p:path="/3D/other.model"/>')),
        "malformed",
    ),
    "two units": (
        meshes.package(
            meshes.model("", '<item objectid="1" p:path="/3D/o.model"/>'),
            {"3D/o.model": ROOT.replace("millimeter", "inch")},
        ),
        "unsupported",
    ),
}


@pytest.fixture
def file(tmp_path):
    def write(content):
        path = tmp_path / "upload"
        path.write_bytes(content)
        return path

    return write


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_its_reason(file, name):
    content, code = HOSTILE[name]
    with pytest.raises(Unreadable) as caught:
        read(file(content))
    assert caught.value.code == code
    assert len(str(caught.value)) > 20


@pytest.mark.parametrize(
    "content", [STL[:80] + b"\xff" * 4 + STL[84:], HOSTILE["a billion boxes"][0]]
)
def test_memory_follows_the_file_and_not_its_promises(file, content):
    path = file(content)
    tracemalloc.start()
    try:
        with pytest.raises(Unreadable):
            read(path)
        assert tracemalloc.get_traced_memory()[1] < 4_000_000
    finally:
        tracemalloc.stop()


def test_a_zip_bomb_is_left_packed(file):
    """64 MiB of blanks in 64 KiB: the reader stops at the ratio, not at the end."""
    path = file(meshes.package(ROOT + " " * 2**26))
    assert path.stat().st_size < 100_000
    tracemalloc.start()
    try:
        with pytest.raises(Unreadable, match="200 times its size") as caught:
            read(path)
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()
    assert caught.value.code == "zip-bomb"


def test_the_parts_of_a_package_count_together(file):
    items = "".join(f'<item objectid="1" p:path="/3D/{i}.model"/>' for i in range(9))
    parts = {f"3D/{i}.model": ROOT for i in range(9)}
    path = file(meshes.package(meshes.model("", items), parts))
    assert len(read(path).faces) == 9 * 12
    with pytest.raises(Unreadable, match="more than 5,000 bytes") as caught:
        read(path, limits=Limits(max_unpacked_bytes=5_000))
    assert caught.value.code == "zip-bomb"


@pytest.mark.parametrize(
    ("limits", "code"),
    [(Limits(max_archive_files=3), "too-large"), (Limits(max_instances=4), "too-many-objects")],
)
def test_archives_of_many_files_and_builds_of_many_objects_are_refused(file, limits, code):
    parts = {f"Metadata/{i}.png": "" for i in range(3)}
    path = file(meshes.package(ROOT.replace(ITEM, ITEM * 5), parts))
    assert len(read(path).faces) == 5 * 12
    with pytest.raises(Unreadable) as caught:
        read(path, limits=limits)
    assert caught.value.code == code


def test_triangles_that_are_not_built_are_not_collected_without_end(file):
    objects = meshes.object_xml("1", BOX) + meshes.object_xml("2", meshes.torus())
    path = file(meshes.package(meshes.model(objects, ITEM)))
    assert len(read(path).faces) == 12
    with pytest.raises(Unreadable, match="101 triangles; at most 100"):
        read(path, limits=Limits(max_triangles=100))


def test_an_encrypted_archive_is_refused(file):
    flagged = bytearray(THREEMF)
    flagged[THREEMF.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(Unreadable, match=r"'_rels/\.rels' is encrypted"):
        read(file(flagged))


def test_an_archive_packed_in_an_unusual_way_is_refused(file):
    path = file(b"")
    with ZipFile(path, "w", ZIP_BZIP2) as archive:
        archive.writestr("3D/3dmodel.model", ROOT)
    with pytest.raises(Unreadable, match=r"'3d/3dmodel\.model' is packed with bzip2"):
        read(path)


def test_what_nobody_looks_at_may_be_packed_as_it_likes(file):
    path = file(THREEMF)
    with ZipFile(path, "a", ZIP_BZIP2) as archive:
        archive.writestr("Metadata/thumbnail.png", b"")
    assert len(read(path).faces) == 12


def test_an_archive_with_a_part_twice_is_refused(file):
    """Two programs could read two different parts out of it."""
    with pytest.raises(Unreadable, match=r"holds '3d/3dmodel\.model' twice"):
        read(file(meshes.package(ROOT, {"3d/3DMODEL.model": ROOT})))


@pytest.mark.parametrize(
    "name", ["../secret", "3D/../../secret", "3D\\..\\..\\secret", "%2e%2e/secret"]
)
def test_an_archive_with_names_that_lead_elsewhere_is_refused(file, name):
    with pytest.raises(Unreadable, match="has a part named"):
        read(file(meshes.package(ROOT, {name: ""})))


def test_a_lying_archive_directory_is_not_read(file, monkeypatch):
    monkeypatch.setattr("service.manufacturing.geometry.meshes.package.LARGEST_READ_BYTES", 200)
    with pytest.raises(Unreadable, match="at most 200 are read"):
        read(file(THREEMF))


@settings(max_examples=300, deadline=None)
@given(data=st.data(), original=st.sampled_from(ORIGINALS))
def test_whatever_happens_to_a_file_it_is_measured_or_refused(tmp_path_factory, data, original):
    content = bytearray(original)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        new = data.draw(st.binary(max_size=6))
        content[at : at + data.draw(st.integers(0, 8))] = new
    path: Path = tmp_path_factory.getbasetemp() / "changed"
    path.write_bytes(content)
    recognise(path)
    try:
        geometry = analyse(read(path))
    except Unreadable:
        return
    assert np.isfinite([geometry.volume, geometry.surface, *geometry.box]).all()
