"""Texts and headers as people's programs write them are read; what cannot be is refused plainly."""

import random
import re
import struct

import numpy as np
import pytest

from service.manufacturing.geometry.analysis import analyse
from service.manufacturing.geometry.meshes import Unreadable, read, recognise
from tests.support import meshes, written_models

BOX = meshes.box(10, 20, 30)
QUADS = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
TEXT, OBJ, PLY = meshes.ascii_stl(BOX), meshes.obj(BOX), meshes.ply(BOX, "ascii")
BINARY = meshes.stl(BOX)
#: All triangles in one line, and each number in a line of its own.
ON_ONE_LINE = TEXT.replace(b"\n", b" ").replace(b"part ", b"part\n", 1)
ON_ONE_LINE = ON_ONE_LINE.replace(b" endsolid", b"\nendsolid")
_HEAD, _, _ROWS = PLY.partition(b"end_header\n")
SPREAD = _HEAD + b"end_header\n" + _ROWS.replace(b" ", b"\n")


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
    """The code and the sentence that a content is refused with."""

    def refuse(content):
        path.write_bytes(content)
        with pytest.raises(Unreadable) as caught:
            read(path)
        return caught.value.code, str(caught.value)

    return refuse


def is_the_box(mesh):
    return (
        mesh.closed
        and mesh.wound_consistently
        and (mesh.volume, mesh.surface) == (pytest.approx(6000), pytest.approx(2200))
    )


def notes(mesh):
    return [(note.kind, note.times) for note in mesh.notes]


@pytest.mark.parametrize("kind", ["ascii_stl", "binary_stl", "obj", "ply"])
def test_whatever_way_a_part_is_written_it_is_the_same_part(measured, kind):
    for seed in range(40):
        chance = random.Random(seed)
        write = getattr(written_models, kind)
        polygons = chance.choice([QUADS, BOX[1].tolist()])
        content = write(chance, BOX) if "stl" in kind else write(chance, BOX, polygons)
        assert is_the_box(measured(content)), seed


@pytest.mark.parametrize(
    "content",
    [
        TEXT.replace(b"solid part", b"solid"),
        TEXT.replace(b"endsolid part", b"end solid part"),
        TEXT.replace(b"endsolid part", b"endsolidassemblyscene"),
        TEXT.replace(b"endloop", b"end loop").replace(b"endfacet", b"end facet").upper(),
        TEXT.replace(b"outer loop", b"outerloop").replace(b"facet normal", b"facetnormal"),
        TEXT.replace(b"solid part", b"solid facet normal outer loop endfacet vertex 1 2 3"),
        TEXT.replace(b"solid part", b"solid endfacet test"),
        TEXT + b"\x1a",
        TEXT + bytes(3_000_000),
        TEXT.replace(b"\n", b"\r"),
        ON_ONE_LINE,
        b"\xef\xbb\xbf \n" + TEXT,
    ],
)
def test_an_stl_text_may_be_written_so(measured, content):
    geometry = measured(content)
    assert is_the_box(geometry)
    assert notes(geometry) == []


def test_a_long_stl_text_may_have_all_its_triangles_in_one_line(measured):
    text = meshes.ascii_stl(meshes.torus(steps=80))  # 2.9 MB
    long_line = text.replace(b"\n", b" ").replace(b"part ", b"part\n", 1)
    geometry = measured(long_line.replace(b" endsolid", b"\nendsolid"))
    assert (geometry.triangles, geometry.closed, geometry.notes) == (12_800, True, ())


def test_an_stl_text_without_its_end_is_read_and_noted(measured):
    geometry = measured(TEXT[: TEXT.rindex(b"endsolid")])
    assert is_the_box(geometry)
    assert notes(geometry) == [("endsolid_missing", 1)]


def outcome(path):
    """The notes of a file that is read, or the complaint about one that is not."""
    try:
        return read(path).notes
    except Unreadable as error:
        return error


def test_every_way_to_cut_an_stl_text_off_is_refused_or_noted(path):
    """Between triangles it is noted, within one it is refused."""
    for length in range(300, TEXT.rindex(b"endsolid"), 7):
        path.write_bytes(TEXT[:length])
        message = outcome(path)
        if TEXT[:length].rstrip().endswith(b"endfacet"):
            assert [note.kind for note in message] == ["endsolid_missing"], length
        else:
            assert message.code == "truncated", length
            assert re.search(r"in the middle of triangle \d+, in line \d+", str(message)), length


@pytest.mark.parametrize("surplus", [b"\0" * 16, b"made by a CAD program", b"\0" * 100])
def test_bytes_behind_a_binary_stl_are_left_out_and_noted(measured, surplus):
    geometry = measured(BINARY + surplus)
    assert is_the_box(geometry)
    assert notes(geometry) == [("surplus_bytes", len(surplus))]


@pytest.mark.parametrize("counted", [0, 5, 11])
def test_triangles_that_a_binary_stl_does_not_count_are_read_and_noted(measured, counted):
    geometry = measured(BINARY[:80] + struct.pack("<I", counted) + BINARY[84:])
    assert is_the_box(geometry)
    assert notes(geometry) == [("triangles_not_counted", 12 - counted)]


def test_a_binary_stl_may_carry_the_bytes_that_its_attributes_announce(measured):
    records = [BINARY[84 + 50 * i : 84 + 50 * i + 48] for i in range(12)]
    sizes = [4, 0, 50, 2] * 3
    body = [r + struct.pack("<H", n) + b"x" * n for r, n in zip(records, sizes, strict=True)]
    geometry = measured(BINARY[:84] + b"".join(body))
    assert is_the_box(geometry)
    assert notes(geometry) == []


def test_the_colours_of_a_binary_stl_are_no_announced_bytes(measured):
    records = [BINARY[84 + 50 * i : 84 + 50 * i + 48] + b"\x1f\x80" for i in range(12)]
    geometry = measured(b"COLOR=\xff\x80\x10\xff".ljust(80) + BINARY[80:84] + b"".join(records))
    assert (is_the_box(geometry), notes(geometry)) == (True, [])


@pytest.mark.parametrize(
    "content",
    [
        b"# made by \\\n" + OBJ,
        OBJ.replace(b"f ", b"usemtl C:\\paints\\\nf ", 1),
        OBJ.replace(b"\n", b" # here\n").replace(b"f 1 ", b"f \\\n 1 "),
        OBJ.replace(b"\n", b"\r"),
        b"\xef\xbb\xbf" + OBJ[OBJ.index(b"v ") :],
        OBJ.replace(b"v ", b"V ").replace(b"f ", b"F "),
        OBJ.replace(b"f ", b"fo "),
        OBJ + b"\x1a",
        OBJ + bytes(100),
        b"".join(b"vn 0.000 0.000 %d\n" % n for n in range(9_000)) + OBJ,
        b"#" + b"x" * 3_000_000 + b"\n" + OBJ,
        b"# a remark of many lines\n" * 9_000 + OBJ,
        OBJ[OBJ.index(b"f ") :] + OBJ[: OBJ.index(b"f ")],
        OBJ + b"cstype bezier\ndeg 3\nmg 0\ns off\nl 1 2 3\np 1\n",
    ],
)
def test_an_obj_may_be_written_so(measured, content):
    geometry = measured(content)
    assert is_the_box(geometry)
    assert notes(geometry) == []


def test_an_obj_says_which_curves_were_left_out(measured):
    geometry = measured(OBJ + b"cstype bspline\ncurv 0 1 1 2 3 4\nend\n")
    assert (is_the_box(geometry), notes(geometry)) == (True, [("free_form_curves", 1)])


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        (b"surf 0 1 0 1 1 2 3 4", "line 22 of the OBJ has a free-form surface (surf)"),
        (b"bzp 1 2 3 4", "line 22 of the OBJ has a free-form surface (bzp)"),
        (b"call other.obj", "line 22 of the OBJ takes in another file (call)"),
    ],
)
def test_an_obj_of_which_only_a_part_would_be_measured_is_refused(refused, statement, message):
    code, sentence = refused(OBJ + statement + b"\n")
    assert (code, sentence.startswith(message)) == ("unsupported", True)


@pytest.mark.parametrize(
    "content",
    [
        PLY.replace(b"\n", b"\r"),
        meshes.ply(BOX).replace(b"\n", b"\r", 10),
        PLY.replace(b"end_header\n", b"end_header\n\n \n"),
        SPREAD,
        PLY.replace(b"end_header\n", b"end_header\ncomment rows follow\n"),
        PLY.replace(b"element vertex 8", b"obj_info\ncomment\nelement  vertex  8"),
        PLY.replace(b"ascii 1.0", b"ascii"),
        b"\xef\xbb\xbf" + PLY,
        PLY.rstrip(),
    ],
)
def test_a_ply_may_be_written_so(measured, content):
    geometry = measured(content)
    assert is_the_box(geometry)
    assert notes(geometry) == []


def test_a_ply_row_that_lacks_a_number_takes_none_from_the_next_row(refused):
    code, sentence = refused(PLY.replace(b"0.0 0.0 30.0\n", b"0.0 0.0\n", 1))
    assert code == "malformed"
    assert sentence.endswith("(row 2 of vertex): it has 5 values instead of 3")


@pytest.mark.parametrize("text", [TEXT, OBJ, PLY], ids=["stl", "obj", "ply"])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_text_in_two_byte_letters_is_known_and_refused_as_such(path, refused, text, encoding):
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    code, sentence = refused(mark + text.decode().encode(encoding))
    assert (code, "UTF-16" in sentence, "UTF-8" in sentence) == ("unsupported", True, True)
    assert recognise(path) in ("stl", "obj", "ply")


COMMA = "has a decimal comma; numbers have a decimal point: "


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (TEXT.replace(b"30.0", b"30,0", 1), f"line 5 of the STL text: '30,0' {COMMA}30.0"),
        (TEXT.replace(b"30.0", b"3_0", 1), "line 5 of the STL text: '3_0' is no number"),
        (
            TEXT.replace(b"\n", b"\r\n").replace(b"30.0", b"high", 1),
            "line 5 of the STL text: 'high' is no number",
        ),
        (
            TEXT.replace(b"endloop", b"loop", 1),
            "line 7 of the STL text has 'loop' where endloop belongs",
        ),
        (OBJ.replace(b"30.0", b"30,0", 1), f"line 3 of the OBJ: '30,0' {COMMA}30.0"),
        (OBJ.replace(b"30.0", b"3_0", 1), "line 3 of the OBJ: '3_0' is no number"),
        (
            OBJ.replace(b"f 1 ", b"f 1.5 ", 1),
            "line 10 of the OBJ: a corner of a face: '1.5' is no whole number",
        ),
        (
            OBJ.replace(b"f 1 ", b"f 77 ", 1),
            "line 10 of the OBJ names vertex 77; the file has 8, counted from 1",
        ),
        (OBJ + b"v 1 2\n", "line 22 of the OBJ: a vertex has 2 numbers instead of three"),
        (
            OBJ.replace(b"v 0.0 0.0 30.0", b"v 0.0 nan 30.0"),
            "vertex 2 lies at (0, nan, 30): a coordinate must be a finite number",
        ),
        (
            PLY.replace(b"30.0", b"30,0", 1),
            f"line 12 of the PLY (row 2 of vertex): '30,0' {COMMA}30.0",
        ),
        (
            PLY.replace(b"3 0 ", b"3 a ", 1),
            "line 19 of the PLY (row 1 of face): 'a' is no whole number",
        ),
        (
            PLY.replace(b"3 0 ", b"3 99 ", 1),
            "row 1 of the PLY's faces names vertex 99; the file has 8, counted from 0",
        ),
        (
            PLY.replace(b"property double x", b"property doble x"),
            "line 5 of the PLY header makes no sense: 'property doble x'",
        ),
    ],
)
def test_a_refusal_names_line_and_word_plainly(refused, content, message):
    assert refused(content)[1] == message


def test_no_refusal_speaks_python(path):
    """Each text is damaged at random; whatever is said, it is for people of a workshop."""
    foreign = re.compile(r"b'|b\"|\\x|Error|literal|unpack|could not|convert|None|object|numpy")
    chance = np.random.default_rng(7)
    for content in [TEXT, OBJ, PLY, BINARY, meshes.ply(BOX), meshes.glb(BOX)] * 40:
        damaged = bytearray(content)
        for at in chance.integers(0, len(content), 3).tolist():
            damaged[at] = int(chance.choice(list(b"x,-9. \n\0\xff_#\\")))
        path.write_bytes(damaged)
        message = str(outcome(path))
        assert message.startswith(("()", "(Note(")) or not foreign.search(message), message
