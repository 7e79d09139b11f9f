"""Many processes at once: changed all or none, verified and sent each by itself."""

from uuid import UUID

import pytest

from service.verification import verify as verifying
from tests.support.orders import fire, program, ready
from tests.support.worlds.marketplace import refused
from tests.support.worlds.workplace import moves_of, process, work_items


@pytest.fixture(scope="module")
def market(shared_market):
    return shared_market


@pytest.fixture
def parts(market):
    """A project with three drafts of five pieces in polyamide; its id and theirs."""
    project = market.client.post("/projects", {}).json["id"]
    fields = {"quantity": 5, "material_id": "pa12", "title": "Lid"}
    path = f"/projects/{project}/processes"
    return project, [market.client.post(path, fields).json["id"] for _ in range(3)]


def change(caller, project, ids, **more):
    return caller.patch(f"/projects/{project}/processes", {"process_ids": ids, **more})


def shown(answer):
    assert answer.status_code == 200, answer.text
    return {p["id"]: p for p in answer.json["processes"]}


def test_a_change_is_made_to_those_named_and_to_no_others(market, parts):
    project, (first, second, third) = parts
    processes = shown(change(market.client, project, [second, first], changes={"quantity": 9}))
    assert [processes[id]["quantity"] for id in (first, second, third)] == [9, 9, 5]


def test_deletions_take_fields_out_titles_and_service_types_too(market, parts):
    project, ids = parts
    gone = ["title", "quantity", "service_type", "delivery_address"]
    for entry in shown(change(market.client, project, ids, deletions=gone)).values():
        assert (entry["title"], entry["quantity"]) == ("", None)
        assert entry["service_type"] == "additive_manufacturing"
        assert entry["material_id"] == "pa12"


def test_what_is_changed_and_deleted_at_once_is_deleted(market, parts):
    project, ids = parts
    changes = {"title": "Box", "quantity": 3}
    processes = shown(change(market.client, project, ids, changes=changes, deletions=["title"]))
    assert {(p["title"], p["quantity"]) for p in processes.values()} == {("", 3)}


@pytest.mark.parametrize("name", ["colour", "state", "id", "x" * 61])
def test_a_field_that_is_none_cannot_be_deleted(market, parts, name):
    project, ids = parts
    assert refused(change(market.client, project, ids, deletions=[name]), 422, "invalid")
    assert [moves_of(UUID(id)) for id in ids] == [["create"]] * 3


def test_where_one_cannot_be_changed_none_is(market, parts):
    project, (first, second, third) = parts
    fire(market.client, third, "cancel")
    answer = change(market.client, project, [first, second, third], changes={"quantity": 9})
    assert refused(answer, 409, "illegal-move")
    assert [process(UUID(id)).configuration["quantity"] for id in (first, second)] == [5, 5]


def test_a_process_of_another_project_is_not_there(market, parts):
    project, (first, *_) = parts
    other = market.client.draft()
    for answer in (
        change(market.client, project, [first, other], changes={"quantity": 9}),
        market.client.post(f"/projects/{project}/verify", {"process_ids": [other]}),
        market.client.delete(f"/projects/{project}/processes?ids={first},{other}"),
    ):
        assert refused(answer, 404, "not-found")
    assert process(UUID(first)).configuration["quantity"] == 5
    assert process(UUID(first)).deleted_at is None


def test_a_version_binds_the_only_process_or_the_project_of_several(market, parts):
    project, ids = parts
    one = {"If-Match": f'"{process(UUID(ids[0])).version}"'}
    path = f"/projects/{project}/processes"
    body = {"process_ids": ids[:1], "changes": {"quantity": 6}}
    assert market.client.patch(path, body, headers=one).status_code == 200
    assert refused(market.client.patch(path, body, headers=one), 412, "version-moved-on")
    all_of_them = {"process_ids": ids, "changes": {"quantity": 7}}
    now = {"If-Match": market.client.get(f"/projects/{project}").headers["ETag"]}
    assert market.client.patch(path, all_of_them, headers=now).status_code == 200
    market.client.patch(f"/projects/{project}", {"title": "moved on"})
    for answer in (
        market.client.patch(path, all_of_them, headers=now),
        market.client.post(f"/projects/{project}/verify", {"process_ids": ids}, headers=now),
        market.client.delete(f"{path}?ids={','.join(ids)}", headers=now),
    ):
        assert refused(answer, 412, "version-moved-on")


def test_each_is_verified_by_itself_and_who_lacks_something_is_told_what(market, parts):
    project, (first, second, _) = parts
    assert market.client.upload(first, unit="mm").status_code == 201
    answer = market.client.post(f"/projects/{project}/verify", {"process_ids": [second, first]})
    assert answer.status_code == 202
    assert answer.headers["Location"].endswith(f"/projects/{project}")
    lacking, started = answer.json["items"]
    assert (lacking["process_id"], lacking["accepted"], lacking["state"]) == (
        second,
        False,
        "draft",
    )
    assert [missing["field"] for missing in lacking["missing"]] == ["files"]
    assert (started["accepted"], started["state"]) == (True, "verifying")
    assert [UUID(id) in work_items() for id in (first, second)] == [True, False]
    again = market.client.post(f"/projects/{project}/verify", {"process_ids": [first]})
    assert not again.json["items"][0]["accepted"]


def test_what_was_verified_to_be_sent_goes_on_to_the_chosen_contractor(market):
    id = ready(market)
    project = market.client.get(f"/processes/{id}").json["project_id"]
    body = {"process_ids": [id], "send": True}
    assert market.client.post(f"/projects/{project}/verify", body).json["items"][0]["accepted"]
    verifying.verify(UUID(id))
    row = process(UUID(id))
    assert (row.state.value, len(row.choice)) == ("sending", 1)


def test_a_visitor_may_verify_but_not_ask_for_more(market):
    visitor = market.visitor()
    id = visitor.draft(quantity=5, material_id="pa12")
    assert visitor.upload(id, unit="mm").status_code == 201
    project = visitor.get(f"/processes/{id}").json["project_id"]
    path = f"/projects/{project}/verify"
    (refusal,) = visitor.post(path, {"process_ids": [id], "send": True}).json["items"]
    assert [missing["field"] for missing in refusal["missing"]] == ["owner"]
    (started,) = visitor.post(path, {"process_ids": [id]}).json["items"]
    assert started["accepted"]


def test_a_dry_run_of_many_does_nothing_and_says_what_it_would_cost(market):
    id = ready(market)
    project = market.client.get(f"/processes/{id}").json["project_id"]
    body = {"process_ids": [id]}
    tried = market.client.post(f"/projects/{project}/verify?dry_run=true", body).json
    assert (tried["items"][0]["state"], tried["dry_run"]["cost"]) == ("verifying", [])
    assert UUID(id) not in work_items()
    fire(market.client, id, "verify")
    verifying.verify(UUID(id))
    best = market.client.get(f"/processes/{id}/contractors").json["items"][0]
    choice = {"contractor_ids": [best["contractor_id"]]}
    market.client.put(f"/processes/{id}/choice", choice)
    report = market.client.post(f"/projects/{project}/send?dry_run=true", body).json["dry_run"]
    (cost,) = report["cost"]
    assert (cost["contractor_id"], cost["total"]) == (
        best["contractor_id"],
        best["quote"]["total"],
    )
    assert best["contractor_id"] in {party["id"] for party in report["notifies"]}
    assert process(UUID(id)).state.value == "verified"


def test_many_are_deleted_all_or_none(market, parts):
    project, (first, second, third) = parts
    path = f"/projects/{project}/processes?ids="
    assert market.client.delete(path + f"{first},{second}").status_code == 204
    assert refused(market.client.delete(path + f"{second},{third}"), 404, "not-found")
    assert process(UUID(third)).deleted_at is None


@pytest.mark.parametrize("rights", [["processes:read"], ["processes:messages"], ["processes:edit"]])
def test_who_lacks_the_right_does_nothing(market, parts, rights):
    project, ids = parts
    limited = program(market.client, market, *rights)
    path = f"/projects/{project}/processes"
    assert refused(limited.delete(f"{path}?ids={ids[0]}"), 403, "forbidden")
    if "processes:edit" not in rights:
        assert refused(change(limited, project, ids, changes={}), 403, "forbidden")
        verify = limited.post(f"/projects/{project}/verify", {"process_ids": ids})
        assert refused(verify, 403, "forbidden")


def choose(caller, project, ids, **more):
    return caller.put(f"/projects/{project}/choice", {"process_ids": ids, **more})


def test_for_many_the_best_of_each_are_chosen_and_who_has_none_is_told(market, parts):
    project, (first, second, _) = parts
    market.client.upload(first, unit="mm")
    market.client.post(f"/projects/{project}/verify", {"process_ids": [first]})
    verifying.verify(UUID(first))
    answer = choose(market.client, project, [first, second], best=2)
    assert answer.status_code == 200, answer.text
    done, refused_one = answer.json["items"]
    assert (done["accepted"], refused_one["accepted"]) == (True, False)
    assert refused_one["missing"][0]["field"] == "verification"
    entries = market.client.get(f"/processes/{first}/contractors").json["items"]
    best = [entry["contractor_id"] for entry in entries if entry["suitable"]][:2]
    assert market.client.get(f"/processes/{first}").json["choice"] == best


def test_the_same_contractors_are_chosen_for_many(market, parts):
    project, ids = parts
    chosen = list(market.contractors)[:3]
    answer = choose(market.client, project, ids, contractor_ids=chosen)
    assert all(item["accepted"] for item in answer.json["items"])
    assert {tuple(process(UUID(id)).choice) for id in ids} == {tuple(chosen)}


def test_a_choice_of_many_says_either_whom_or_how_many(market, parts):
    project, ids = parts
    assert choose(market.client, project, ids).status_code == 422
    both = choose(market.client, project, ids, best=1, contractor_ids=[])
    assert both.status_code == 422
    strangers = choose(market.client, project, ids, contractor_ids=[project])
    assert refused(strangers, 422, "invalid")
