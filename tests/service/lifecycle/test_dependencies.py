"""Processes that wait for each other: in no circle, and never for nothing."""

from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from service.access.actor import ActingParty
from service.database import transactions
from service.database.models import Event, Process
from service.lifecycle import transitions
from service.orders import dependencies
from tests.support.callers import publish
from tests.support.orders import as_if, fire, program, ready
from tests.support.tenants import stored
from tests.support.worlds.marketplace import refused
from tests.support.worlds.workplace import check_histories, moves_of, process, work_items
from workflows.engine import Actor
from workflows.process import ProcessState


@pytest.fixture(scope="module")
def market(shared_market):
    return shared_market


@pytest.fixture
def chain(market):
    """Three drafts of one project that lack nothing."""
    first = ready(market)
    return [first] + [market.client.post(f"/processes/{first}/clone").json["id"] for _ in "ab"]


def wait(market, waiting, *others):
    for other in others:
        answer = market.client.put(f"/processes/{waiting}/dependencies/{other}")
        assert answer.status_code == 200, answer.text
    return answer.json


def test_no_more_wait_for_one_another_than_may_by_hand_or_in_clones(market, chain, monkeypatch):
    first, second, third = chain
    wait(market, third, first, second)
    monkeypatch.setattr(dependencies, "MOST", 3)
    wait(market, second, first)
    wait(market, second, first)  # which it does already
    project_id = market.client.get(f"/processes/{third}").json["project_id"]
    assert refused(market.client.post(f"/processes/{third}/clone"), 409, "too-many")
    clone = market.client.post(f"/processes/{first}/clone").json["id"]
    added = market.client.put(f"/processes/{third}/dependencies/{clone}")
    assert refused(added, 409, "too-many")
    assert market.client.post(f"/projects/{project_id}/clone").status_code == 201
    assert market.client.delete(f"/processes/{second}/dependencies/{first}").status_code == 200
    wait(market, third, clone)


def complete(market, process_id):
    as_if(process_id, "delivered")
    assert fire(market.client, process_id, "complete").json["state"] == "completed"


def verify(market, process_id):
    answer = fire(market.client, process_id, "verify")
    assert answer.status_code == 202, answer.text
    return answer.json["state"]


def test_a_process_waits_for_the_last_of_those_before_it_and_then_goes_on(market, chain):
    first, second, third = chain
    shown = wait(market, third, first, second)
    assert shown["dependencies"] == sorted([first, second])
    assert verify(market, third) == "waiting"
    complete(market, first)
    assert process(UUID(third)).state is ProcessState.WAITING
    complete(market, second)
    assert process(UUID(third)).state is ProcessState.VERIFYING
    assert UUID(third) in work_items()
    assert moves_of(UUID(third))[-2:] == ["wait", "resume"]
    check_histories([UUID(third)])


def test_nobody_waits_for_what_is_completed_already(market, chain):
    first, second, _ = chain
    complete(market, first)
    wait(market, second, first)
    assert verify(market, second) == "verifying"


def test_circles_are_refused_however_long(market, chain):
    first, second, third = chain
    wait(market, second, first)
    wait(market, third, second)
    for waiting, other in ((first, third), (first, second), (first, first)):
        answer = market.client.put(f"/processes/{waiting}/dependencies/{other}")
        assert refused(answer, 409, "bad-dependency")
    assert market.client.get(f"/processes/{first}").json["dependencies"] == []


def test_a_process_waits_only_for_one_of_its_project(market, chain):
    first, *_ = chain
    for other in (market.client.draft(), market.visitor().draft(), str(uuid4())):
        answer = market.client.put(f"/processes/{first}/dependencies/{other}")
        assert refused(answer, 404, "not-found")


def test_the_same_again_changes_nothing(market, chain):
    first, second, _ = chain
    version = wait(market, second, first)["version"]
    assert wait(market, second, first)["version"] == version
    path = f"/processes/{first}/dependencies/{second}"
    assert market.client.delete(path).json["dependencies"] == []


def test_who_need_not_wait_any_more_is_a_draft_again(market, chain):
    first, second, _ = chain
    wait(market, second, first)
    verify(market, second)
    answer = market.client.delete(f"/processes/{second}/dependencies/{first}")
    assert (answer.json["state"], answer.json["dependencies"]) == ("draft", [])
    assert verify(market, second) == "verifying"


def test_nobody_waits_for_what_was_deleted(market, chain):
    first, second, third = chain
    wait(market, second, first)
    wait(market, third, first)
    verify(market, second)
    assert market.client.delete(f"/processes/{first}").status_code == 204
    assert process(UUID(second)).state is ProcessState.VERIFYING
    assert verify(market, third) == "verifying"


def test_those_deleted_together_wake_nobody(market, chain):
    first, second, _ = chain
    wait(market, second, first)
    verify(market, second)
    project = market.client.get(f"/processes/{first}").json["project_id"]
    path = f"/projects/{project}/processes?ids={first},{second}"
    assert market.client.delete(path).status_code == 204
    assert moves_of(UUID(second))[-2:] == ["wait", "delete"]
    assert UUID(second) not in work_items()


def test_who_was_deleted_while_it_waited_is_not_woken(market, chain):
    first, second, _ = chain
    wait(market, second, first)
    verify(market, second)
    market.client.delete(f"/processes/{second}")
    complete(market, first)
    assert moves_of(UUID(second))[-1] == "delete"


def test_a_clone_waits_for_the_same(market, chain):
    first, second, _ = chain
    wait(market, second, first)
    copy = market.client.post(f"/processes/{second}/clone").json
    assert copy["dependencies"] == [first]


def events_of(process_id, type):
    publish()
    with transactions.reading() as session:
        query = sa.select(Event).where(Event.process_id == UUID(process_id), Event.type == type)
        return list(session.scalars(query))


@pytest.mark.parametrize("ended", ["cancelled", "failed"])
def test_who_waits_for_what_will_never_be_completed_is_told_so(market, chain, ended):
    first, second, third = chain
    market.client.patch(f"/processes/{first}", {"title": "Bracket"})
    wait(market, second, first, third)
    verify(market, second)
    assert "not completed yet" in str(market.client.get(f"/processes/{second}").json["missing"])
    if ended == "cancelled":
        fire(market.client, first, "cancel")
    else:
        as_if(first, "confirmed")
        with transactions.writing() as session:
            who = ActingParty(Actor.CONTRACTOR, None, "shop")
            transitions.move(session, session.get(Process, UUID(first)), "report_failure", who)
    shown = market.client.get(f"/processes/{second}").json
    assert (shown["state"], shown["phase"]) == ("waiting", "action_required")
    for query in ("status=action_required", "status=action_required&include=processes"):
        items = market.client.get(f"/projects?limit=200&{query}").json["items"]
        (flat,) = [item for item in items if item["id"] == shown["project_id"]]
        assert (flat["status"], flat["waiting_in_vain"]) == ("action_required", 1)
    details = [entry["detail"] for entry in shown["missing"] if entry["field"] == "dependencies"]
    assert any(f"Bracket is {ended} and will never be completed" in words for words in details)
    (event,) = events_of(second, "process.predecessor_failed")
    assert event.data["predecessor_id"] == first
    assert moves_of(UUID(second))[-1] == "predecessor_fails"
    check_histories([UUID(second)])


def test_whoever_is_deleted_makes_nobody_wait_in_vain(market, chain):
    first, second, third = chain
    wait(market, second, first, third)
    verify(market, second)
    fire(market.client, first, "cancel")
    assert market.client.get(f"/processes/{second}").json["phase"] == "action_required"
    assert market.client.delete(f"/processes/{first}").status_code == 204
    shown = market.client.get(f"/processes/{second}").json
    assert (shown["state"], shown["phase"]) == ("waiting", "waiting_for_process")
    (flat,) = [
        item
        for item in market.client.get("/projects?limit=200").json["items"]
        if item["id"] == shown["project_id"]
    ]
    assert flat["waiting_in_vain"] == 0


def test_nobody_begins_to_wait_for_what_has_failed(market, chain):
    first, second, _ = chain
    wait(market, second, first)
    fire(market.client, first, "cancel")
    refusal = fire(market.client, second, "verify")
    assert refused(refusal, 409, "not-ready")
    assert "is cancelled and will never be completed" in refusal.json["detail"]
    market.client.delete(f"/processes/{second}/dependencies/{first}")
    assert verify(market, second) == "verifying"


def test_a_cloned_project_holds_the_parts_and_their_order_but_nothing_of_what_was_done(
    market, chain
):
    first, second, third = chain
    wait(market, second, first)
    wait(market, third, first, second)
    complete(market, first)
    verify(market, second)
    market.client.delete(f"/processes/{third}/dependencies/{first}")
    project_id = market.client.get(f"/processes/{first}").json["project_id"]
    market.client.patch(f"/projects/{project_id}", {"details": {"order": "4711"}})
    made = market.client.post(f"/projects/{project_id}/clone", {"title": "Again"})
    assert made.status_code == 201, made.text
    assert made.headers["Location"] == f"/api/v1/projects/{made.json['id']}"
    assert (made.json["title"], made.json["details"]) == ("Again", {"order": "4711"})
    one, two, three = made.json["processes"]
    assert [two["dependencies"], three["dependencies"]] == [[one["id"]], [two["id"]]]
    for clone, original_id in zip(made.json["processes"], chain, strict=True):
        original = market.client.get(f"/processes/{original_id}").json
        assert clone["id"] != original_id
        assert (clone["state"], clone["version"], clone["choice"]) == ("draft", 1, [])
        assert (clone["quantity"], clone["material_id"]) == (5, "pa12")
        (file,), (shared,) = clone["files"], original["files"]
        assert file["id"] != shared["id"]
        assert (file["sha256"], file["unit"]) == (shared["sha256"], "mm")
        rows = market.client.get(f"/processes/{clone['id']}/history").json["items"]
        assert [row["data"] for row in rows] == [{"clone_of": original_id}]
    assert verify(market, one["id"]) == "verifying"


def test_a_dry_run_of_cloning_a_project_keeps_nothing(market, chain):
    project_id = market.client.get(f"/processes/{chain[0]}").json["project_id"]
    before = stored()
    dry = market.client.post(f"/projects/{project_id}/clone?dry_run=true", {})
    assert dry.status_code == 201
    assert dry.json["dry_run"]["events"] == ["project.created", *["process.created"] * 3]
    assert stored() == before


def test_only_who_may_edit_a_project_clones_it(market):
    process_id, (contractor,) = market.send(1)
    project_id = market.client.get(f"/processes/{process_id}").json["project_id"]
    path = f"/projects/{project_id}/clone"
    assert refused(contractor.post(path, {}), 403, "forbidden")
    assert refused(contractor.post(f"/processes/{process_id}/clone"), 403, "forbidden")
    assert refused(market.visitor().post(path, {}), 404, "not-found")
    reader = program(market.client, market, "processes:read")
    assert refused(reader.post(path, {}), 403, "forbidden")
    assert market.colleague.post(path, {}).status_code == 201
