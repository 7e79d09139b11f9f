"""A verification says that it is stale and names what has changed; only what matters blocks."""

from datetime import timedelta
from uuid import UUID

import pytest

from service import clock
from service.database import transactions
from service.database.models import Process
from service.verification import verify as verifying
from tests.support import meshes
from tests.support.orders import fire, ready
from tests.support.worlds.marketplace import refused

pytestmark = pytest.mark.one_database


@pytest.fixture(scope="module")
def market(shared_market):
    return shared_market


def verified(market, **fields):
    id = ready(market, **fields)
    verify(market, id)
    return id


def verify(market, id):
    assert fire(market.client, id, "verify").status_code == 202
    assert verifying.verify(UUID(id)) == "pass_verification"


def process(market, id):
    answer = market.client.get(f"/processes/{id}")
    assert answer.status_code == 200, answer.text
    return answer.json


def reasons(market, id):
    shown = process(market, id)
    assert shown["stale"] is shown["verification"]["stale"] is bool(shown["stale_because"])
    assert shown["stale_because"] == shown["verification"]["stale_because"]
    record = market.client.get(f"/processes/{id}/verification").json
    assert record["stale_because"] == shown["stale_because"]
    return shown["stale_because"]


def suitable(market, id):
    items = market.client.get(f"/processes/{id}/contractors").json["items"]
    return [item["contractor_id"] for item in items if item["suitable"]]


def choose(market, id, *contractor_ids):
    body = {"contractor_ids": contractor_ids}
    assert market.client.put(f"/processes/{id}/choice", body).status_code == 200


def send(market, id):
    """Whether it could be sent now; it is not."""
    return market.client.post(f"/processes/{id}/actions/send?dry_run=true", {})


def machines(market, contractor_id, material="pa12"):
    """The contractor, and its machines that build the material."""
    contractor = market.contractors[contractor_id].enter()
    items = contractor.get(f"/organizations/{contractor_id}/machines?limit=200").json["items"]
    return contractor, [m for m in items if material in str(m["data"]["materials"])]


def change_machine(market, contractor_id, change, material="pa12"):
    """Let a contractor change a machine that builds the material; what undoes it."""
    contractor, (machine, *_) = machines(market, contractor_id, material)
    path = f"/organizations/{contractor_id}/machines/{machine['id']}"
    before = machine["data"]
    after = change({**before, "rates": dict(before["rates"])})
    assert contractor.put(path, after).status_code == 200
    return lambda: contractor.put(path, before)


def dearer(machine):
    machine["rates"]["machine_hour"] = "99.5"
    return machine


def test_a_fresh_verification_is_not_stale(market):
    id = verified(market)
    assert reasons(market, id) == []
    assert process(market, id)["verification"]["fresh"]


@pytest.mark.parametrize(
    ("changes", "what", "before", "after", "detail"),
    [
        ({"quantity": 6}, "quantity", 5, 6, "quantity: 5 → 6"),
        ({"color": "black"}, "color", None, "black", "colour: none → black"),
        ({"technology": "SLS"}, "technology", None, "SLS", "technology: none → SLS"),
        ({"material_id": "pa11"}, "material_id", "pa12", "pa11", "material: pa12 → pa11"),
        ({"tolerance_mm": "0.5"}, "tolerance_mm", None, "0.5", "tolerance: none → 0.5 mm"),
        ({"express": True}, "express", None, True, "express: none → yes"),
        (
            {"post_processing_ids": ["dyeing"]},
            "post_processing_ids",
            [],
            ["dyeing"],
            "post-processing: none → dyeing",
        ),
    ],
)
def test_a_changed_input_is_named_with_its_values(market, changes, what, before, after, detail):
    id = verified(market)
    assert market.client.patch(f"/processes/{id}", changes).status_code == 200
    (reason,) = reasons(market, id)
    assert (reason["what"], reason["before"], reason["after"]) == (what, before, after)
    assert reason["detail"] == detail
    assert reason["blocks"]
    assert not process(market, id)["verification"]["fresh"]


def test_what_no_verification_depends_on_makes_none_stale(market):
    id = verified(market)
    market.client.patch(f"/processes/{id}", {"notes": "urgent", "title": "Lid"})
    assert reasons(market, id) == []


def test_files_and_units_are_named(market):
    id = verified(market)
    (file,) = process(market, id)["files"]
    assert market.client.patch(f"/files/{file['id']}", {"unit": "cm"}).status_code == 200
    (reason,) = reasons(market, id)
    assert (reason["what"], reason["before"], reason["after"]) == ("unit", "mm", "cm")
    assert "cube.stl" in reason["detail"]
    assert market.client.patch(f"/files/{file['id']}", {"unit": "mm"}).status_code == 200
    market.client.upload(id, meshes.cube_stl(10.0), "lid.stl", unit="mm")
    assert "'lid.stl' was added" in [reason["detail"] for reason in reasons(market, id)]
    market.client.delete(f"/files/{file['id']}")
    details = [reason["detail"] for reason in reasons(market, id)]
    assert details == ["'cube.stl' was taken away", "'lid.stl' was added"]


def test_changed_back_the_quotes_still_do_not_bind(market):
    id = verified(market)
    market.client.patch(f"/processes/{id}", {"quantity": 6})
    market.client.patch(f"/processes/{id}", {"quantity": 5})
    (reason,) = reasons(market, id)
    assert reason["what"] == "quotes"
    verify(market, id)
    assert reasons(market, id) == []


def test_expired_quotes_are_a_reason(market):
    id = verified(market)
    with transactions.writing() as session:
        session.get_one(Process, UUID(id)).quotes_valid_until = clock.now() - timedelta(minutes=1)
    (reason,) = reasons(market, id)
    assert (reason["what"], reason["blocks"]) == ("quotes", True)


def test_a_rate_of_the_chosen_contractor_blocks_sending_and_is_named_without_figures(market):
    id = verified(market)
    chosen = suitable(market, id)[0]
    choose(market, id, chosen)
    assert send(market, id).status_code == 202
    undo = change_machine(market, chosen, dearer)
    (reason,) = reasons(market, id)
    assert (reason["what"], reason["contractor_id"], reason["blocks"]) == ("rates", chosen, True)
    assert reason["before"] is reason["after"] is None
    assert "rates.machine_hour" in reason["detail"]
    assert "99.5" not in str(reason)
    answer = send(market, id)
    assert refused(answer, 409, "not-ready")
    (missing,) = [m for m in answer.json["missing"] if m["field"] == "verification"]
    assert reason["detail"] in missing["detail"]
    assert "send" not in process(market, id)["actions"]
    undo()
    assert reasons(market, id) == []
    assert send(market, id).status_code == 202


def test_a_rate_of_another_contractor_is_told_but_blocks_nothing(market):
    id = verified(market)
    chosen, other, *_ = suitable(market, id)
    choose(market, id, chosen)
    undo = change_machine(market, other, dearer)
    (reason,) = reasons(market, id)
    assert (reason["contractor_id"], reason["blocks"]) == (other, False)
    assert process(market, id)["verification"]["fresh"]
    assert send(market, id).status_code == 202
    undo()


def test_what_concerns_other_materials_is_no_reason(market):
    id = verified(market)
    for contractor_id in suitable(market, id):
        contractor = market.contractors[contractor_id].enter()
        path = f"/organizations/{contractor_id}/machines"
        others = [
            m
            for m in contractor.get(f"{path}?limit=200").json["items"]
            if "pa12" not in str(m["data"]["materials"])
        ]
        if others:
            break
    changed = others[0]["data"] | {"count": others[0]["data"]["count"] + 1}
    assert contractor.put(f"{path}/{others[0]['id']}", changed).status_code == 200
    assert reasons(market, id) == []
    contractor.put(f"{path}/{others[0]['id']}", others[0]["data"])


def test_a_limit_of_a_contractor_that_refused_is_a_reason_but_a_rate_is_none(market):
    id = verified(market, quantity=9_000)
    refusing = next(
        item["contractor_id"]
        for item in market.client.get(f"/processes/{id}/contractors").json["items"]
        if not item["suitable"] and machines(market, item["contractor_id"])[1]
    )
    undo = change_machine(market, refusing, dearer)
    assert reasons(market, id) == []
    undo()
    more = lambda machine: machine | {"count": machine["count"] + 1}  # noqa: E731
    undo = change_machine(market, refusing, more)
    (reason,) = reasons(market, id)
    assert (reason["what"], reason["blocks"]) == ("capacity", False)
    undo()


def test_machines_and_terms_are_named(market):
    id = verified(market)
    chosen = suitable(market, id)[0]
    contractor, (machine, *_) = machines(market, chosen)
    path = f"/organizations/{chosen}/machines"
    new = contractor.post(path, machine["data"] | {"name": "Second"})
    terms = contractor.get(f"/organizations/{chosen}/terms").json["terms"]
    contractor.put(f"/organizations/{chosen}/terms", terms | {"margin": "0.5", "source": "new"})
    by_subject = {reason["what"]: reason for reason in reasons(market, id)}
    assert by_subject.keys() == {"machine", "rates"}
    assert "machine Second is new" in by_subject["machine"]["detail"]
    assert "margin" in by_subject["rates"]["detail"]
    contractor.put(f"/organizations/{chosen}/terms", terms)
    contractor.delete(f"{path}/{new.json['id']}")
    assert reasons(market, id) == []


def test_another_version_of_the_rules_is_a_reason(market, monkeypatch):
    id = verified(market)
    monkeypatch.setattr("service.manufacturing.quoting.record.RULES_VERSION", "next")
    (reason,) = reasons(market, id)
    assert (reason["what"], reason["after"]) == ("rules_version", "next")


def test_an_earlier_record_says_what_is_another_one_now(market):
    id = verified(market)
    market.client.patch(f"/processes/{id}", {"quantity": 7})
    verify(market, id)
    first, second = market.client.get(f"/processes/{id}/verifications").json["items"]
    assert [reason["detail"] for reason in first["stale_because"]] == ["quantity: 5 → 7"]
    assert not second["stale"]


def test_what_was_sent_is_not_stale(market):
    id, (contractor, *_) = market.send(1)
    undo = change_machine(market, str(contractor.login.organization_id), dearer)
    assert reasons(market, id) == []
    undo()
