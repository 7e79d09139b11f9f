"""Meshes for viewers over HTTP: who gets them, of which files, and that they are made once."""

import json
import os
import struct
from datetime import timedelta

import pytest

from service import clock
from service.files import garbage, storage, viewer_meshes
from service.settings import settings
from tests.support import meshes
from tests.support.worlds import marketplace as markets
from tests.support.worlds.marketplace import refused

pytestmark = pytest.mark.one_database


@pytest.fixture
def market(shared_market, monkeypatch, tmp_path):
    markets.moved_to(tmp_path, monkeypatch)
    return shared_market


def uploaded(market, content=None, name="cube.stl", **fields):
    draft = market.client.draft()
    return market.client.upload(draft, content or meshes.cube_stl(), name, **fields).json


def mesh_of(caller, file, query=""):
    return caller.get(f"/files/{file['id']}/mesh{query}")


def about(answer):
    (length,) = struct.unpack_from("<I", answer.data, 12)
    return json.loads(answer.data[20 : 20 + length])["asset"]["extras"]


def stored():
    return sorted(path.name for path in settings().var("meshes").glob("*.glb"))


def test_a_mesh_is_in_mm_whatever_the_unit_of_the_model(market):
    answer = mesh_of(market.client, uploaded(market, unit="inch"))
    assert answer.status_code == 200
    assert answer.mimetype == "model/gltf-binary"
    said = about(answer)
    assert (said["unit"], said["triangles"], said["triangles_of_model"]) == ("mm", 12, 12)
    assert said["origin_mm"] == pytest.approx([254.0] * 3)
    assert said["deviation_mm"] < 1e-4


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("a.3mf", meshes.threemf),
        ("a.obj", meshes.obj),
        ("a.ply", meshes.ply),
        ("a.glb", meshes.glb),
    ],
)
def test_every_kind_of_model_has_a_mesh(market, name, write):
    fields = {} if name in ("a.3mf", "a.glb") else {"unit": "mm"}
    answer = mesh_of(market.client, uploaded(market, write(meshes.box()), name, **fields))
    assert about(answer)["triangles"] == 12


def test_a_fine_model_is_reduced_to_the_finest_step_that_was_asked_for(market):
    torus = meshes.torus(steps=112)
    address = f"/processes/{market.client.draft()}/files/ring.stl?unit=mm"
    file = market.client.put(address, data=meshes.stl(torus), content_type="model/stl").json
    coarse, whole = mesh_of(market.client, file, "?triangles=99999"), mesh_of(market.client, file)
    assert about(coarse)["triangles"] <= 20_000 < about(whole)["triangles"] == len(torus[1])
    assert 0 < about(coarse)["deviation_mm"] < 1
    assert [name.split(".")[2] for name in stored()] == ["20000", "500000"]
    for asked in ("19999", "500001", "many"):
        assert refused(mesh_of(market.client, file, f"?triangles={asked}"), 422, "invalid")


def test_a_mesh_is_made_once_and_not_sent_again_to_who_has_it(market, monkeypatch):
    file = uploaded(market, unit="mm")
    first = mesh_of(market.client, file)
    monkeypatch.setattr(viewer_meshes, "run_apart", None)
    again = mesh_of(market.client, file)
    assert again.data == first.data
    headers = {"If-None-Match": first.headers["ETag"]}
    kept = market.client.get(f"/files/{file['id']}/mesh", headers=headers)
    assert (kept.status_code, kept.data) == (304, b"")
    assert "private" in first.headers["Cache-Control"]


def test_without_a_unit_there_are_no_mm(market):
    assert refused(mesh_of(market.client, uploaded(market)), 409, "no-unit")


def test_what_is_no_model_damaged_or_too_large_has_no_mesh(market, monkeypatch):
    paper = uploaded(market, b"a drawing", "drawing.pdf")
    assert refused(mesh_of(market.client, paper), 404, "not-found")
    broken = uploaded(market, meshes.cube_stl()[:-10], unit="mm")
    assert refused(mesh_of(market.client, broken), 422, "unreadable-model")
    monkeypatch.setattr(viewer_meshes, "MOST_TRIANGLES", 11)
    assert refused(mesh_of(market.client, uploaded(market, unit="mm")), 422, "unreadable-model")
    assert stored() == []


def test_more_meshes_at_once_than_there_are_places_for_are_asked_for_again(market, monkeypatch):
    file = uploaded(market, unit="mm")
    monkeypatch.setattr(viewer_meshes.LIMIT, "patience_s", 0)
    with viewer_meshes.LIMIT.place(), viewer_meshes.LIMIT.place():
        answer = mesh_of(market.client, file)
    assert refused(answer, 503, "crowded")
    assert answer.headers["Retry-After"]


def test_strangers_get_no_mesh(market):
    file = uploaded(market, unit="mm")
    assert refused(mesh_of(market.visitor(), file), 404, "not-found")
    assert mesh_of(market.nobody(), file).status_code in (401, 404)


def test_a_contractor_gets_the_mesh_where_it_gets_the_file_and_the_client_reads_of_it(market):
    process_id, (shop, _) = market.send()
    (file,) = market.client.get(f"/processes/{process_id}/files").json["items"]
    access, log = f"/processes/{process_id}/file_access", f"/processes/{process_id}/file_accesses"
    market.client.put(access, {"full": False})
    assert refused(mesh_of(shop, file), 403, "forbidden")
    assert shop.get(f"/files/{file['id']}/preview.png").status_code == 200
    market.client.put(access, {"full": True})
    for _time in range(2):
        assert mesh_of(shop, file).status_code == 200
    (row,) = market.client.get(log).json["items"]
    assert row["name"] == file["name"]


def test_meshes_go_with_their_content(market):
    file = uploaded(market, meshes.cube_stl(21.5), unit="mm")
    mesh_of(market.client, file)
    assert len(stored()) == 1
    market.client.delete(f"/files/{file['id']}")
    clock.move(timedelta(days=2))
    (content,) = storage.current_storage().folder.glob("??/*")
    long_ago = (clock.now() - timedelta(days=9)).timestamp()
    os.utime(content, (long_ago, long_ago))
    assert garbage.collect_garbage(storage.current_storage()) == 1
    assert stored() == []
