"""No order becomes a contract before it is stated where the parts go."""

from uuid import UUID

import pytest

from service.database import transactions
from service.database.models import Process
from tests.support.orders import (
    answer,
    dispatched,
    fired,
    offer,
    set_terms,
    suitable,
    verified,
)
from tests.support.worlds.marketplace import ADDRESS, refused
from tests.support.worlds.workplace import moves_of

pytestmark = pytest.mark.one_database


@pytest.fixture(scope="module")
def market(shared_market):
    return shared_market


def offered(market, **fields):
    """A process with an offer, sent without an address if none is named; the offer."""
    process_id = verified(market, **{"delivery_address": None, **fields})
    winner = suitable(market, process_id)[0]
    dispatched(market, process_id, [winner])
    return process_id, winner, offer(winner, process_id)


def state_address(market, process_id, **changes):
    path = f"/processes/{process_id}"
    return market.client.patch(path, {"delivery_address": {**ADDRESS, **changes}})


def shown(market, process_id):
    return market.client.get(f"/processes/{process_id}").json


def test_an_offer_is_not_accepted_while_nobody_knows_where_the_parts_go(market):
    process_id, _, made = offered(market)
    process = shown(market, process_id)
    assert [one["field"] for one in process["missing"]] == ["delivery_address"]
    assert "accept_offer" not in process["actions"]
    for query in ("", "?dry_run=true"):
        path = f"/processes/{process_id}/actions/accept_offer{query}"
        refusal = market.client.post(path, {"offer_id": made["id"]})
        assert refused(refusal, 409, "not-ready")
        assert [one["field"] for one in refusal.json["missing"]] == ["delivery_address"]
    assert shown(market, process_id)["state"] == "offered"


def test_of_several_acceptances_at_once_only_those_with_an_address_are_made(market):
    without, _, first = offered(market)
    project_id = shown(market, without)["project_id"]
    process_id = verified(market, project_id=project_id)
    winner = suitable(market, process_id)[0]
    dispatched(market, process_id, [winner])
    second = offer(winner, process_id)
    offers = [
        {"process_id": without, "offer_id": first["id"]},
        {"process_id": process_id, "offer_id": second["id"]},
    ]
    done = market.client.post(f"/projects/{project_id}/accept", {"offers": offers}).json["items"]
    by_id = {one["process_id"]: one for one in done}
    assert (by_id[without]["accepted"], by_id[process_id]["accepted"]) == (False, True)
    assert [one["field"] for one in by_id[without]["missing"]] == ["delivery_address"]


def test_the_address_can_be_stated_while_offers_are_there_and_the_offers_stay(market):
    process_id, winner, made = offered(market)
    stated = state_address(market, process_id)
    assert stated.status_code == 200, stated.text
    assert (stated.json["state"], stated.json["missing"]) == ("offered", [])
    assert "accept_offer" in stated.json["actions"]
    assert winner.get(f"/processes/{process_id}").json["delivery_address"] == ADDRESS
    process = fired(market.client, process_id, "accept_offer", offer_id=made["id"])
    assert process["state"] == "confirmed"
    assert "state_address" in moves_of(UUID(process_id))


def test_an_address_is_kept_to_the_country_that_the_quotes_count_on(market):
    process_id, _, _ = offered(market, delivery_address=ADDRESS)
    moved = state_address(market, process_id, street="Ringstr. 2")
    assert moved.status_code == 200, moved.text
    abroad = state_address(market, process_id, country="AT")
    assert refused(abroad, 422, "invalid")
    assert "count on delivery to DE, not to AT" in abroad.json["errors"][0]["detail"]
    gone = market.client.patch(f"/processes/{process_id}", {"delivery_address": None})
    assert gone.status_code == 409, gone.text


@pytest.mark.parametrize("way", ["action", "dry run", "batch"])
def test_an_offer_that_counts_on_delivery_at_home_is_not_accepted_for_another_country(market, way):
    process_id, winner, made = offered(market)
    home = market.client.get(f"/processes/{process_id}").json
    assert state_address(market, process_id, country="JP").status_code == 200

    def accept(offer_id):
        if way == "batch":
            body = {"offers": [{"process_id": process_id, "offer_id": offer_id}]}
            path = f"/projects/{home['project_id']}/accept"
            (item,) = market.client.post(path, body).json["items"]
            return item["accepted"], [one["detail"] for one in item.get("missing") or []]
        query = "?dry_run=true" if way == "dry run" else ""
        path = f"/processes/{process_id}/actions/accept_offer{query}"
        answer = market.client.post(path, {"offer_id": offer_id})
        return answer.status_code == 200, [
            one["detail"] for one in answer.json.get("missing") or []
        ]

    taken, (detail,) = accept(made["id"])
    assert not taken
    assert "counts on delivery to " in detail
    assert ", not to JP; have the contractor offer again" in detail
    assert shown(market, process_id)["state"] == "offered"
    again = offer(winner, process_id, "180.00")
    assert state_address(market, process_id, country="JP", street="Ringstr. 2").status_code == 200
    assert accept(again["id"])[0]


def test_an_offer_for_another_country_is_not_accepted_once_the_parts_go_to_a_third(market):
    process_id, winner, _ = offered(market)
    assert state_address(market, process_id, country="JP").status_code == 200
    made = offer(winner, process_id, "180.00")
    assert state_address(market, process_id, country="AT").status_code == 200
    path = f"/processes/{process_id}/actions/accept_offer"
    assert refused(market.client.post(path, {"offer_id": made["id"]}), 409, "not-ready")


def test_nothing_else_is_changed_with_the_address_while_contractors_are_asked(market):
    process_id, _, _ = offered(market)
    changes = {"delivery_address": ADDRESS, "notes": "and in red"}
    both = market.client.patch(f"/processes/{process_id}", changes)
    assert both.status_code == 409, both.text
    assert shown(market, process_id)["delivery_address"] is None


def test_an_agreed_address_stays_and_an_old_order_without_one_can_be_worked_on(market):
    process_id, _, made = offered(market, delivery_address=ADDRESS)
    fired(market.client, process_id, "accept_offer", offer_id=made["id"])
    assert state_address(market, process_id, street="Ringstr. 2").status_code == 409

    old, maker, made = offered(market)
    state_address(market, old)
    fired(market.client, old, "accept_offer", offer_id=made["id"])
    forget_address(old)
    assert fired(maker, old, "start_production")["state"] == "in_production"
    assert state_address(market, old).json["delivery_address"] == ADDRESS
    assert state_address(market, old, street="Ringstr. 2").status_code == 409


def forget_address(process_id):
    """As orders were confirmed before an address was needed."""
    with transactions.writing() as session:
        process = session.get(Process, UUID(process_id))
        process.configuration = {
            name: value
            for name, value in process.configuration.items()
            if name != "delivery_address"
        }


def test_an_offer_as_wished_waits_for_the_client_who_has_not_said_where_to(market):
    process_id = verified(market, delivery_address=None)
    winner = suitable(market, process_id)[0]
    dispatched(market, process_id, [winner], accept="as_quoted")
    assert answer(winner, process_id, "offer", as_quoted=True).status_code == 201
    assert shown(market, process_id)["state"] == "offered"
    state_address(market, process_id)
    (request,) = shown(market, process_id)["requests"]
    fired(market.client, process_id, "accept_offer", offer_id=request["offers"][0]["id"])


def test_an_instant_offer_waits_for_the_client_who_has_not_said_where_to(market):
    process_id = verified(market, delivery_address=None)
    winner = suitable(market, process_id)[0]
    set_terms(winner, instant_orders={})
    try:
        assert dispatched(market, process_id, [winner], accept="as_quoted") == "dispatched"
    finally:
        set_terms(winner, instant_orders=None)
    assert shown(market, process_id)["state"] == "offered"
