"""An error says at once what is wrong, and what to do about it."""

from uuid import UUID

import pytest

from service.values import input_errors
from service.verification import verify
from tests.support.worlds import marketplace as markets
from tests.support.worlds.marketplace import ADDRESS, refused

pytestmark = pytest.mark.one_database


@pytest.fixture(scope="module")
def market(database_kind, tmp_path_factory):
    with markets.shared(database_kind, tmp_path_factory.mktemp("var")) as market:
        yield market


def project_of(market, process_id):
    return market.client.get(f"/processes/{process_id}").json["project_id"]


@pytest.mark.parametrize("move", ["verify", "send"])
def test_of_several_that_are_all_refused_nothing_is_started_and_each_says_why(market, move):
    process_id = market.client.draft(quantity=5, material_id="pa12")
    path = f"/projects/{project_of(market, process_id)}/{move}"
    for query in ("", "?dry_run=true"):
        answer = market.client.post(path + query, {"process_ids": [process_id]})
        assert refused(answer, 409, "none-accepted")
        (item,) = answer.json["items"]
        assert (item["process_id"], item["accepted"]) == (process_id, False)
        assert item["detail"] in answer.json["detail"]


def test_of_several_one_that_is_started_is_enough(market):
    refused_id = market.client.draft(quantity=5, material_id="pa12")
    project_id = project_of(market, refused_id)
    fields = {"quantity": 5, "material_id": "pa12"}
    good = market.client.post(f"/projects/{project_id}/processes", fields).json["id"]
    market.client.upload(good, unit="mm")
    body = {"process_ids": [refused_id, good]}
    answer = market.client.post(f"/projects/{project_id}/verify", body)
    assert answer.status_code == 202
    assert [item["accepted"] for item in answer.json["items"]] == [False, True]


def test_whoever_chooses_somebody_who_cannot_make_it_is_told_at_once(market, verified):
    entries = market.client.get(f"/processes/{verified}/contractors").json["items"]
    unfit = next(entry for entry in entries if not entry["suitable"])
    able = next(entry for entry in entries if entry["suitable"])
    path = f"/processes/{verified}/choice"
    chosen = {"contractor_ids": [able["contractor_id"]]}
    assert market.client.put(path, chosen).status_code == 200
    both = {"contractor_ids": [able["contractor_id"], unfit["contractor_id"]]}
    answer = market.client.put(path, both)
    assert refused(answer, 409, "not-ready")
    assert f"{unfit['name']} cannot make the part" in answer.json["detail"]
    assert market.client.get(f"/processes/{verified}").json["choice"] == chosen["contractor_ids"]


@pytest.fixture
def verified(market):
    id = market.client.draft(quantity=5, material_id="pa12", delivery_address=ADDRESS)
    assert market.client.upload(id, unit="mm").status_code == 201
    body = {"process_ids": [id]}
    assert market.client.post(f"/projects/{project_of(market, id)}/verify", body).status_code == 202
    assert verify.verify(UUID(id)) == "pass_verification"
    return id


@pytest.mark.parametrize(
    "url",
    [
        "https://localhost/hook",
        "https://127.0.0.1/hook",
        "https://[::1]/hook",
        "https://10.1.2.3/hook",
        "http://shop.example/hook",
    ],
)
def test_a_webhook_that_is_not_called_names_the_setting_that_would_allow_it(market, url):
    answer = market.client.post("/webhooks", {"url": url})
    assert refused(answer, 422, "invalid")
    assert "WERKBANK_WEBHOOK_ALLOWED_NETWORKS" in answer.json["detail"]
    german = {"Accept-Language": "de"}
    answer = market.client.post("/webhooks", {"url": url}, headers=german)
    assert "aufgerufen, wenn der Betreiber" in answer.json["detail"]
    assert "WERKBANK_WEBHOOK_ALLOWED_NETWORKS" in answer.json["detail"]


#: Requests with very many faults.
MANY = 2000
FAULTY = {
    "fields": ("POST", "/projects", {"json": {f"title{n}": 1 for n in range(MANY)}}),
    "parameters": ("GET", "/projects?" + "&".join(f"limit{n}=1" for n in range(MANY)), {}),
    "names of fields": ("GET", "/projects?fields=" + ",".join(f"i{n}" for n in range(400)), {}),
    "entries": ("POST", "/estimates", {"json": {"material_ids": ["A"] * 60, "quantities": [0]}}),
}


@pytest.mark.parametrize("kind", FAULTY)
def test_of_very_many_faults_the_first_are_told_and_how_many_more_there_are(market, kind):
    method, path, more = FAULTY[kind]
    answer = market.client.ask(method, path, **more)
    assert refused(answer, 422, "invalid")
    *told, last = answer.json["errors"]
    assert len(told) == input_errors.MOST_TOLD
    assert len({each["pointer"] for each in told}) in (1, len(told))
    count = int(last["detail"].rpartition(" ")[2])
    assert count == {"names of fields": 400, "entries": 61}.get(kind, MANY) - len(told)
    assert len(answer.get_data()) < 50_000
