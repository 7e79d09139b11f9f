"""Offers over HTTP: as quoted with one call, for several parts at once, compared, accepted."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from service import clock
from tests.support.orders import (
    an_offer,
    answer,
    dispatched,
    fire,
    offer,
    request_of,
    suitable,
    verified,
)
from tests.support.worlds.marketplace import refused
from tests.support.worlds.workplace import check_histories, process


@pytest.fixture(scope="module")
def market(shared_market):
    return shared_market


@pytest.fixture
def together(market):
    """Two parts of one project, sent to the same two contractors; they, too."""
    first = verified(market)
    project_id = market.client.get(f"/processes/{first}").json["project_id"]
    second = verified(market, project_id, quantity=3)
    asked = suitable(market, first)[:2]
    for id in (first, second):
        assert dispatched(market, id, asked) == "dispatched"
    return project_id, first, second, asked


def at(contractor, *process_ids):
    return [request_of(contractor, id)["id"] for id in process_ids]


@pytest.mark.parametrize("body", [{"as_quoted": True}, {}, None])
def test_one_call_offers_as_quoted(market, body):
    process_id, (one,) = market.send(1)
    request = request_of(one, process_id)
    made = one.post(f"/requests/{request['id']}/actions/offer", body)
    assert made.status_code == 201, made.text
    assert made.json["price"] == request["quote"]["total"]
    assert made.json["lead_time_days"] == request["quote"]["lead_time_days"]
    assert made.json["as_quoted"]
    valid_until = datetime.fromisoformat(made.json["valid_until"])
    assert timedelta(days=13) < valid_until - clock.now() <= timedelta(days=14)


def test_a_counter_offer_may_change_the_price_or_the_date_alone(market):
    process_id, (one,) = market.send(1)
    quote = request_of(one, process_id)["quote"]
    later = answer(one, process_id, "offer", lead_time_days=quote["lead_time_days"] + 4).json
    assert (later["price"], later["as_quoted"]) == (quote["total"], False)
    currency = quote["total"]["currency"]
    dearer = answer(one, process_id, "offer", price={"amount": "999", "currency": currency}).json
    assert dearer["lead_time_days"] == quote["lead_time_days"]
    assert (dearer["number"], dearer["as_quoted"]) == (2, False)
    first, second = market.client.get(f"/processes/{process_id}/offers").json["items"]
    assert (first["superseded"], second["superseded"]) == (True, False)


def test_what_is_offered_as_quoted_has_no_other_price(market):
    process_id, (one,) = market.send(1)
    body = an_offer(request_of(one, process_id), as_quoted=True)
    assert refused(answer(one, process_id, "offer", **body), 422, "invalid")


def test_several_parts_are_offered_for_together(market, together):
    _, first, second, (one, _) = together
    ids = at(one, first, second)
    currency = request_of(one, first)["quote"]["total"]["currency"]
    lines = [
        {"request_id": ids[1], "price": {"amount": "44.00", "currency": currency}},
        {"request_id": ids[0], "as_quoted": True, "note": "with the other one"},
    ]
    made = one.post("/requests/offers", {"lines": lines})
    assert made.status_code == 201, made.text
    assert [o["request_id"] for o in made.json["items"]] == [ids[1], ids[0]]
    assert made.json["items"][0]["price"]["amount"] == "44.00"
    states = [market.client.get(f"/processes/{id}").json["state"] for id in (first, second)]
    assert states == ["offered", "offered"]
    check_histories([UUID(first), UUID(second)])


def test_of_several_offers_all_are_made_or_none(market, together):
    _, first, second, (one, two) = together
    answer(one, second, "decline", reason="full")
    ids = at(one, first, second)
    made = one.post("/requests/offers", {"lines": [{"request_id": id} for id in ids]})
    assert refused(made, 409, "illegal-move")
    assert request_of(one, second)["number"] in made.json["detail"]
    bad = [{"request_id": ids[0], "valid_until": "2020-01-01T00:00:00Z"}]
    made = one.post("/requests/offers", {"lines": bad})
    assert [e["pointer"] for e in made.json["errors"]] == ["/lines/0/valid_until"]
    strange = [{"request_id": ids[0]}, {"request_id": at(two, first)[0]}]
    assert refused(one.post("/requests/offers", {"lines": strange}), 404, "not-found")
    twice = [{"request_id": ids[0]}, {"request_id": ids[0]}]
    assert refused(one.post("/requests/offers", {"lines": twice}), 422, "invalid")
    assert request_of(one, first)["offers"] == []
    tried = one.post("/requests/offers?dry_run=true", {"lines": [{"request_id": ids[0]}]})
    assert "process.offered" in tried.json["dry_run"]["events"]
    assert request_of(one, first)["offers"] == []


def test_the_inbox_shows_together_what_is_asked_together(market, together):
    project_id, first, second, (one, _) = together
    page = one.get("/requests/projects?limit=50").json
    entry = next(item for item in page["items"] if item["project_id"] == project_id)
    assert {r["process_id"] for r in entry["requests"]} == {first, second}
    assert entry["states"] == {"dispatched": 2}
    quotes = [Decimal(request["quote"]["total"]["amount"]) for request in entry["requests"]]
    assert [Decimal(q["amount"]) for q in entry["quoted"]] == [sum(quotes)]
    assert entry["answer_by"] == min(request["answer_by"] for request in entry["requests"])
    newest = one.get("/requests/projects?limit=1").json
    assert newest["items"][0]["project_id"] == project_id
    following = one.get(f"/requests/projects?limit=50&cursor={newest['next']}").json["items"]
    assert project_id not in [item["project_id"] for item in following]
    filtered = one.get(f"/requests?project_id={project_id}").json["items"]
    assert {r["process_id"] for r in filtered} == {first, second}
    for id in (first, second):
        answer(one, id, "decline", reason="full")
    shown = one.get("/requests/projects?limit=50").json["items"]
    assert project_id not in [item["project_id"] for item in shown]
    assert refused(market.nobody().get("/requests/projects"), 401, "unauthenticated")


def test_offers_are_compared_with_quotes_and_with_each_other(market):
    process_id, (one, two, three) = market.send(3)
    quotes = [request_of(c, process_id)["quote"] for c in (one, two, three)]
    assert len({quote["total"]["currency"] for quote in quotes}) == 1
    berlin = ZoneInfo("Europe/Berlin")
    today = clock.now().astimezone(berlin).date()
    offer(one, process_id, "500.00")
    offer(two, process_id, "400.00")
    answer(three, process_id, "decline", reason="The machine is down.")
    lines = market.client.get(f"/processes/{process_id}/offers").json["comparison"]
    by_contractor = {line["contractor_id"]: line for line in lines}
    dear, cheap, none = (by_contractor[str(c.login.organization_id)] for c in (one, two, three))
    assert [line["cheapest"] for line in (dear, cheap, none)] == [False, True, False]
    assert [line["fastest"] for line in (dear, cheap, none)] == [True, True, False]
    asked, quoted = Decimal("400.00"), Decimal(quotes[1]["total"]["amount"])
    assert Decimal(cheap["price_difference"]["amount"]) == asked - quoted
    assert cheap["lead_time_difference_days"] == 9 - quotes[1]["lead_time_days"]
    assert cheap["quoted_delivery_date"] == quotes[1]["delivery_date"]
    begun = date.fromisoformat(cheap["delivery_date"]) - timedelta(days=9)
    assert today <= begun <= clock.now().astimezone(berlin).date()
    assert (none["state"], none["reason"]) == ("declined", "The machine is down.")
    assert (none["offer"], none["acceptable"]) == (None, False)
    (own,) = one.get(f"/processes/{process_id}/offers").json["comparison"]
    assert own["contractor_id"] == str(one.login.organization_id)
    assert (own["cheapest"], own["fastest"]) == (None, None)


def test_a_project_shows_who_is_cheapest_for_all_its_parts(market, together):
    project_id, first, second, (one, two) = together
    for contractor, prices in ((one, ("100.00", "30.00")), (two, ("90.00", "35.00"))):
        for id, price in zip((first, second), prices, strict=True):
            offer(contractor, id, price)
    table = market.client.get(f"/projects/{project_id}/offers").json
    assert [item["process_id"] for item in table["items"]] == [second, first]
    assert [sum(line["cheapest"] for line in item["lines"]) for item in table["items"]] == [1, 1]
    totals = [(t["offered"]["amount"], t["lines"], t["cheapest"]) for t in table["totals"]]
    assert totals == [("125.00", 2, True), ("130.00", 2, False)]
    page = market.client.get(f"/projects/{project_id}/offers?limit=1").json
    assert (len(page["items"]), bool(page["next"])) == (1, True)
    own = one.get(f"/projects/{project_id}/offers").json
    assert str(two.login.organization_id) not in str(own)
    assert [total["cheapest"] for total in own["totals"]] == [None]


def test_several_offers_are_accepted_with_a_result_for_each(market, together):
    project_id, first, second, (one, two) = together
    best, other = offer(one, first, "100.00"), offer(two, second, "35.00")
    old = offer(two, second, "34.00")
    body = [
        {"process_id": first, "offer_id": best["id"]},
        {"process_id": second, "offer_id": other["id"]},
    ]
    path = f"/projects/{project_id}/accept"
    tried = market.client.post(f"{path}?dry_run=true", {"offers": body})
    assert "process.confirmed" in tried.json["dry_run"]["events"]
    done = market.client.post(path, {"offers": body})
    assert done.status_code == 200, done.text
    results = {item["process_id"]: item for item in done.json["items"]}
    assert (results[first]["accepted"], results[first]["state"]) == (True, "confirmed")
    assert not results[second]["accepted"]
    assert f"offer {old['id']} has replaced it" in results[second]["detail"]
    assert process(UUID(second)).state.value == "offered"
    states = {r["state"] for r in market.client.get(f"/processes/{first}").json["requests"]}
    assert states == {"accepted", "lost"}
    strange = [{"process_id": second, "offer_id": best["id"]}]
    (result,) = market.client.post(path, {"offers": strange}).json["items"]
    assert (result["accepted"], result["state"]) == (False, "offered")
    newest = [{"process_id": second, "offer_id": old["id"]}]
    (result,) = market.client.post(path, {"offers": newest}).json["items"]
    assert result["accepted"]
    twice = market.client.post(path, {"offers": newest * 2})
    assert refused(twice, 422, "invalid")
    assert refused(two.post(path, {"offers": newest}), 403, "forbidden")
    check_histories([UUID(first), UUID(second)])


def test_declined_by_all_it_says_why_and_is_sent_to_others_without_verifying_again(market):
    process_id = verified(market)
    one, two, three = suitable(market, process_id)[:3]
    dispatched(market, process_id, [one, two])
    answer(one, process_id, "decline", reason="The machine is down.")
    answer(two, process_id, "decline")
    shown = market.client.get(f"/processes/{process_id}").json
    assert shown["state"] == "declined"
    assert [(r["state"], r["reason"]) for r in shown["refusals"]] == [
        ("declined", "The machine is down."),
        ("declined", None),
    ]
    assert "send" not in shown["actions"]
    again = fire(market.client, process_id, "send")
    assert refused(again, 409, "not-ready")
    assert {m["field"] for m in again.json["missing"]} == {"choice"}
    assert "has declined this part already" in again.json["detail"]
    records = market.client.get(f"/processes/{process_id}/verifications").json["items"]
    assert dispatched(market, process_id, [three]) == "dispatched"
    assert market.client.get(f"/processes/{process_id}").json["state"] == "sent"
    verifications = market.client.get(f"/processes/{process_id}/verifications").json["items"]
    assert len(verifications) == len(records) == 1
    answer(three, process_id, "decline")
    assert dispatched(market, process_id, [one], ask_again=True) == "dispatched"
    assert request_of(one, process_id)["state"] == "dispatched"
    check_histories([UUID(process_id)])


def test_a_stale_record_must_be_renewed_before_others_are_asked(market):
    process_id = verified(market)
    one, two = suitable(market, process_id)[:2]
    dispatched(market, process_id, [one])
    answer(one, process_id, "decline")
    market.client.put(
        f"/processes/{process_id}/choice", {"contractor_ids": [str(two.login.organization_id)]}
    )
    clock.move(timedelta(days=15))
    market.client.enter()
    try:
        again = fire(market.client, process_id, "send")
        assert refused(again, 409, "not-ready")
        assert {m["field"] for m in again.json["missing"]} == {"verification"}
    finally:
        clock.reset()
        market.client.enter()
    assert fire(market.client, process_id, "send").status_code == 202
