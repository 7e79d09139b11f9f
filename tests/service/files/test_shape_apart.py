"""A large file is analysed in a child process that can neither hang nor eat the machine."""

import io
import json
import os
import signal
import subprocess
import sys
from uuid import UUID

import psutil
import pytest
import sqlalchemy as sa

from service.database import transactions
from service.database.models import Analysis
from service.files import analyses, analysis_child
from service.files.analysis_child import AnalysisBroke, Bounds, analyse_apart, analyse_here
from service.manufacturing.geometry.meshes import Limits
from service.settings import settings
from service.verification import verify
from tests.support import meshes
from tests.support.paths import ROOT

pytestmark = pytest.mark.one_database

GIB = 1024**3
ENOUGH = Bounds(2 * GIB, 60)


@pytest.fixture
def torus(tmp_path):
    return stored(tmp_path, meshes.stl(meshes.torus(steps=24)))


def stored(folder, content, name="part.stl"):
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_child_finds_what_is_found_here(torus):
    here = analyse_here(torus, Limits())
    assert analyse_apart(torus, Limits(), ENOUGH) == json.loads(json.dumps(here))


def test_a_file_that_cannot_be_read_is_told_from_the_child(tmp_path):
    damaged = stored(tmp_path, meshes.cube_stl()[:-100])
    answer = analyse_apart(damaged, Limits(), ENOUGH)
    assert answer["error"]["code"] == "truncated"


def test_too_much_memory_is_a_verdict(tmp_path):
    large = stored(tmp_path, meshes.stl(meshes.torus(steps=250)))
    answer = analyse_apart(large, Limits(), Bounds(160 * 1024**2, 60))
    assert answer["error"]["code"] == "too-much-work"


def test_too_much_time_is_a_verdict_and_the_child_is_gone(torus):
    before = set(psutil.Process().children())
    answer = analyse_apart(torus, Limits(), Bounds(2 * GIB, 0.01))
    assert answer == {
        "error": {"code": "too-much-work", "detail": "the analysis takes longer than 0.01 s"}
    }
    assert set(psutil.Process().children()) <= before


def test_a_child_that_is_killed_is_a_verdict():
    answer = analysis_child._answer(-signal.SIGKILL, {}, io.BytesIO())
    assert answer["error"]["detail"] == "the analysis was ended by SIGKILL"


def test_a_bug_in_the_child_is_raised_with_its_last_words(torus, monkeypatch):
    with pytest.raises(AnalysisBroke, match="TypeError"):
        analyse_apart(torus, Limits(max_triangles="many"), ENOUGH)


def test_a_child_ends_with_the_process_that_started_it(tmp_path):
    large = stored(tmp_path, meshes.stl(meshes.torus(steps=500)))
    parent = subprocess.Popen(
        [
            *(sys.executable, "-c"),
            "import sys; from pathlib import Path; from service.files.analysis_child import *;"
            "print('ready', flush=True);"
            f"analyse_apart(Path({str(large)!r}), Limits(), Bounds({GIB}, 60))",
        ],
        stdout=subprocess.PIPE,
        cwd=ROOT,
    )
    assert parent.stdout.readline() == b"ready\n"
    watched = psutil.Process(parent.pid)
    while not (children := watched.children()):
        assert parent.poll() is None
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    gone, _ = psutil.wait_procs(children, timeout=20)
    assert len(gone) == 1


def verified(market, process_id):
    project_id = market.client.get(f"/processes/{process_id}").json["project_id"]
    market.client.post(f"/projects/{project_id}/verify", {"process_ids": [process_id]})
    verify.verify(UUID(process_id))
    return market.client.get(f"/processes/{process_id}/verification").json


def sha256_of(market, content, **stated):
    return market.client.upload(market.client.draft(), content, "a.stl", **stated).json["sha256"]


def test_small_files_are_analysed_without_a_child(market, monkeypatch):
    monkeypatch.setattr(analyses, "analyse_apart", None)
    assert analyses.is_complete(analyses.analyse_content(sha256_of(market, meshes.cube_stl())))


@pytest.mark.parametrize("limit", ["SMALL_BYTES", "SMALL_TRIANGLES"])
def test_large_files_are_analysed_by_a_child(market, monkeypatch, limit):
    asked = []
    monkeypatch.setattr(analyses, limit, 11)
    monkeypatch.setattr(analyses, "analyse_apart", lambda *all: asked.append(all) or {"error": {}})
    analyses.analyse_content(sha256_of(market, meshes.cube_stl()))
    (_, limits, bounds, _) = asked[0]
    assert limits.max_triangles == settings().max_triangles
    assert bounds == Bounds(4 * GIB, 40)


def test_a_child_has_less_time_than_the_lease(market, monkeypatch):
    monkeypatch.setattr(analyses, "SMALL_TRIANGLES", 1)
    monkeypatch.setattr(analyses, "analyse_apart", lambda *all: {"error": {"bounds": all[2]}})
    monkeypatch.setattr(settings(), "lease_s", 20)
    analysis = analyses.analyse_content(sha256_of(market, meshes.cube_stl()))
    assert analysis.error["bounds"].timeout_s == 15


def test_what_was_stopped_ends_in_a_verdict_and_is_tried_anew_the_next_time(market, monkeypatch):
    monkeypatch.setattr(analyses, "SMALL_TRIANGLES", 1)
    monkeypatch.setattr(settings(), "analysis_timeout_s", 0.01)
    process = market.client.draft(quantity=5, material_id="pa12")
    market.client.upload(process, meshes.cube_stl(), "a.stl", unit="mm")
    assert verified(market, process)["checks"][0]["value"] == "too-much-work"
    monkeypatch.setattr(settings(), "analysis_timeout_s", 40)
    assert verified(market, process)["geometry"][0]["shape"]["walls"]["minimum_mm"] == 20


def test_sizes_known_from_the_upload_become_a_full_analysis_when_it_is_verified(market):
    process = market.client.draft(quantity=5, material_id="pa12")
    file = market.client.upload(process, meshes.cube_stl(), "a.stl").json
    market.client.patch(f"/files/{file['id']}", {"unit": "mm"})
    with transactions.reading() as session:
        assert not analyses.is_complete(session.scalars(sa.select(Analysis)).one())
    assert verified(market, process)["geometry"][0]["shape"]["oriented_box_mm"] == [20, 20, 20]
    with transactions.reading() as session:
        assert analyses.is_complete(session.scalars(sa.select(Analysis)).one())
