"""A damaged model is offered repaired, and is made repaired only if the client says so."""

import io
from uuid import UUID
from zipfile import ZipFile

import pytest

from service.files import repairs
from service.manufacturing.geometry.meshes import read
from service.verification import verify
from tests.support import meshes
from tests.support.worlds.marketplace import refused

pytestmark = pytest.mark.one_database

VERTICES, FACES = meshes.box()
OPEN = meshes.stl((VERTICES, FACES[2:]))


def part(market, content=OPEN, name="lid.stl", **stated):
    """A process with one file; both ids."""
    process = market.client.draft(quantity=5, material_id="pa12")
    file = market.client.upload(process, content, name, **({"unit": "mm"} | stated))
    assert file.status_code == 201, file.text
    return process, file.json["id"]


def offered(market, *more, **fields):
    """A process with a damaged file and its repaired copy; all three ids."""
    process, file = part(market, *more, **fields)
    answer = market.client.post(f"/files/{file}/repair")
    assert answer.status_code == 201, answer.text
    return process, file, answer.json["id"]


def verified(market, process):
    project = market.client.get(f"/processes/{process}").json["project_id"]
    market.client.post(f"/projects/{project}/verify", {"process_ids": [process]})
    verify.verify(UUID(process))
    return market.client.get(f"/processes/{process}/verification").json


def state(market, process):
    return market.client.get(f"/processes/{process}").json["state"]


def standings(market, process):
    files = market.client.get(f"/processes/{process}/files").json["items"]
    return {file["name"]: file["standing"] for file in files}


def test_a_verification_that_fails_for_an_open_mesh_says_that_it_can_be_repaired(market):
    process, _ = part(market)
    (check,) = [c for c in verified(market, process)["checks"] if c["check"] == "closed"]
    assert check["verdict"] == "fail"
    assert "6 open edges > 0; a repaired copy can be asked for" in check["reason"]


def test_a_repaired_copy_is_offered_with_what_was_changed(market):
    process, file, copy = offered(market)
    shown = market.client.get(f"/files/{copy}").json
    assert shown["name"] == "lid (repaired).stl"
    assert (shown["standing"], shown["repair_of"], shown["unit"]) == ("offered", file, "mm")
    assert shown["repair"] == {
        "dropped_triangles": 0,
        "welded_corners": 0,
        "moved_at_most_mm": 0.0,
        "turned_triangles": 0,
        "filled_holes": 2,
        "added_triangles": 2,
        "before": {
            **{"triangles": 10, "bodies": 1, "open_edges": 6, "non_manifold_edges": 0},
            "duplicate_triangles": 0,
        },
        "after": {
            **{"triangles": 12, "bodies": 1, "open_edges": 0, "non_manifold_edges": 0},
            "duplicate_triangles": 0,
        },
    }
    assert standings(market, process) == {"lid.stl": "part", "lid (repaired).stl": "offered"}


def test_an_offer_changes_nothing_until_it_is_accepted(market):
    process, file = part(market)
    before = verified(market, process)
    assert before["verdict"] == "fail"
    market.client.post(f"/files/{file}/repair")
    assert state(market, process) == "verification_failed"
    assert verified(market, process)["inputs_digest"] == before["inputs_digest"]


def test_an_accepted_copy_is_verified_and_the_original_stays_to_be_had(market, tmp_path):
    process, file, copy = offered(market)
    assert verified(market, process)["verdict"] == "fail"
    accepted = market.client.post(f"/files/{copy}/accept")
    assert accepted.json["standing"] == "part"
    assert state(market, process) == "draft"
    record = verified(market, process)
    assert record["verdict"] == "pass"
    assert record["geometry"][0]["volume_mm3"] == 8000
    assert standings(market, process) == {"lid.stl": "replaced", "lid (repaired).stl": "part"}
    assert market.client.get(f"/files/{file}/content").data == OPEN
    (tmp_path / "copy").write_bytes(market.client.get(f"/files/{copy}/content").data)
    assert len(read(tmp_path / "copy").faces) == 12
    content = market.client.get(f"/processes/{process}/files.zip").data
    assert len(ZipFile(io.BytesIO(content)).namelist()) == 2


def test_the_same_copy_is_offered_once(market):
    process, file, copy = offered(market)
    assert market.client.post(f"/files/{file}/repair").json["id"] == copy
    assert len(standings(market, process)) == 2


def test_to_decline_a_copy_is_to_delete_it_and_nothing_else_changes(market):
    process, _, copy = offered(market)
    verified(market, process)
    assert market.client.delete(f"/files/{copy}").status_code == 204
    assert state(market, process) == "verification_failed"
    assert standings(market, process) == {"lid.stl": "part"}


def test_to_delete_an_accepted_copy_makes_the_original_the_part_again(market):
    process, _, copy = offered(market)
    market.client.post(f"/files/{copy}/accept")
    verified(market, process)
    market.client.delete(f"/files/{copy}")
    assert standings(market, process) == {"lid.stl": "part"}
    assert state(market, process) == "draft"


@pytest.mark.parametrize("way", ["delete", "put"])
def test_an_offer_goes_with_its_original(market, way):
    process, file, copy = offered(market)
    if way == "delete":
        market.client.delete(f"/files/{file}")
    else:
        market.client.put(f"/processes/{process}/files/lid.stl?unit=mm", data=meshes.cube_stl())
    assert market.client.get(f"/files/{copy}").status_code == 404
    assert refused(market.client.post(f"/files/{copy}/accept"), 404, "not-found")


def test_a_replaced_original_may_go_and_the_copy_stays(market):
    process, file, copy = offered(market)
    market.client.post(f"/files/{copy}/accept")
    verified(market, process)
    assert market.client.delete(f"/files/{file}").status_code == 204
    assert state(market, process) == "verified"
    assert standings(market, process) == {"lid (repaired).stl": "part"}


def test_a_unit_stated_afterwards_holds_for_the_offer_too(market):
    process = market.client.draft(quantity=5, material_id="pa12")
    file = market.client.upload(process, OPEN, "lid.stl").json["id"]
    copy = market.client.post(f"/files/{file}/repair").json
    assert copy["unit"] is None
    assert copy["repair"]["moved_at_most"] == 0
    market.client.patch(f"/files/{file}", {"unit": "cm"})
    assert market.client.get(f"/files/{copy['id']}").json["unit"] == "cm"


def test_only_what_is_offered_can_be_accepted(market):
    _, file, copy = offered(market)
    assert refused(market.client.post(f"/files/{file}/accept"), 409, "not-offered")
    market.client.post(f"/files/{copy}/accept")
    assert refused(market.client.post(f"/files/{copy}/accept"), 409, "not-offered")


def test_what_is_sound_repaired_or_replaced_already_is_not_repaired(market):
    _, sound = part(market, meshes.cube_stl())
    assert refused(market.client.post(f"/files/{sound}/repair"), 409, "nothing-to-repair")
    _, file, copy = offered(market)
    assert refused(market.client.post(f"/files/{copy}/repair"), 409, "nothing-to-repair")
    market.client.post(f"/files/{copy}/accept")
    assert refused(market.client.post(f"/files/{file}/repair"), 409, "nothing-to-repair")


def test_what_cannot_be_repaired_is_said_with_what_would_be_left(market):
    joined = meshes.joined((VERTICES, FACES), meshes.moved((VERTICES, FACES), 20, 20))
    _, file = part(market, meshes.stl(joined))
    answer = market.client.post(f"/files/{file}/repair")
    assert refused(answer, 422, "not-repairable")
    assert "edges of more than two triangles: 1" in answer.json["detail"]


def test_attachments_and_damaged_files_are_not_repaired(market):
    process = market.client.draft()
    note = market.client.upload(process, b"%PDF-1.7 drawing", "drawing.pdf").json["id"]
    assert refused(market.client.post(f"/files/{note}/repair"), 422, "not-repairable")
    cut = market.client.upload(process, OPEN[:-20], "cut.stl").json["id"]
    answer = market.client.post(f"/files/{cut}/repair")
    assert refused(answer, 422, "unreadable-model")
    assert "'cut.stl'" in answer.json["detail"]


def test_more_repairs_than_turns_are_sent_away_for_a_moment(market, monkeypatch):
    _, file = part(market)
    monkeypatch.setattr(repairs.LIMIT, "patience_s", 0.01)
    for _ in range(repairs.LIMIT.at_a_time):
        repairs.LIMIT._places.acquire()
    try:
        assert refused(market.client.post(f"/files/{file}/repair"), 503, "crowded")
    finally:
        for _ in range(repairs.LIMIT.at_a_time):
            repairs.LIMIT._places.release()


def test_a_3mf_keeps_its_unit_and_every_digit(market):
    torn = meshes.threemf((VERTICES / 3, FACES[1:]), "inch")
    process, _, copy = offered(market, torn, "lid.3mf", unit="inch")
    shown = market.client.get(f"/files/{copy}").json
    assert (shown["name"], shown["unit"]) == ("lid (repaired).ply", "inch")
    market.client.post(f"/files/{copy}/accept")
    assert (
        verified(market, process)["geometry"][0]["box_mm"]
        == [pytest.approx(20 / 3 * 25.4, rel=1e-11)] * 3
    )


def test_contractors_and_strangers_repair_and_accept_nothing(market):
    process, (contractor,) = market.send(1)
    file = market.client.get(f"/processes/{process}").json["files"][0]["id"]
    assert contractor.post(f"/files/{file}/repair").status_code == 403
    assert market.visitor().post(f"/files/{file}/accept").status_code == 404


def test_nothing_is_repaired_once_contractors_were_asked(market):
    process, _ = market.send(1)
    file = market.client.get(f"/processes/{process}").json["files"][0]["id"]
    assert refused(market.client.post(f"/files/{file}/repair"), 409, "illegal-move")


def test_a_clone_has_the_same_offer_for_its_own_file(market):
    process, _, _ = offered(market)
    clone = market.client.post(f"/processes/{process}/clone").json["id"]
    original, copy = market.client.get(f"/processes/{clone}/files").json["items"]
    assert copy["repair_of"] == original["id"]
    assert market.client.post(f"/files/{copy['id']}/accept").status_code == 200
    assert standings(market, process) == {"lid.stl": "part", "lid (repaired).stl": "offered"}


def test_the_history_says_what_was_offered_and_who_accepted_it(market):
    process, _, copy = offered(market)
    market.client.post(f"/files/{copy}/accept")
    rows = market.client.get(f"/processes/{process}/history").json["items"]
    file_ids = [row["data"]["file"] for row in rows if "file" in row["data"]]
    assert file_ids == ["added", "offered", "accepted"]


def test_a_dry_run_offers_nothing(market):
    process, file = part(market)
    assert market.client.post(f"/files/{file}/repair?dry_run=true").status_code == 201
    assert standings(market, process) == {"lid.stl": "part"}
