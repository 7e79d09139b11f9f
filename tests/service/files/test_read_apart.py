"""Nothing large of a stranger is read in the web process: a child does, within its bounds."""

import pytest

from service.files import analyses, analysis_child, previews
from tests.support import meshes
from tests.support.worlds.marketplace import refused

SMALL = meshes.cube_stl()
#: Above 1 MiB.
LARGE = meshes.stl(meshes.torus(steps=110))


def put(client, content, query=""):
    """Upload as a body: the test client would leave a form of that size in an open file."""
    path = f"/processes/{client.draft()}/files/part.stl{query}"
    return client.ask("PUT", path, data=content, content_type="application/octet-stream")


@pytest.fixture
def reading(monkeypatch):
    """What this process reads itself, and what it has children do."""
    here, apart = [], []
    run = analysis_child.run_apart

    def run_apart(job, *arguments, **more):
        apart.append(job)
        return run(job, *arguments, **more)

    for module in (analyses, previews):
        monkeypatch.setattr(module, "run_apart", run_apart)
    read = analysis_child.read
    monkeypatch.setattr(analysis_child, "read", lambda p, **m: here.append(p) or read(p, **m))
    return here, apart


def test_a_large_file_without_its_unit_is_measured_by_a_child(shared_market, reading):
    assert len(LARGE) > analyses.SMALL_BYTES
    here, apart = reading
    client = shared_market.client
    answer = put(client, LARGE)
    assert answer.status_code in (200, 201)
    assert (here, apart) == ([], ["sizes"])
    put(client, SMALL)
    assert (len(here), apart) == (1, ["sizes"])


def test_a_large_file_is_drawn_from_what_a_child_has_read(shared_market, reading):
    client = shared_market.client
    file = put(client, LARGE, "?unit=mm").json
    assert client.get(f"/files/{file['id']}/preview.png").status_code == 200
    assert reading[1] == ["convert"]


def test_what_takes_a_child_too_long_is_refused_and_not_drawn(shared_market, monkeypatch):
    monkeypatch.setattr(
        previews.analyses, "sandbox_bounds", lambda: analysis_child.Bounds(1 << 32, 0.001)
    )
    client = shared_market.client
    other = meshes.stl(meshes.torus(steps=111))
    file = put(client, other, "?unit=mm").json
    assert refused(client.get(f"/files/{file['id']}/preview.png"), 422, "unreadable-model")
