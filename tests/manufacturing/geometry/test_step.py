"""STEP is measured as it was drawn: its units, its solids, its assemblies, its curved faces."""

import json
import math
import os
import subprocess
import sys
from uuid import UUID

import pytest

from service.files import analyses
from service.files.analysis_child import CRASHED, Bounds, analyse_apart
from service.manufacturing.geometry.analysis import analyse
from service.manufacturing.geometry.meshes import Limits, Unreadable, read, recognise, step
from service.verification import verify
from tests.support.step_box import SCHEMAS, UNITS_MM, StepFile, step_box

pytestmark = pytest.mark.one_database

#: What a process may do that has analysed a file as the child does.
LIMITED = """
import json, resource, sys
from service.files import analysis_child
assert "geometry" in analysis_child._child(json.loads(sys.argv[1]), print)
which = resource.RLIMIT_FSIZE, resource.RLIMIT_NOFILE
print(json.dumps([resource.getrlimit(each)[0] for each in which]))
"""
BOUNDS = Bounds(memory_bytes=2 << 30, timeout_s=60)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "part.stl"  # the name says nothing
    path.write_bytes(step_box())
    return path


def verified(market, content):
    """The record of a process with that file, and the file as the API shows it."""
    process = market.client.draft(quantity=5, material_id="pa12")
    file = market.client.upload(process, content, "box.step")
    assert file.status_code == 201, file.text
    project = market.client.get(f"/processes/{process}").json["project_id"]
    answer = market.client.post(f"/projects/{project}/verify", {"process_ids": [process]})
    assert answer.status_code == 202, answer.text
    verify.verify(UUID(process))
    return market.client.get(f"/processes/{process}/verification").json, file.json


def measured(file, content):
    file.write_bytes(content)
    return analyse(read(file))


#: What programs put before the first word, or between the lines.
WRAPPINGS = {
    "as it is": lambda content: content,
    "a remark first": lambda content: b"/* made for a test;\n /* not nested */\n" + content,
    "remarks and blanks": lambda content: b"\r\n/**/ /* * */\t/***/" + content,
    "a byte order mark": lambda content: b"\xef\xbb\xbf" + content,
    "lines as on Windows": lambda content: content.replace(b"\n", b"\r\n"),
    "lines as on an old Macintosh": lambda content: content.replace(b"\n", b"\r"),
    "all in one line": lambda content: content.replace(b"\n", b""),
    "a blank before the semicolon": lambda content: content.replace(b"-21;", b"-21 ;", 1),
    "the DOS end of file": lambda content: content + b"\x1a\0\0",
    "a name in Latin-1": lambda content: content.replace(b"'part'", b"'B\xfcgel'"),
    "a name in UTF-8": lambda content: content.replace(b"'part'", "'Bügel деталь'".encode()),
    "a name in escapes": lambda content: content.replace(b"'part'", rb"'B\X2\00FC\X0\gel'"),
}


@pytest.mark.parametrize("name", WRAPPINGS)
def test_a_step_file_is_told_by_its_content_and_read(file, name):
    geometry = measured(file, WRAPPINGS[name](step_box()))
    assert recognise(file) == geometry.format == "step"
    assert (geometry.triangles, geometry.closed, geometry.volume) == (
        12,
        True,
        pytest.approx(24_000),
    )


def test_remarks_without_end_are_looked_through_in_no_time(file):
    file.write_bytes(b"/*/" * 20_000)
    assert recognise(file) is None


@pytest.mark.parametrize("schema", SCHEMAS)
@pytest.mark.parametrize("unit", UNITS_MM)
def test_a_box_is_measured_in_millimetres_whatever_its_unit(file, unit, schema):
    size = [side / UNITS_MM[unit] for side in (20.0, 30.0, 40.0)]
    file.write_bytes(StepFile().box(size).written(unit=unit, schema=schema))
    mesh = read(file)
    geometry = analyse(mesh)
    assert (mesh.format, mesh.unit, len(mesh.faces)) == ("step", "mm", 12)
    assert (geometry.closed, geometry.wound_consistently, geometry.inside_out) == (
        True,
        True,
        False,
    )
    assert geometry.box == pytest.approx((20, 30, 40), rel=1e-6)
    assert geometry.volume == pytest.approx(24_000, rel=1e-6)


@pytest.mark.parametrize("radius", [0.1, 0.5, 10.0, 100.0])
def test_the_volume_of_a_ball_is_right_to_one_in_a_thousand_whatever_its_size(file, radius):
    geometry = measured(file, StepFile().ball(radius).written())
    assert geometry.closed
    assert geometry.volume == pytest.approx(4 / 3 * math.pi * radius**3, rel=1e-3)
    assert geometry.surface == pytest.approx(4 * math.pi * radius**2, rel=1e-3)


@pytest.mark.parametrize("red", [(0,), (5,), (1, 3), (0, 1, 2, 3, 4, 5)])
def test_a_solid_with_coloured_faces_is_one_closed_solid(file, red):
    geometry = measured(file, StepFile().box((20, 20, 20), red=red).written())
    assert (geometry.closed, geometry.bodies, geometry.vertices) == (True, 1, 8)
    assert geometry.volume == pytest.approx(8000)


@pytest.mark.parametrize(
    ("at", "bodies", "volume"),
    [
        ((20, 0, 0), 1, 16_000),
        ((20, 20, 0), 2, 16_000),
        ((20, 20, 20), 2, 16_000),
        ((0, 0, 0), 1, 8_000),
        ((40, 0, 0), 2, 16_000),
    ],
    ids=["face", "edge", "corner", "place", "none"],
)
@pytest.mark.parametrize("red", [(), (0, 1)])
def test_solids_that_share_a_face_are_united_and_others_stay_apart(file, at, bodies, volume, red):
    both = StepFile().box((20, 20, 20), red=red).box((20, 20, 20), at, red=red).written()
    geometry = measured(file, both)
    assert (geometry.closed, geometry.wound_consistently, geometry.bodies) == (True, True, bodies)
    assert geometry.volume == pytest.approx(volume)


def test_a_part_that_is_used_twice_in_an_assembly_is_there_twice(file):
    geometry = measured(file, StepFile().box((20, 20, 20)).written(placed=[(0, 0, 0), (100, 0, 0)]))
    assert (geometry.bodies, geometry.closed) == (2, True)
    assert geometry.volume == pytest.approx(16_000, rel=1e-6)
    assert geometry.box == pytest.approx((120, 20, 20), rel=1e-6)


def test_surfaces_that_close_are_a_solid(file):
    geometry = measured(file, StepFile().box((20, 20, 20), solid=False).written())
    assert (geometry.closed, geometry.volume) == (True, pytest.approx(8000))


def test_open_surfaces_are_read_and_counted(file):
    open_box = StepFile().box((20, 20, 20), missing=(5,), solid=False).box((5, 5, 5), (50, 0, 0))
    file.write_bytes(open_box.written())
    mesh = read(file)
    assert [(note.kind, note.times) for note in mesh.notes] == [("open_surfaces", 1)]
    assert len(analyse(mesh).open_edge_places) == 4


def test_lines_enclose_nothing(file):
    file.write_bytes(StepFile().wire(10).written())
    with pytest.raises(Unreadable, match="0 solids and surfaces") as caught:
        read(file)
    assert caught.value.code == "empty"


def test_other_files_that_a_step_file_names_are_left_out_with_a_word(file):
    inside = "#900=DOCUMENT_TYPE('geometry');\n#901=DOCUMENT_FILE('o.step','','',#900,'',$);\n"
    file.write_bytes(step_box().replace(b"DATA;\n", b"DATA;\n" + inside.encode()))
    mesh = read(file)
    assert [(note.kind, note.times) for note in mesh.notes] == [("other_files", 1)]
    assert len(mesh.faces) == 12


@pytest.mark.parametrize("cut", [100, 3_000, -40])
def test_a_damaged_step_file_is_refused(file, cut):
    file.write_bytes(step_box()[:cut])
    with pytest.raises(Unreadable, match="STEP file") as caught:
        read(file)
    assert caught.value.code in ("malformed", "empty")


def test_more_triangles_than_are_measured_are_refused(file):
    with pytest.raises(Unreadable, match="12 triangles; at most 11"):
        read(file, limits=Limits(max_triangles=11))


def test_a_file_that_crashes_its_reader_is_refused_with_a_word(file):
    wrong = step_box().replace(b"MANIFOLD_SOLID_BREP(", b"SHELL_BASED_SURFACE_MODEL(")
    file.write_bytes(wrong)
    verdict = analyse_apart(file, Limits(), BOUNDS)
    assert verdict["error"]["code"] == CRASHED
    assert "crashed over it (SIGSEGV)" in verdict["error"]["detail"]


def test_the_child_may_write_and_open_little(file):
    request = {
        "job": "analyse", "path": str(file), "out": None, "work": str(file.parent),
        "limits": {}, "memory_bytes": 2 << 30, "cpu_s": 60,
    }  # fmt: skip
    command = [sys.executable, "-c", LIMITED, json.dumps(request)]
    pipe = subprocess.PIPE  # its end would end the child
    environment = {**os.environ, "TMPDIR": str(file.parent)}
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, env=environment) as child:
        lines = child.stdout.read().splitlines()
    assert json.loads(lines[-1]) == [Limits().max_file_bytes, 64]


def test_a_step_file_passes_a_verification_by_way_of_a_child(market):
    record, file = verified(market, step_box())
    assert (file["model_format"], file["unit"], file["media_type"]) == ("step", "mm", "model/step")
    assert record["verdict"] == "pass"
    assert record["geometry"][0]["volume_mm3"] == pytest.approx(24_000, rel=1e-6)
    assert record["geometry"][0]["shape"]["walls"]["minimum_mm"] == pytest.approx(20, rel=1e-5)
    picture = market.client.get(f"/files/{file['id']}/preview.png")
    assert picture.mimetype == "image/png"


def test_it_is_never_read_in_this_process(market, monkeypatch):
    monkeypatch.setattr(step, "read", None)
    _, file = verified(market, step_box())
    assert analyses.analyse_small_content(file["sha256"]) is None
