"""Whatever is uploaded, the analysis ends in a clear verdict, in bounded time and memory."""

import json
import os
import subprocess
import sys
from uuid import UUID

import pytest

from service.files import analyses
from service.verification import verify
from tests.manufacturing.geometry.test_mesh_hostile_files import HOSTILE
from tests.support.odd_files import MEASURED, ODD
from tests.support.paths import ROOT

pytestmark = pytest.mark.one_database

#: What one process takes for all of them, one after the other, and for one at most.
MEMORY_BYTES, SECONDS = 1 << 30, 12.0
CORPUS = {
    name: (lambda content=content: content, code) for name, (content, code) in HOSTILE.items()
}
CORPUS |= ODD
#: Those that also go the whole way, from the upload to the record.
WHOLE_WAY = (
    "one triangle",
    "triangles in a point",
    "a bomb among the relationships",
    "entities",
    "two objects that hold each other",
    "a corner that is no number",
    "two to the 32 triangles promised",
)


@pytest.fixture(scope="module")
def limited_analysis():
    """A process with a limit of memory that analyses what it is told."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.support.limited_analysis", str(MEMORY_BYTES)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONWARNINGS": "error"},
    ) as process:
        yield process
        process.stdin.close()
        process.wait(timeout=20)


def test_the_corpus_is_large_enough():
    assert len(CORPUS) >= 120


@pytest.mark.parametrize("name", CORPUS)
def test_every_file_ends_in_a_verdict(limited_analysis, tmp_path, name):
    make, code = CORPUS[name]
    path = tmp_path / "upload"
    path.write_bytes(make())
    limited_analysis.stdin.write(f"{path}\n")
    limited_analysis.stdin.flush()
    line = limited_analysis.stdout.readline()
    assert line, "the analysis has ended the process"
    verdict = json.loads(line)
    assert verdict["code"] in (code if isinstance(code, tuple) else (code,)), verdict["detail"]
    assert verdict["seconds"] < SECONDS
    assert verdict["peak_kib"] * 1024 < MEMORY_BYTES
    if verdict["code"] == MEASURED:
        assert verdict["record"]["triangles"] >= 1
        assert verdict["record"]["shape"]["walls"]["sampled"] >= 0
    else:
        assert len(verdict["detail"]) >= 20


def test_the_whole_way_ends_in_a_record_with_a_reason(market, monkeypatch):
    monkeypatch.setattr(analyses, "SMALL_TRIANGLES", 100)  # some of them by a child process
    for name in WHOLE_WAY:
        make, code = CORPUS[name]
        process = market.client.draft(quantity=1, material_id="pa12")
        uploaded = market.client.upload(process, make(), "part.stl")
        assert uploaded.status_code == 201, f"{name}: {uploaded.text}"
        if uploaded.json["model_format"] == "stl":
            market.client.patch(f"/files/{uploaded.json['id']}", {"unit": "mm"})
        project = market.client.get(f"/processes/{process}").json["project_id"]
        market.client.post(f"/projects/{project}/verify", {"process_ids": [process]})
        assert verify.verify(UUID(process)) == "fail_verification", name
        checks = market.client.get(f"/processes/{process}/verification").json["checks"]
        failed = [check for check in checks if check["verdict"] == "fail"]
        assert failed, name
        assert all(len(check["reason"]) > 20 for check in failed), name
        if code != MEASURED:
            assert failed[0]["value"] == code, name
