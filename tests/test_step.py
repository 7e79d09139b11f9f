"""STEP is read where its library is installed, and where it is not, that is said plainly."""

import subprocess
import sys
from uuid import UUID

import pytest

from service import analyses, verifying
from service.manufacturing.geometry import analyse
from service.manufacturing.meshes import Limits, Unreadable, read, recognise, step
from tests.step_box import step_box

#: What a process does that lacks the library.
WITHOUT = """
import sys
sys.modules["cascadio"] = None
from pathlib import Path
from service.manufacturing.meshes import Limits, Unreadable, read
try:
    read(Path(sys.argv[1]), limits=Limits())
except Unreadable as error:
    print(error.code, error)
"""


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
    verifying.verify(UUID(process))
    return market.client.get(f"/processes/{process}/verification").json, file.json


def test_a_step_file_is_told_by_its_content(file):
    assert recognise(file) == "step"


def test_without_the_library_it_is_said_what_to_do(file):
    command = [sys.executable, "-c", WITHOUT, str(file)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert said.startswith("step-not-installed the file is a STEP model")
    assert "extra `step`" in said
    assert "3MF, STL, OBJ or PLY" in said


def test_without_the_library_a_verification_fails_plainly_and_can_pass_later(market, monkeypatch):
    monkeypatch.setattr(
        analyses, "analyse_apart", lambda path, sha256, limits, *more: _without(path, limits)
    )
    record, file = verified(market, step_box())
    (check,) = record["checks"]
    assert (record["verdict"], check["value"]) == ("fail", "step-not-installed")
    assert "installed without its extra" in check["reason"]
    assert analyses.is_passing(analyses.of_content(file["sha256"]))


def _without(path, limits):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(step, "INSTALLED", False)
        try:
            read(path, limits=limits)
        except Unreadable as error:
            return {"error": {"code": error.code, "detail": str(error)}}
    raise AssertionError("it was read without the library")


@pytest.mark.parametrize("in_metres", [False, True])
def test_a_box_is_measured_in_millimetres_whatever_its_unit(file, in_metres):
    pytest.importorskip("cascadio")
    sides = (0.02, 0.03, 0.04) if in_metres else (20.0, 30.0, 40.0)
    file.write_bytes(step_box(*sides, in_metres=in_metres))
    mesh = read(file)
    found = analyse(mesh)
    assert (mesh.format, mesh.unit, len(mesh.faces)) == ("step", "mm", 12)
    assert (found.closed, found.wound_consistently, found.inside_out) == (True, True, False)
    assert found.box == pytest.approx((20, 30, 40), rel=1e-6)
    assert found.volume == pytest.approx(24_000, rel=1e-6)


def test_a_step_file_passes_a_verification_by_way_of_a_child(market):
    pytest.importorskip("cascadio")
    record, file = verified(market, step_box())
    assert (file["model_format"], file["unit"], file["media_type"]) == ("step", "mm", "model/step")
    assert record["verdict"] == "pass"
    assert record["geometry"][0]["volume_mm3"] == pytest.approx(24_000, rel=1e-6)
    assert record["geometry"][0]["shape"]["walls"]["minimum_mm"] == pytest.approx(20, rel=1e-5)
    picture = market.client.get(f"/files/{file['id']}/preview.png")
    assert picture.mimetype == "image/png"


@pytest.mark.parametrize("cut", [100, 3_000, -40])
def test_a_damaged_step_file_is_refused(file, cut):
    pytest.importorskip("cascadio")
    file.write_bytes(step_box()[:cut])
    with pytest.raises(Unreadable, match="STEP file") as caught:
        read(file)
    assert caught.value.code in ("malformed", "empty")


def test_more_triangles_than_are_measured_are_refused(file):
    pytest.importorskip("cascadio")
    with pytest.raises(Unreadable, match="12 triangles; at most 11"):
        read(file, limits=Limits(max_triangles=11))


def test_it_is_never_read_in_this_process(market, monkeypatch):
    monkeypatch.setattr(step, "INSTALLED", False)
    monkeypatch.setattr(step, "read", None)
    _, file = verified(market, step_box())
    assert analyses.at_once(file["sha256"]) is None
