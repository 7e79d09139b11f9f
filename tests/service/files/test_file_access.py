"""Contractors get files by stage, and the client sees who downloaded what."""

from datetime import timedelta

import pytest

from service import clock
from tests.support.callers import publish
from tests.support.orders import operator_of
from tests.support.worlds import marketplace as markets
from tests.support.worlds.marketplace import refused


@pytest.fixture(scope="module")
def everybody(shared_market):
    return shared_market


@pytest.fixture
def market(everybody, monkeypatch, tmp_path):
    markets.moved_to(tmp_path, monkeypatch)
    return everybody


@pytest.fixture
def sent(market):
    """A process with a file, sent to two contractors, and the request of each."""
    process_id, contractors = market.send(2)
    (file,) = market.client.get(f"/processes/{process_id}/files").json["items"]
    requests = [
        next(r for r in c.get("/requests").json["items"] if r["process_id"] == process_id)
        for c in contractors
    ]
    return process_id, file, contractors, requests


def log(market, process_id):
    return market.client.get(f"/processes/{process_id}/file_accesses").json["items"]


def contents(caller, process_id, file, request):
    """How every way to the files is answered."""
    return [
        caller.get(f"/files/{file['id']}/content").status_code,
        caller.get(f"/processes/{process_id}/files.zip").status_code,
    ]


def test_who_is_asked_gets_the_files_and_the_client_sees_it(market, sent):
    process_id, file, (one, _), (request, _) = sent
    assert log(market, process_id) == []
    assert contents(one, process_id, file, request) == [200, 200]
    assert one.get(f"/requests/{request['id']}/dossier.zip").status_code == 200
    entries = log(market, process_id)
    assert [row["name"] for row in entries] == ["dossier.zip", "files.zip", file["name"]]
    assert {row["organization_id"] for row in entries} == {request["contractor_id"]}
    assert entries[-1]["file_id"] == file["id"]
    assert entries[0]["actor_name"] == one.login.name
    assert refused(one.get(f"/processes/{process_id}/file_accesses"), 403, "forbidden")


def test_a_second_download_is_logged_and_not_told_again(market, sent):
    process_id, file, (one, _), _ = sent
    for _ in range(2):
        one.get(f"/files/{file['id']}/content")
    one.get(f"/files/{file['id']}/content", headers={"Range": "bytes=10-20"})
    assert len(log(market, process_id)) == 2
    publish()
    query = f"/events?after=0&types=process.file_downloaded&process_id={process_id}"
    (event,) = market.client.get(query).json["items"]
    assert event["data"]["name"] == file["name"]
    assert one.get(query + "&own=true").json["items"] == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Range": "bytes=1-"},
        {"Range": "bytes=-1"},
        {"Range": "bytes=0-9,20-"},
        {"Range": "lines=1-"},
        {"Range": "bytes=1-", "If-Range": '"another"'},
        {"Range": "bytes=999999-", "If-Range": '"another"'},
        {"If-Modified-Since": "Mon, 23 Nov 2026 10:00:00 GMT", "Range": "bytes=5-"},
    ],
)
def test_whatever_part_is_asked_for_it_is_logged_before_a_byte_is_sent(market, sent, headers):
    process_id, file, (one, _), _ = sent
    answer = one.get(f"/files/{file['id']}/content", headers=headers)
    assert answer.status_code in (200, 206)
    assert answer.data
    assert [row["name"] for row in log(market, process_id)] == [file["name"]]


def test_a_file_in_many_parts_is_one_download_for_an_hour(market, sent):
    process_id, file, (one, _), _ = sent
    for start in range(0, 600, 100):
        part = {"Range": f"bytes={start}-{start + 99}"}
        assert one.get(f"/files/{file['id']}/content", headers=part).status_code == 206
    assert len(log(market, process_id)) == 1
    clock.move(timedelta(hours=1))
    one.enter().get(f"/files/{file['id']}/content", headers={"Range": "bytes=100-"})
    clock.reset()
    assert len(log(market, process_id)) == 2


def test_looking_at_the_headers_alone_is_no_download(market, sent):
    process_id, file, (one, _), (request, _) = sent
    for path in (
        f"/files/{file['id']}/content",
        f"/processes/{process_id}/files.zip",
        f"/requests/{request['id']}/dossier.zip",
    ):
        assert one.ask("HEAD", path).status_code == 200
    assert log(market, process_id) == []


def test_what_an_operator_downloads_stands_in_the_audit_log_of_the_client(market, sent):
    process_id, file, _, (request, _) = sent
    olga = operator_of(market)
    assert contents(olga, process_id, file, request) == [200, 200]
    assert olga.get(f"/requests/{request['id']}/dossier.zip").status_code == 200
    path = f"/organizations/{market.client.login.organization_id}/audit"
    entries = market.client.get(path, query_string={"actions": "operator.files_read"}).json["items"]
    names = [entry["subject"]["name"] for entry in entries[:3]]
    assert names == ["dossier.zip", "files.zip", file["name"]]
    assert entries[0]["actor"]["role"] == "operator"


def test_what_the_clients_side_downloads_is_not_logged(market, sent):
    process_id, file, _, request = sent
    assert contents(market.client, process_id, file, request) == [200, 200]
    assert log(market, process_id) == []


def test_files_that_are_kept_back_show_pictures_and_measures_alone(market, sent):
    process_id, file, (one, other), requests = sent
    path = f"/processes/{process_id}/file_access"
    assert market.client.put(path, {"full": False}).json == {"full": False}
    assert contents(one, process_id, file, requests[0]) == [403, 403]
    assert one.get(f"/files/{file['id']}/preview.png").status_code == 200
    assert one.get(f"/requests/{requests[0]['id']}/dossier.pdf").status_code == 200
    bare = one.get(f"/requests/{requests[0]['id']}/dossier.zip")
    assert b"files/" not in bare.data
    assert log(market, process_id) == []
    of_one = f"/requests/{requests[0]['id']}/file_access"
    assert market.client.put(of_one, {"full": True}).status_code == 200
    assert contents(one, process_id, file, requests[0]) == [200, 200]
    assert contents(other, process_id, file, requests[1]) == [403, 403]
    assert refused(one.put(path, {"full": True}), 403, "forbidden")
    of_other = f"/requests/{requests[1]['id']}/file_access"
    assert refused(other.put(of_other, {"full": True}), 403, "forbidden")


def test_who_is_confirmed_gets_them_whatever_was_said(market, sent):
    process_id, file, (one, _), (request, _) = sent
    market.client.put(f"/processes/{process_id}/file_access", {"full": False})
    until = (clock.now() + timedelta(days=9)).isoformat()
    offer = {"price": request["quote"]["total"], "lead_time_days": 5, "valid_until": until}
    made = one.post(f"/requests/{request['id']}/actions/offer", offer)
    assert made.status_code == 201, made.text
    assert contents(one, process_id, file, request) == [403, 403]
    accept = {"offer_id": made.json["id"]}
    accepted = market.client.post(f"/processes/{process_id}/actions/accept_offer", accept)
    assert accepted.status_code == 200, accepted.text
    assert contents(one, process_id, file, request) == [200, 200]


def test_contractors_hear_that_they_get_the_files_now(market, sent):
    process_id, _, (one, other), requests = sent
    market.client.put(f"/requests/{requests[0]['id']}/file_access", {"full": False})
    publish()
    query = f"/events?after=0&types=process.file_access&process_id={process_id}"
    (event,) = one.get(query).json["items"]
    assert event["data"] == {"full": False, "request_id": requests[0]["id"]}
    assert other.get(query).json["items"] == []
