"""Files of a process: who sees and changes them, what that does to it, when contents go."""

import os
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from service import clock
from service.database import transactions
from service.database.models import File
from service.files import files, garbage, storage
from service.verification import verify
from tests.support import meshes
from tests.support.worlds import marketplace as markets
from tests.support.worlds.marketplace import refused

CUBE = meshes.cube_stl()


@pytest.fixture
def market(example_url, monkeypatch, tmp_path):
    with markets.opened(example_url, monkeypatch, tmp_path) as market:
        yield market
    clock.reset()


def contents():
    """Every file in the storage, also the half ones."""
    return [path for path in storage.current_storage().folder.rglob("*") if path.is_file()]


def test_the_unit_can_be_stated_later_and_taken_back(market):
    process_id = market.client.draft()
    file = market.client.upload(process_id).json
    assert file["unit"] is None
    path = f"/files/{file['id']}"
    assert market.client.patch(path, {"unit": "cm"}).json["unit"] == "cm"
    assert market.client.patch(path, {"unit": None}).json["unit"] is None
    assert refused(market.client.patch(path, {"unit": "ell"}), 422, "invalid")
    assert market.client.patch(path, {"name": "b.stl"}).json["name"] == "b.stl"
    assert refused(market.client.patch(path, {"name": None}), 422, "invalid")


def test_a_change_of_files_makes_a_verified_process_a_draft_again(market):
    process_id = verified(market)
    market.client.patch(f"/files/{only_file(market, process_id)['id']}", {"name": "b.stl"})
    assert state_of(market, process_id) == "verified"
    market.client.patch(f"/files/{only_file(market, process_id)['id']}", {"unit": "cm"})
    assert state_of(market, process_id) == "draft"


@pytest.mark.parametrize("change", ["upload", "delete"])
def test_a_file_more_or_less_makes_a_verified_process_a_draft_again(market, change):
    process_id = verified(market)
    if change == "upload":
        market.client.upload(process_id, b"a drawing", "drawing.pdf")
    else:
        market.client.delete(f"/files/{only_file(market, process_id)['id']}")
    assert state_of(market, process_id) == "draft"


def verified(market):
    process_id = market.client.draft(quantity=1, material_id="pa12")
    market.client.upload(process_id, unit="mm")
    project_id = market.client.get(f"/processes/{process_id}").json["project_id"]
    market.client.post(f"/projects/{project_id}/verify", {"process_ids": [process_id]})
    assert verify.verify(UUID(process_id)) == "pass_verification"
    return process_id


def only_file(market, process_id):
    (file,) = market.client.get(f"/processes/{process_id}/files").json["items"]
    return file


def state_of(market, process_id):
    return market.client.get(f"/processes/{process_id}").json["state"]


def test_once_sent_the_files_stay_as_they_are(market):
    process_id, _ = market.send()
    file = only_file(market, process_id)
    answers = [
        market.client.upload(process_id),
        market.client.put(f"/processes/{process_id}/files/a.stl", data=CUBE),
        market.client.patch(f"/files/{file['id']}", {"unit": "m"}),
        market.client.delete(f"/files/{file['id']}"),
    ]
    for answer in answers:
        assert refused(answer, 409, "illegal-move")
        assert answer.json["state"] == "sent"
    assert only_file(market, process_id) == file


def test_a_contractor_in_the_race_sees_the_files_and_changes_none(market):
    process_id, (contractor, _) = market.send()
    file = contractor.get(f"/processes/{process_id}/files").json["items"][0]
    assert contractor.get(f"/files/{file['id']}/content").data == CUBE
    answers = [
        contractor.upload(process_id),
        contractor.patch(f"/files/{file['id']}", {"unit": "m"}),
        contractor.delete(f"/files/{file['id']}"),
    ]
    for answer in answers:
        assert refused(answer, 403, "forbidden")


def test_a_deleted_file_is_gone_and_its_name_free(market):
    process_id = market.client.draft()
    file = market.client.upload(process_id).json
    assert market.client.delete(f"/files/{file['id']}").status_code == 204
    for path in ("", "/content", "/preview.png"):
        assert refused(market.client.get(f"/files/{file['id']}{path}"), 404, "not-found")
    assert refused(market.client.delete(f"/files/{file['id']}"), 404, "not-found")
    assert market.client.upload(process_id).json["name"] == file["name"]


def test_files_of_others_do_not_exist(market):
    process_id = market.client.draft()
    file_id = market.client.upload(process_id).json["id"]
    stranger = next(iter(market.contractors.values())).enter()
    for caller in (stranger, market.visitor(), market.nobody()):
        for id in (file_id, str(uuid4())):
            answers = [
                caller.get(f"/files/{id}{path}") for path in ("", "/content", "/preview.png")
            ]
            for answer in answers:
                assert refused(answer, 404, "not-found")
                assert answer.json["detail"] == f"there is no file {id}"
        for path in ("files", "files.zip"):
            assert refused(caller.get(f"/processes/{process_id}/{path}"), 404, "not-found")
        for answer in (caller.upload(process_id), caller.delete(f"/files/{file_id}")):
            assert answer.status_code == 404
    assert len(contents()) == 1


def test_a_visitor_owns_the_files_of_their_drafts(market):
    visitor = market.visitor()
    process_id = visitor.draft()
    file_id = visitor.upload(process_id).json["id"]
    assert visitor.get(f"/files/{file_id}/content").data == CUBE


def test_a_process_holds_no_more_files_than_it_may(market, monkeypatch):
    monkeypatch.setattr(files, "MOST_FILES", 2)
    process_id = market.client.draft()
    for _ in range(2):
        assert market.client.upload(process_id).status_code == 201
    assert refused(market.client.upload(process_id), 409, "too-many")


def test_pages_of_files_follow_each_other(market):
    process_id = market.client.draft()
    names = [market.client.upload(process_id, name=f"{n}.stl").json["name"] for n in range(3)]
    first = market.client.get(f"/processes/{process_id}/files?limit=2").json
    rest = market.client.get(f"/processes/{process_id}/files?cursor={first['next']}").json
    assert [file["name"] for file in first["items"] + rest["items"]] == names
    assert rest["next"] is None


def test_contents_without_a_file_are_collected_after_a_day(market):
    process_id = market.client.draft()
    uploaded = market.client.upload(process_id, meshes.cube_stl(1)).json
    gone = market.client.upload(process_id, meshes.cube_stl(2)).json
    market.client.get(f"/files/{gone['id']}/preview.png")
    market.client.delete(f"/files/{gone['id']}")
    half = storage.current_storage().folder / "incoming" / "half"
    half.write_bytes(b"left by a process that died")
    assert collect() == 0
    clock.move(timedelta(days=1, minutes=1))
    assert collect() == 1
    assert [path.name for path in contents()] == [uploaded["sha256"]]
    assert not list(storage.current_storage().folder.parent.glob(f"previews/{gone['sha256']}*"))
    assert collect() == 0


def test_a_file_that_was_deleted_just_now_may_still_be_cloned(market):
    file = market.client.upload(market.client.draft()).json
    (path,) = contents()
    long_ago = (clock.now() - timedelta(days=9)).timestamp()
    os.utime(path, (long_ago, long_ago))
    market.client.delete(f"/files/{file['id']}")
    assert collect() == 0
    clock.move(timedelta(days=1, minutes=1))
    assert collect() == 1


def test_a_content_that_is_uploaded_again_is_not_collected(market):
    process_id = market.client.draft()
    file = market.client.upload(process_id).json
    market.client.delete(f"/files/{file['id']}")
    clock.move(timedelta(days=2))
    with transactions.reading() as session:
        (path,) = contents()
        moment = clock.now() - garbage.KEPT_FOR
        later = moment + timedelta(seconds=1)
        os.utime(path, (later.timestamp(), later.timestamp()))
        assert not storage.current_storage().remove_old(file["sha256"], moment)
        assert storage.current_storage().holds(file["sha256"])
        assert session.get(File, UUID(file["id"])).deleted_at


def collect():
    return garbage.collect_garbage(storage.current_storage())
