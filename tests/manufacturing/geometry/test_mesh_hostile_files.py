"""Damaged and hostile model files end in one exception that says what is wrong, cheaply."""

import struct
import tracemalloc

import pytest

from service.manufacturing.geometry.meshes import Unreadable, read
from tests.support import meshes
from tests.support.small_files import ASCII, BOX, ITEM, OBJ, PLY, PLY_TEXT, ROOT, STL, THREEMF


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
