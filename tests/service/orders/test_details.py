"""Details: a client's own object with projects and processes, bounded, and hidden from others."""

import orjson
import pytest

from tests.support.callers import publish
from tests.support.orders import confirmed, fired
from tests.support.worlds.marketplace import refused

pytestmark = pytest.mark.one_database

OWN = {"purchase_order": "PO-4711", "cost_centre": 870, "part": {"number": "A-17", "index": "c"}}
MOST_BYTES = 64 * 1024


@pytest.fixture(scope="module")
def market(shared_market):
    return shared_market


@pytest.fixture(params=["project", "process"])
def path(request, market):
    """Of a project or a process without details."""
    if request.param == "project":
        return f"/projects/{market.client.project()}"
    return f"/processes/{market.client.draft()}"


def details(market, path):
    return market.client.get(path).json["details"]


def changed(market, path, patch):
    return market.client.patch(path, {"details": patch})


def test_details_are_merged_and_come_back_as_they_were(market, path):
    assert details(market, path) == {}
    assert changed(market, path, OWN).json["details"] == OWN
    patch = {"cost_centre": None, "part": {"index": "d"}, "lot": [1, None]}
    assert changed(market, path, patch).status_code == 200
    after = {
        "purchase_order": "PO-4711",
        "part": {"number": "A-17", "index": "d"},
        "lot": [1, None],
    }
    assert details(market, path) == after
    assert changed(market, path, None).json["details"] == {}
    assert details(market, path) == {}


def test_details_are_bounded_by_what_results_of_many_small_changes(market, path):
    half = "ß" * (MOST_BYTES // 4)
    assert changed(market, path, {"a": half}).status_code == 200
    refusal = changed(market, path, {"b": half})
    assert refused(refusal, 422, "invalid")
    (error,) = refusal.json["errors"]
    size_bytes = len(orjson.dumps({"a": half, "b": half}))
    assert error["pointer"] == "/details"
    assert f"would be {size_bytes} bytes" in error["detail"]
    assert f"at most {MOST_BYTES}" in error["detail"]
    assert details(market, path) == {"a": half}
    assert changed(market, path, {"a": "x" * (MOST_BYTES - len('{"a":""}'))}).status_code == 200
    assert refused(changed(market, path, {"a": "x" * (MOST_BYTES - 7)}), 422, "invalid")


def test_details_have_at_most_a_hundred_entries_however_they_came(market, path):
    assert changed(market, path, {str(n): n for n in range(100)}).status_code == 200
    refusal = changed(market, path, {"one more": 1})
    assert refused(refusal, 422, "invalid")
    assert "101 entries" in refusal.json["errors"][0]["detail"]
    assert changed(market, path, {"0": None, "another": 1}).status_code == 200
    assert len(details(market, path)) == 100


def test_a_new_project_or_process_with_too_many_details_is_refused(market):
    many = {"details": {str(n): n for n in range(101)}}
    large = {"details": {"x": "x" * MOST_BYTES}}
    project = f"/projects/{market.client.project()}/processes"
    for path in ("/projects", project):
        for body in (many, large):
            refusal = market.client.post(path, body)
            assert refused(refusal, 422, "invalid")
            assert [error["pointer"] for error in refusal.json["errors"]] == ["/details"]
    made = market.client.post(project, {"details": OWN})
    assert (made.status_code, made.json["details"]) == (201, OWN)


def test_details_of_several_processes_are_changed_and_taken_out_at_once(market):
    project_id = market.client.project()
    ids = [market.client.process(project_id, details={"old": 1}) for _ in range(2)]
    path = f"/projects/{project_id}/processes"
    changes = {"process_ids": ids, "changes": {"details": OWN, "quantity": 3}}
    assert market.client.patch(path, changes).status_code == 200
    for id in ids:
        assert details(market, f"/processes/{id}") == {"old": 1, **OWN}
    taken_out = {"process_ids": ids, "deletions": ["details"]}
    assert market.client.patch(path, taken_out).status_code == 200
    assert [details(market, f"/processes/{id}") for id in ids] == [{}, {}]


def test_clones_have_the_details_of_their_originals_and_then_their_own(market):
    process_id = market.client.draft(details=OWN)
    clone = market.client.post(f"/processes/{process_id}/clone").json
    assert clone["details"] == OWN
    changed(market, f"/processes/{clone['id']}", {"cost_centre": 1})
    assert details(market, f"/processes/{process_id}") == OWN
    project = market.client.post(f"/projects/{clone['project_id']}/clone").json
    shown = market.client.get(f"/projects/{project['id']}?include=processes").json
    assert OWN in [process["details"] for process in shown["processes"]]


def test_rows_of_a_project_leave_details_out(market):
    project_id = market.client.project()
    market.client.process(project_id, details=OWN)
    (row,) = market.client.get(f"/projects/{project_id}").json["processes"]
    assert "details" not in row


def test_details_can_be_changed_while_an_order_runs_and_only_its_client_learns_of_it(market):
    process_id, winner, _ = confirmed(market)
    path = f"/processes/{process_id}"
    before = market.client.get(path).json
    after = changed(market, path, OWN).json
    assert (after["state"], after["details"]) == ("confirmed", OWN)
    assert after["version"] == before["version"] + 1
    assert winner.get(path).json["details"] == {}
    rows = market.client.get(f"{path}/history").json["items"]
    assert (rows[-1]["trigger"], rows[-1]["data"]) == (
        "edit_details",
        {"changed": {"details": OWN}},
    )
    for listing in ("history", "history.csv"):
        text = winner.get(f"{path}/{listing}").text
        assert "accept_offer" in text
        assert "edit_details" not in text
        assert "PO-4711" not in text
    publish()
    feed = f"/events?after=0&process_id={process_id}&types=process.updated&limit=200"
    (event,) = market.client.get(f"{feed}&own=true").json["items"][-1:]
    assert event["data"]["changed"] == {"details": ["cost_centre", "part", "purchase_order"]}
    assert not any(
        "details" in item["data"].get("changed", {}) for item in winner.get(feed).json["items"]
    )


def test_details_do_not_touch_what_was_verified_and_change_nothing_where_they_are_the_same(market):
    process_id, _, _ = confirmed(market)
    path = f"/processes/{process_id}"
    version = changed(market, path, OWN).json["version"]
    same = changed(market, path, {"cost_centre": 870, "unknown": None}).json
    assert (same["version"], same["stale"]) == (version, False)


def test_a_contractor_changes_no_details_and_nobody_those_of_a_finished_order(market):
    process_id, winner, _ = confirmed(market)
    path = f"/processes/{process_id}"
    assert refused(winner.patch(path, {"details": {"mine": 1}}), 403, "forbidden")
    fired(winner, process_id, "report_failure", reason="The machine broke")
    refusal = changed(market, path, OWN)
    assert refused(refusal, 409, "illegal-move")
