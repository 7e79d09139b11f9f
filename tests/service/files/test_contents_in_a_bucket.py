"""What a host keeps of contents in a bucket goes when they go, and unused copies go after a day."""

from datetime import timedelta

import pytest

from service import clock
from service.files import garbage, previews, storage
from service.settings import settings
from tests.support import meshes
from tests.support.worlds import marketplace as markets

pytestmark = pytest.mark.one_database


@pytest.fixture(scope="module")
def everybody(shared_market):
    return shared_market


@pytest.fixture
def bucket(object_store):
    return object_store.settings()


@pytest.fixture
def market(everybody, bucket, monkeypatch, tmp_path):
    markets.moved_to(tmp_path, monkeypatch, **bucket)
    yield everybody
    clock.reset()


def collect():
    return garbage.collect_garbage(storage.current_storage())


def names_in(folder):
    return {path.name for path in settings().var(folder).rglob("*") if path.is_file()}


def test_contents_without_a_file_are_collected_after_a_day(market, object_store, bucket):
    process_id = market.client.draft()
    kept = market.client.upload(process_id, meshes.cube_stl(1)).json
    gone = market.client.upload(process_id, meshes.cube_stl(2)).json
    market.client.get(f"/files/{gone['id']}/preview.png")
    market.client.delete(f"/files/{gone['id']}")
    assert collect() == 0
    clock.move(timedelta(days=1, minutes=1))
    assert collect() == 1
    objects = [key for key in object_store.keys(bucket) if key.startswith(("contents", "aside"))]
    assert objects == [f"contents/{kept['sha256'][:2]}/{kept['sha256']}"]
    assert names_in("storage-cache") == names_in("previews") == set()
    assert market.client.get(f"/files/{kept['id']}/content").data == meshes.cube_stl(1)
    assert collect() == 0


def test_a_content_that_is_uploaded_again_is_not_collected(market, monkeypatch):
    process_id = market.client.draft()
    file = market.client.upload(process_id).json
    market.client.delete(f"/files/{file['id']}")
    monkeypatch.setattr(garbage, "_needed", lambda *_: set())  # its file is not written yet
    assert not storage.current_storage().remove_old(file["sha256"], clock.now() - garbage.KEPT_FOR)
    assert collect() == 0
    assert storage.current_storage().holds(file["sha256"])


def test_pictures_that_nobody_looks_at_any_more_go_with_the_next_one(market):
    process_id = market.client.draft()
    first, second, third = (
        market.client.upload(process_id, meshes.cube_stl(side), unit="mm").json
        for side in (1, 2, 3)
    )
    for each in (first, second):
        assert market.client.get(f"/files/{each['id']}/preview.png").status_code == 200
    clock.move(timedelta(hours=23))
    market.client.get(f"/files/{second['id']}/preview.png")
    clock.move(timedelta(hours=2))
    market.client.get(f"/files/{third['id']}/preview.png")
    drawn = {name.split(".")[0] for name in names_in("previews")}
    assert drawn == {second["sha256"], third["sha256"]}
    assert previews.picture(storage.current_storage(), first["sha256"], "mm").is_file()
