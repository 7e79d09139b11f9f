"""While the bucket does not answer nothing is lost, nobody is blamed, and everybody is told."""

from uuid import UUID

import pytest

from service.database import transactions
from service.database.models import Process
from service.files import storage
from service.operations import health
from service.verification import verify
from tests.support import meshes
from tests.support.servers.between import Between
from tests.support.worlds import marketplace as markets
from tests.support.worlds.marketplace import refused

pytestmark = pytest.mark.one_database

CUBE = meshes.cube_stl()


@pytest.fixture(scope="module")
def everybody(shared_market):
    return shared_market


@pytest.fixture
def between(object_store):
    between = Between(object_store.url)
    yield between
    between.close()


@pytest.fixture
def market(everybody, monkeypatch, tmp_path, object_store, between):
    bucket = object_store.settings(storage_endpoint=between.url)
    markets.moved_to(tmp_path / "host", monkeypatch, **bucket)
    return everybody


def down(asked):
    return 503, {}, b""


@pytest.mark.parametrize("way", ["form", "body"])
def test_an_upload_during_an_outage_is_told_to_come_again(market, between, tmp_path, way):
    process_id = market.client.draft()
    path = f"/processes/{process_id}/files"

    def upload():
        if way == "form":
            return market.client.upload(process_id, CUBE, "cube.stl", unit="mm")
        return market.client.put(f"{path}/cube.stl?unit=mm", data=CUBE)

    between.script = down
    answer = upload()
    assert refused(answer, 503, "unavailable")
    assert answer.headers["Retry-After"]
    assert between.url not in answer.text
    assert market.client.get(path).json["items"] == []
    between.script = None
    assert upload().status_code == 201


def test_a_verification_during_an_outage_is_tried_again_and_not_counted(
    market, between, monkeypatch, tmp_path
):
    process_id = market.client.draft(
        quantity=5, material_id="pa12", delivery_address=markets.ADDRESS
    )
    market.client.upload(process_id, CUBE, "cube.stl", unit="mm")
    process = market.client.get(f"/processes/{process_id}").json
    batch = {"process_ids": [process_id]}
    market.client.post(f"/projects/{process['project_id']}/verify", batch)
    copies = tmp_path / "host" / "storage-cache"
    copies.rename(tmp_path / "copies of another host")
    between.script = down
    with pytest.raises(storage.StorageUnreachable):
        verify.verify(UUID(process_id))
    with transactions.writing() as session:
        row = session.get(Process, UUID(process_id))
        assert (row.attempts, row.parked_at, row.lease_until) == (0, None, None)
        assert row.not_before
        row.not_before = None
    between.script = None
    assert verify.verify(UUID(process_id)) == "pass_verification"


def test_the_health_says_that_the_bucket_cannot_be_reached(market, between):
    assert health.storage_takes().status == "ok"
    between.script = down
    finding = health.storage_takes()
    assert finding.status == "down"
    assert "cannot be reached" in finding.detail
    between.script = None
    assert health.storage_takes().status == "ok"
