"""One shop makes several processes: who makes all of them, for how much, and what stops whom."""

from decimal import Decimal

import pytest

from service.orders import joint_choice
from tests.support.orders import ready, set_terms, verified
from tests.support.worlds.marketplace import refused

pytestmark = pytest.mark.one_database


@pytest.fixture(scope="module")
def market(shared_market):
    return shared_market


@pytest.fixture(scope="module")
def parts(market):
    """A project with a lid in polyamide 12 and a foot in polyamide 11, both verified."""
    project_id = market.client.project(title="Gearbox")
    lid = verified(market, project_id, title="Lid", material_id="pa12")
    foot = verified(market, project_id, title="Foot", material_id="pa11", quantity=3)
    return project_id, lid, foot


def choose(market, project_id, process_ids, query="", **how):
    body = {"process_ids": process_ids, "together": True, **how}
    return market.client.put(f"/projects/{project_id}/choice{query}", body)


def quotes(market, process_id):
    """The quotes of a process by contractor."""
    entries = market.client.get(f"/processes/{process_id}/contractors?limit=200").json["items"]
    return {entry["contractor_id"]: entry["quote"] for entry in entries if entry["suitable"]}


def choice_of(market, process_id):
    return market.client.get(f"/processes/{process_id}").json["choice"]


def amount(money):
    return Decimal(money["amount"])


def test_who_makes_all_is_compared_by_what_all_cost_and_when_the_last_arrives(market, parts):
    project_id, *both = parts
    answer = choose(market, project_id, both, "?dry_run=true", best=1)
    assert answer.status_code == 200, answer.text
    contractors = answer.json["together"]["contractors"]
    quoted = [quotes(market, process_id) for process_id in both]
    assert {c["contractor_id"] for c in contractors} == quoted[0].keys() & quoted[1].keys()
    for entry in contractors:
        own = [some[entry["contractor_id"]] for some in quoted]
        assert amount(entry["total"]) == sum(amount(quote["total"]) for quote in own)
        assert entry["arrives_on"] == max(quote["delivery_date"] for quote in own)
        shipping = [
            Decimal(line["amount"])
            for quote in own
            for line in quote["lines"]
            if line["name"] == "Shipping"
        ]
        saved = amount(entry["total"]) - amount(entry["shipped_together"])
        assert 0 <= saved <= sum(shipping) - max(shipping)
    assert any(entry["total"] != entry["shipped_together"] for entry in contractors)
    in_euros = [
        amount(e["shipped_together"]) for e in contractors if e["total"]["currency"] == "EUR"
    ]
    assert in_euros == sorted(in_euros)
    assert [choice_of(market, process_id) for process_id in both] == [[], []]


def test_each_part_that_stops_a_contractor_is_named_with_the_reason(market, parts):
    project_id, lid, foot = parts
    together = choose(market, project_id, [lid, foot], "?dry_run=true", best=1).json["together"]
    assert together["stopped"]
    able = {entry["contractor_id"] for entry in together["contractors"]}
    quoted = {lid: quotes(market, lid), foot: quotes(market, foot)}
    for stop in together["stopped"]:
        assert stop["contractor_id"] not in able
        assert stop["contractor_id"] not in quoted[stop["process_id"]]
        assert stop["reason"]


def test_the_best_for_all_is_chosen_for_each_and_can_be_sent(market):
    project_id = market.client.project(title="Gearbox")
    both = [verified(market, project_id, title=title) for title in ("Lid", "Foot")]
    answer = choose(market, project_id, both, best=1).json
    assert [item["accepted"] for item in answer["items"]] == [True, True]
    best = answer["together"]["contractors"][0]["contractor_id"]
    assert [choice_of(market, process_id) for process_id in both] == [[best], [best]]
    sent = market.client.post(f"/projects/{project_id}/send", {"process_ids": both})
    assert sent.status_code == 202
    assert all(item["accepted"] for item in sent.json["items"])
    assert refused(choose(market, project_id, both, best=1), 409, "illegal-move")


def test_whom_a_part_stops_cannot_be_chosen_for_all_and_nobody_is_chosen_then(market, parts):
    project_id, lid, foot = parts
    quoted = [quotes(market, process_id) for process_id in (lid, foot)]
    able = next(iter(quoted[0].keys() & quoted[1].keys()))
    stopped = next(iter(quoted[0].keys() - quoted[1].keys()))
    answer = choose(market, project_id, [lid, foot], contractor_ids=[able, stopped])
    assert refused(answer, 409, "not-ready")
    name = quoted[0][stopped]["name"]
    (missing,) = answer.json["missing"]
    assert missing["field"] == "choice"
    assert missing["detail"].startswith(f"Foot stops {name}: ")
    assert [choice_of(market, process_id) for process_id in (lid, foot)] == [[], []]
    path = f"/projects/{project_id}/choice?dry_run=true"
    body = {"process_ids": [lid, foot], "together": True, "contractor_ids": [stopped]}
    german = market.client.put(path, body, headers={"Accept-Language": "de"})
    assert f"Foot schließt {name} aus: " in german.json["missing"][0]["detail"]


def test_parts_that_nobody_makes_together_name_what_stops_whom(market):
    project_id = market.client.project(title="Mixed")
    lid = verified(market, project_id, title="Lid", material_id="pa12")
    plate = verified(market, project_id, title="Plate", material_id="paper")
    answer = choose(market, project_id, [lid, plate], best=2)
    assert refused(answer, 409, "not-ready")
    details = [missing["detail"] for missing in answer.json["missing"]]
    assert any(detail.startswith("Lid stops ") for detail in details)
    assert any(detail.startswith("Plate stops ") for detail in details)


def test_what_is_not_verified_is_named(market, parts):
    project_id, lid, _ = parts
    draft = ready(market, project_id, title="Draft")
    answer = choose(market, project_id, [lid, draft], best=1)
    assert refused(answer, 409, "not-ready")
    assert [m["detail"] for m in answer.json["missing"]] == [
        "Draft: the process has not been verified"
    ]


def test_who_takes_no_more_requests_makes_nothing_together(market):
    project_id = market.client.project(title="Gearbox")
    both = [verified(market, project_id, title=title) for title in ("Lid", "Foot")]
    _, (contractor,) = market.send(1)
    full = str(contractor.login.organization_id)
    able = choose(market, project_id, both, "?dry_run=true", contractor_ids=[full])
    assert able.status_code == 200
    set_terms(contractor, max_open_requests=1)
    try:
        answer = choose(market, project_id, both, "?dry_run=true", contractor_ids=[full])
    finally:
        set_terms(contractor, max_open_requests=None)
    assert refused(answer, 409, "not-ready")
    assert "Lid stops" in answer.json["missing"][0]["detail"]
    assert "open" in answer.json["missing"][0]["detail"]


def test_of_many_contractors_those_nearest_to_making_all_are_compared(market, parts, monkeypatch):
    project_id, *both = parts
    everybody = choose(market, project_id, both, "?dry_run=true", best=1).json["together"]
    monkeypatch.setattr(joint_choice, "MOST_SHOWN", 1)
    few = choose(market, project_id, both, "?dry_run=true", best=1).json["together"]
    assert len(everybody["contractors"]) > len(few["contractors"]) == 1
    assert len({stop["contractor_id"] for stop in few["stopped"]}) == 1


def test_whoever_is_named_is_asked_about_however_many_others_come_first(market, parts, monkeypatch):
    project_id, *both = parts
    everybody = choose(market, project_id, both, "?dry_run=true", best=1).json["together"]
    able = [entry["contractor_id"] for entry in everybody["contractors"]]
    stopped = {stop["contractor_id"]: stop["name"] for stop in everybody["stopped"]}
    assert min(len(able), len(stopped)) > 1
    monkeypatch.setattr(joint_choice, "MOST_SHOWN", 1)
    for id in able:
        answer = choose(market, project_id, both, "?dry_run=true", contractor_ids=[id])
        assert answer.status_code == 200, answer.text
        assert [each["contractor_id"] for each in answer.json["together"]["contractors"]] == [id]
    for id, name in stopped.items():
        answer = choose(market, project_id, both, "?dry_run=true", contractor_ids=[able[0], id])
        assert refused(answer, 409, "not-ready")
        assert answer.json["missing"]
        assert all(f" stops {name}: " in each["detail"] for each in answer.json["missing"])
    all_of_them = choose(market, project_id, both, "?dry_run=true", contractor_ids=able)
    assert all_of_them.status_code == 200
    assert len(all_of_them.json["together"]["contractors"]) == 1


def test_who_is_no_contractor_cannot_be_named_for_all(market, parts):
    project_id, *both = parts
    answer = choose(market, project_id, both, contractor_ids=[project_id])
    assert refused(answer, 422, "invalid")
    assert answer.json["errors"][0]["pointer"] == "/contractor_ids"
