"""Processes over HTTP: configured by merge patch, moved by those who may, cloned and deleted."""

from uuid import UUID, uuid4

import pytest

from service.verification import verify
from tests.support.orders import confirmed, fire, program, ready
from tests.support.worlds.marketplace import refused
from tests.support.worlds.workplace import check_histories, moves_of, process, work_items

ADDRESS = {
    "name": "Ada",
    "street": "Ringstr. 1",
    "postal_code": "89073",
    "city": "Ulm",
    "country": "DE",
}


@pytest.fixture(scope="module")
def market(shared_market):
    return shared_market


def patched(caller, process_id, **changes):
    answer = caller.patch(f"/processes/{process_id}", changes)
    assert answer.status_code == 200, answer.text
    return answer.json


def pointers(answer):
    assert refused(answer, 422, "invalid")
    return [error["pointer"] for error in answer.json["errors"]]


def test_what_is_null_is_taken_out_and_what_is_left_out_stays(market):
    id = market.client.draft(quantity=5, material_id="pa12", notes="soon", title="Lid")
    shown = patched(market.client, id, quantity=None, notes=None, title=None)
    assert (shown["quantity"], shown["notes"], shown["title"]) == (None, "", "")
    assert shown["material_id"] == "pa12"
    assert [missing["field"] for missing in shown["missing"]] == ["files", "quantity"]


def test_an_address_is_merged_field_by_field_and_stays_whole(market):
    id = market.client.draft(delivery_address=ADDRESS)
    shown = patched(market.client, id, delivery_address={"city": "Neu-Ulm", "postal_code": "89231"})
    assert shown["delivery_address"] == ADDRESS | {"city": "Neu-Ulm", "postal_code": "89231"}
    path = f"/processes/{id}"
    halved = market.client.patch(path, {"delivery_address": {"street": None}})
    assert pointers(halved) == ["/delivery_address/street"]
    unknown = market.client.patch(path, {"delivery_address": {"planet": "Mars"}})
    assert pointers(unknown) == ["/delivery_address/planet"]
    assert patched(market.client, id, delivery_address=None)["delivery_address"] is None
    alone = market.client.patch(path, {"delivery_address": {"city": "Ulm"}})
    assert len(pointers(alone)) == 4


def test_priorities_are_merged_and_count_five_unless_stated(market):
    id = market.client.draft(priorities={"cost": 9, "time": 1})
    shown = patched(market.client, id, priorities={"time": None, "quality": 7})["priorities"]
    assert (shown["cost"], shown["time"], shown["quality"], shown["resilience"]) == (9, 5, 7, 5)
    assert patched(market.client, id, priorities=None)["priorities"] is None


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"quantity": 0}, "/quantity"),
        ({"quantity": "5"}, "/quantity"),
        ({"quantity": 1.5}, "/quantity"),
        ({"quantity": True}, "/quantity"),
        ({"material_id": "unobtainium"}, "/material_id"),
        ({"post_processing_ids": ["gilding"]}, "/post_processing_ids"),
        ({"technology": "teleportation"}, "/technology"),
        ({"service_type": "catering"}, "/service_type"),
        ({"title": "two\nlines"}, "/title"),
        ({"color": "red\r\nBcc: all"}, "/color"),
        ({"delivery_address": {**ADDRESS, "city": "a\tb"}}, "/delivery_address/city"),
        ({"delivery_address": {**ADDRESS, "country": "Germany"}}, "/delivery_address/country"),
        ({"infill": 2}, "/infill"),
        ({"wanted_date": "someday"}, "/wanted_date"),
        ({"notes": "x" * 4001}, "/notes"),
        ({"state": "completed"}, "/state"),
    ],
)
def test_what_cannot_be_is_refused_with_the_place(market, changes, pointer):
    id = market.client.draft(quantity=3)
    assert pointers(market.client.patch(f"/processes/{id}", changes)) == [pointer]
    assert moves_of(UUID(id)) == ["create"]


@pytest.mark.parametrize("name", ["PBF", "SLS", "sls", "FDM"])
def test_trade_names_are_taken(market, name):
    assert patched(market.client, market.client.draft(), technology=name)["technology"] == name


def test_a_change_that_changes_nothing_leaves_no_trace(market):
    id = market.client.draft(quantity=5, title="Lid")
    before = process(UUID(id)).version
    assert patched(market.client, id, quantity=5, title="Lid")["version"] == before
    assert patched(market.client, id)["version"] == before


def test_what_was_verified_becomes_a_draft_by_any_change_that_matters(market):
    id = verified(market)
    answer = patched(market.client, id, notes="call first", title="Lid", priorities={"cost": 9})
    assert (answer["state"], answer["verification"]["fresh"]) == ("verified", True)
    revised = patched(market.client, id, quantity=6)
    assert (revised["state"], revised["verification"]["fresh"]) == ("draft", False)
    assert revised["verification"]["id"] == answer["verification"]["id"]
    assert moves_of(UUID(id))[-2:] == ["edit", "revise"]
    check_histories([UUID(id)])


def verified(market):
    id = ready(market)
    fire(market.client, id, "verify")
    assert verify.verify(UUID(id)) == "pass_verification"
    return id


def test_an_order_that_was_sent_is_not_edited(market):
    id, _ = market.send(1)
    refusal = market.client.patch(f"/processes/{id}", {"quantity": 6})
    assert refused(refusal, 409, "illegal-move")
    assert (refusal.json["state"], "withdraw" in refusal.json["actions"]) == ("sent", True)


def test_every_refusal_of_a_move_says_how_the_process_stands(market):
    id = market.client.draft(quantity=5)
    refusal = fire(market.client, id, "verify")
    assert refused(refusal, 409, "not-ready")
    assert {missing["field"] for missing in refusal.json["missing"]} == {"files", "material_id"}
    shown = market.client.get(f"/processes/{id}").json
    for name in ("state", "version", "actions"):
        assert refusal.json[name] == shown[name]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "", {"quantity": 6}),
        ("DELETE", "", None),
        ("POST", "/actions/cancel", {}),
        ("POST", "/actions/verify", {}),
        ("PUT", "/choice", {"contractor_ids": []}),
        ("POST", "/clone", None),
        ("PUT", f"/dependencies/{UUID(int=7)}", None),
        ("DELETE", f"/dependencies/{UUID(int=7)}", None),
    ],
)
def test_every_write_can_be_bound_to_a_version(market, method, path, body):
    id = market.client.draft()
    stale = {"If-Match": market.client.get(f"/processes/{id}").headers["ETag"]}
    patched(market.client, id, quantity=5)
    answer = market.client.ask(method, f"/processes/{id}{path}", stale, json=body)
    assert refused(answer, 412, "version-moved-on")
    assert moves_of(UUID(id)) == ["create", "edit"]


@pytest.mark.parametrize(
    ("trigger", "data", "pointer"),
    [
        ("ship", {"tracking_number": "1"}, "/carrier"),
        ("ship", {"way": "own", "tracking_number": "1"}, "/tracking_number"),
        ("ship", {"carrier": {"x": 1}, "tracking_number": "1"}, "/carrier"),
        ("ship", {"carrier": "a\nb", "tracking_number": "1"}, "/carrier"),
        ("ship", {"carrier": "x" * 201, "tracking_number": "1"}, "/carrier"),
    ],
)
def test_a_move_takes_data_that_can_be(market, trigger, data, pointer):
    id, winner, _ = confirmed(market)
    fire(winner, id, "start_production")
    fire(winner, id, "finish_production")
    assert pointers(fire(winner, id, trigger, **data)) == [pointer]


def test_a_dispute_ends_as_both_sides_agree(market):
    id, winner, _ = confirmed(market)
    fire(winner, id, "start_production")
    fire(winner, id, "finish_production")
    fire(winner, id, "ship", carrier="Parcel", tracking_number="1")
    assert pointers(fire(market.client, id, "dispute")) == ["/reason"]
    fire(market.client, id, "dispute", reason="two are broken")
    assert pointers(fire(winner, id, "consent", to="party")) == ["/to"]
    assert refused(fire(market.client, id, "remake", pieces=2), 409, "not-ready")
    fire(winner, id, "consent", to="remake")
    for pieces in (0, -0.0, 1e300, "2", [2]):
        assert pointers(fire(market.client, id, "remake", pieces=pieces)) == ["/pieces"]
    assert fire(market.client, id, "remake", pieces=2).json["state"] == "in_production"
    check_histories([UUID(id)])


def test_a_consent_counts_only_while_the_state_lasts(market):
    id, winner, _ = confirmed(market)
    fire(winner, id, "start_production")
    for round in ("first", "second"):
        fire(winner, id, "finish_production")
        fire(winner, id, "ship", carrier="Parcel", tracking_number="1")
        fire(market.client, id, "dispute", reason="two are broken")
        assert "remake" not in market.client.get(f"/processes/{id}").json["actions"], round
        fire(winner, id, "consent", to="remake")
        assert "remake" in market.client.get(f"/processes/{id}").json["actions"]
        assert fire(market.client, id, "remake", pieces=2).json["state"] == "in_production"


def test_who_may_only_read_is_offered_no_actions(market):
    id = ready(market)
    reading = program(market.client, market, "processes:read")
    shown = reading.get(f"/processes/{id}").json
    assert shown["actions"] == []
    assert "verify" in market.client.get(f"/processes/{id}").json["actions"]
    for answer in (fire(reading, id, "cancel"), reading.post(f"/processes/{id}/clone")):
        assert refused(answer, 403, "forbidden")
    assert refused(reading.delete(f"/processes/{id}"), 403, "forbidden")


def test_a_clone_is_a_draft_of_its_own_with_the_same_files(market):
    id, _ = market.send(1)
    answer = market.client.post(f"/processes/{id}/clone")
    copy = answer.json
    assert answer.status_code == 201
    assert answer.headers["Location"].endswith(copy["id"])
    original = market.client.get(f"/processes/{id}").json
    assert (copy["state"], copy["requests"], copy["choice"]) == ("draft", [], [])
    assert [f["sha256"] for f in copy["files"]] == [f["sha256"] for f in original["files"]]
    assert copy["quantity"] == original["quantity"]
    first = market.client.get(f"/processes/{copy['id']}/history").json["items"][0]
    assert (first["trigger"], first["data"]) == ("create", {"clone_of": id})
    assert fire(market.client, copy["id"], "verify").status_code == 202


def test_choosing_takes_contractors_of_the_catalogue_and_keeps_the_verification(market):
    id = verified(market)
    path = f"/processes/{id}"
    entries = market.client.get(f"{path}/contractors").json["items"]
    best = entries[0]["contractor_id"]
    unfit = next(entry["contractor_id"] for entry in entries if not entry["suitable"])
    chosen = market.client.put(f"{path}/choice", {"contractor_ids": [best, best]}).json
    assert (chosen["choice"], chosen["state"]) == ([best], "verified")
    nobody = market.client.put(f"{path}/choice", {"contractor_ids": [str(uuid4())]})
    assert pointers(nobody) == ["/contractor_ids"]
    unable = market.client.put(f"{path}/choice", {"contractor_ids": [unfit]})
    assert refused(unable, 409, "not-ready")
    assert market.client.get(path).json["choice"] == [best]


def test_a_dry_run_of_a_move_answers_what_it_would_do_and_does_nothing(market):
    id = ready(market)
    before = process(UUID(id)).version
    tried = market.client.post(f"/processes/{id}/actions/verify?dry_run=true", {})
    assert (tried.status_code, tried.json["state"]) == (202, "verifying")
    assert tried.json["dry_run"]["events"] == ["process.verifying"]
    now = process(UUID(id))
    assert (now.version, now.state.value) == (before, "draft")
    assert UUID(id) not in work_items()


def test_a_deleted_process_is_gone_for_everybody_and_its_id_stays_taken(market):
    id = market.client.draft()
    project = market.client.get(f"/processes/{id}").json["project_id"]
    assert market.client.delete(f"/processes/{id}").status_code == 204
    for path in (f"/processes/{id}", f"/processes/{id}/history", f"/processes/{id}/messages"):
        assert refused(market.client.get(path), 404, "not-found")
    again = market.client.post(f"/projects/{project}/processes", {"id": id})
    assert refused(again, 409, "id-taken")
    assert market.client.get(f"/projects/{project}").json["processes"] == []


@pytest.mark.parametrize("body", [b"", b"{}"])
def test_a_move_without_data_needs_no_body(market, body):
    id = ready(market)
    path = f"/processes/{id}/actions/verify"
    answer = market.client.ask("POST", path, data=body, content_type="application/json")
    assert answer.status_code == 202, answer.text
