"""Contractors get files by stage, and the client sees who downloaded what."""

from datetime import timedelta
from uuid import UUID

import pytest

from service import clock
from service.database import transactions
from service.database.models import Request
from service.sourcing import dispatch
from service.verification import verify
from tasks.channels.requests import channels
from tasks.delivery import late_request_mails
from tests.support.answer_pages import speaks
from tests.support.callers import publish
from tests.support.orders import delivered, fire, fired, operator_of, ready, verified
from tests.support.worlds import marketplace as markets
from tests.support.worlds.marketplace import refused


@pytest.fixture(scope="module")
def everybody(shared_market):
    return shared_market


@pytest.fixture
def market(everybody, monkeypatch, tmp_path):
    markets.moved_to(tmp_path, monkeypatch)
    channels.cache_clear()  # which know the folder of mails
    yield everybody
    channels.cache_clear()


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
    dossier = one.get(f"/requests/{request['id']}/dossier.zip")
    assert dossier.status_code == 200
    assert "Last-Modified" not in dossier.headers, "it is made anew for each who asks"
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


class TestChosenByTheRanking:
    """Whom the client has not named sees pictures and measures, until it says otherwise."""

    @pytest.fixture(params=["verify with send", "best", "best for all together"])
    def asked(self, market, request):
        """A process that the ranking has sent to one contractor, who was asked, and the request."""
        if request.param == "verify with send":
            process_id = ready(market)
            batch = {"process_ids": [process_id], "send": True}
            project_id = market.client.get(f"/processes/{process_id}").json["project_id"]
            market.client.post(f"/projects/{project_id}/verify", batch)
            assert verify.verify(UUID(process_id)) == "pass_verification"
        else:
            process_id = verified(market)
            batch = {"process_ids": [process_id], "best": 1, "together": "all" in request.param}
            project_id = market.client.get(f"/processes/{process_id}").json["project_id"]
            chosen = market.client.put(f"/projects/{project_id}/choice", batch)
            assert chosen.status_code == 200, chosen.text
            assert fire(market.client, process_id, "send").status_code == 202
        assert dispatch.send(UUID(process_id), delivered) == "dispatched"
        (id,) = market.client.get(f"/processes/{process_id}").json["choice"]
        contractor = market.contractors[id].enter()
        (file,) = market.client.get(f"/processes/{process_id}/files").json["items"]
        (request,) = [
            each
            for each in contractor.get("/requests").json["items"]
            if each["process_id"] == process_id
        ]
        return process_id, file, contractor, request

    def test_they_see_pictures_and_measures_and_the_client_confirms(self, market, asked):
        process_id, file, contractor, request = asked
        path = f"/requests/{request['id']}"
        for side in (contractor, market.client):
            assert side.get(path).json["full_files"] is False
        assert contents(contractor, process_id, file, request) == [403, 403]
        assert contractor.get(f"/files/{file['id']}/preview.png").status_code == 200
        assert contractor.get(f"{path}/dossier.pdf").status_code == 200
        assert b"files/" not in contractor.get(f"{path}/dossier.zip").data
        assert market.client.put(f"{path}/file_access", {"full": True}).status_code == 200
        assert contractor.get(path).json["full_files"] is True
        assert contents(contractor, process_id, file, request) == [200, 200]

    def test_who_was_asked_by_mail_is_mailed_the_files_once_they_are_shown(
        self, market, asked, tmp_path
    ):
        _, _, _, request = asked
        speaks(request, "en")
        with transactions.writing() as session:
            session.get_one(Request, UUID(request["id"])).dispatch = {"mail": {"attempts": 1}}
        late_request_mails.send_due()
        before = set((tmp_path / "mail").glob("WB-*.eml"))
        path = f"/requests/{request['id']}/file_access"
        for _ in range(2):
            assert market.client.put(path, {"full": True}).status_code == 200
        assert late_request_mails.send_due() == 1
        (letter,) = set((tmp_path / "mail").glob("WB-*.eml")) - before
        assert "lets you have the files" in letter.read_text()
        assert late_request_mails.send_due() == 0

    def test_who_is_confirmed_gets_them(self, market, asked):
        process_id, file, contractor, request = asked
        made = contractor.post(f"/requests/{request['id']}/actions/offer", {})
        assert made.status_code == 201, made.text
        assert contents(contractor, process_id, file, request) == [403, 403]
        fired(market.client, process_id, "accept_offer", offer_id=made.json["id"])
        assert contents(contractor, process_id, file, request) == [200, 200]


def test_naming_whom_the_ranking_has_chosen_shows_them_the_files(market):
    process_id = verified(market)
    project_id = market.client.get(f"/processes/{process_id}").json["project_id"]
    batch = {"process_ids": [process_id], "best": 1}
    assert market.client.put(f"/projects/{project_id}/choice", batch).status_code == 200
    chosen = market.client.get(f"/processes/{process_id}").json["choice"]
    named = market.client.put(f"/processes/{process_id}/choice", {"contractor_ids": chosen})
    assert named.status_code == 200, named.text
    assert fire(market.client, process_id, "send").status_code == 202
    assert dispatch.send(UUID(process_id), delivered) == "dispatched"
    (request,) = market.client.get(f"/processes/{process_id}").json["requests"]
    assert market.client.get(f"/requests/{request['id']}").json["full_files"] is True
