"""An answer is as large as what is asked for: rows in lists, parts on demand, chosen fields."""

import pytest

from tests.support.worlds import marketplace as markets
from tests.support.worlds.marketplace import ADDRESS, refused

pytestmark = pytest.mark.one_database
SMALL = 1000


@pytest.fixture(scope="module")
def market(database_kind, tmp_path_factory):
    with markets.shared(database_kind, tmp_path_factory.mktemp("var")) as market:
        yield market


def test_a_fresh_process_takes_less_than_a_kilobyte(market):
    answer = market.client.get(f"/processes/{market.client.draft()}")
    assert len(answer.data) < SMALL
    for name in ("state", "phase", "actions", "missing", "verification", "requests", "findings"):
        assert name in answer.json


def test_completeness_comes_where_it_is_asked_for(market):
    path = f"/processes/{market.client.draft()}"
    assert "completeness" not in market.client.get(path).json
    assert "completeness" not in market.client.patch(path, {"quantity": 2}).json
    for query in ("include=completeness", "fields=completeness"):
        assert len(market.client.get(f"{path}?{query}").json["completeness"]) > 10
    assert market.client.get(f"{path}?include=completeness").json["quantity"] == 2
    both = market.client.get(f"{path}?include=completeness&fields=id").json
    assert both.keys() == {"id", "completeness"}
    subjects = market.client.get(f"{path}?fields=completeness.subject").json["completeness"]
    assert subjects == [{"subject": each["subject"]} for each in both["completeness"]]
    wrong = market.client.get(f"{path}?fields=completeness.subjekt")
    assert refused(wrong, 422, "invalid")


def test_a_list_of_projects_leaves_out_what_says_nothing_new(market):
    client, beside = market.client, {"details", "sandbox", "as"}
    real, trial = client.project(details={"po": 7}), client.project(sandbox=True)

    def listed(query=""):
        items = client.get(f"/projects?limit=200{query}").json["items"]
        return {each["id"]: each for each in items}

    whole = client.get(f"/projects/{real}").json
    assert whole["details"] == {"po": 7}
    assert listed()[real] == {name: whole[name] for name in whole.keys() - beside - {"processes"}}
    assert listed()[trial].keys() & beside == {"sandbox"}
    assert listed()[trial]["sandbox"] is True
    assert listed("&include=details")[real]["details"] == {"po": 7}
    both = {"id": real, "details": {"po": 7}}
    assert listed("&include=details&fields=id")[real] == both
    assert listed("&fields=id,details")[real] == both
    assert listed("&fields=id,sandbox")[real] == {"id": real, "sandbox": False}
    assert listed("&include=processes")[real].keys() >= beside


def test_a_contractor_never_gets_the_completeness_of_an_order(market):
    process_id, (contractor,) = market.send(1)
    answer = contractor.get(f"/processes/{process_id}?include=completeness")
    assert answer.status_code == 200
    assert not answer.json.get("completeness")


def test_only_the_fields_that_are_asked_for_are_sent(market):
    process_id = market.client.draft(quantity=5)
    path = f"/processes/{process_id}"
    whole = market.client.get(path)
    answer = market.client.get(f"{path}?fields=id, state,production,id")
    assert answer.json == {"id": process_id, "state": "draft", "production": None}
    assert answer.headers["ETag"] == whole.headers["ETag"]
    project = market.client.get(f"/projects/{whole.json['project_id']}?fields=title,status").json
    assert project.keys() == {"title", "status"}


def test_a_field_that_there_is_not_is_told_with_the_nearest_one(market):
    path = f"/processes/{market.client.draft()}"
    answer = market.client.get(f"{path}?fields=id,quantiti")
    assert refused(answer, 422, "invalid")
    error = "query:/fields: there is no field quantiti; did you mean quantity?"
    assert answer.json["detail"] == error
    assert refused(market.client.get(f"{path}?include=everything"), 422, "invalid")


def test_a_project_lists_its_processes_as_rows_of_less_than_a_kilobyte(market):
    process_id = market.client.draft(title="Ü" * 100, delivery_address=ADDRESS)
    sent_id, _ = market.send(2)
    for id in (process_id, sent_id):
        shown = market.client.get(f"/processes/{id}").json
        path = f"/projects/{shown['project_id']}"
        answer = market.client.get(path)
        (row,) = answer.json["processes"]
        assert {name: shown.get(name) for name in row} == row
        assert {"id", "state", "phase", "actions", "missing", "version"} <= row.keys()
        assert len(market.application.json.dumps(row).encode()) < SMALL
        (all_of_it,) = market.client.get(f"{path}?include=processes").json["processes"]
        assert all_of_it == shown
