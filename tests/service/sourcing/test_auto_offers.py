"""Orders at an instant price: the service answers for a contractor, and accepts for a client."""

from uuid import UUID

import pytest

from service.database import transactions
from service.database.models import Offer, Request
from service.sourcing import dispatch
from tests.support.orders import (
    answer,
    delivered,
    dispatched,
    offer,
    request_of,
    send,
    set_terms,
    suitable,
    verified,
)
from tests.support.worlds.workplace import check_histories, moves_of, process, requests_of, rows_of

pytestmark = pytest.mark.one_database


@pytest.fixture(scope="module")
def market(shared_market):
    return shared_market


@pytest.fixture
def trio(market):
    """Three that suit, the preferred first; the first two let the service answer for them."""
    three = suitable(market, verified(market))[:3]
    for one in three[:2]:
        set_terms(one, instant_orders={}, channels=["inbox"])
    yield three
    for one in three[:2]:
        set_terms(one, instant_orders=None)


def shown(market, process_id):
    return market.client.get(f"/processes/{process_id}").json


def test_an_order_at_an_instant_price_is_confirmed_without_a_person(market, trio):
    process_id = verified(market)
    one, two, three = trio
    assert dispatched(market, process_id, [one, two, three], accept="as_quoted") == "dispatched"
    process = shown(market, process_id)
    assert process["state"] == "confirmed"
    assert process["contractor_id"] == str(one.login.organization_id)  # whom the client prefers
    quote = request_of(one, process_id)["quote"]
    (made,) = request_of(one, process_id)["offers"]
    assert (made["price"], made["as_quoted"]) == (quote["total"], True)
    assert [r.state.value for r in requests_of(UUID(process_id))].count("lost") == 2
    assert moves_of(UUID(process_id))[-5:] == [
        "send", "dispatched", "offer", "offer", "accept_offer",
    ]  # fmt: skip
    check_histories([UUID(process_id)])


def test_the_history_says_in_whose_name_the_service_has_acted(market, trio):
    process_id = verified(market)
    dispatched(market, process_id, trio[:1], accept="as_quoted")
    rows = market.client.get(f"/processes/{process_id}/history").json["items"]
    acted = {row["trigger"]: row["actor"] for row in rows}
    name = request_of(trio[0], process_id)
    assert acted["offer"]["role"] == acted["accept_offer"]["role"] == "system"
    assert acted["offer"]["name"].startswith("Werkbank for ")
    assert acted["offer"]["name"] != acted["accept_offer"]["name"]
    assert acted["send"]["role"] == "client"
    assert name["state"] == "accepted"


def test_without_the_clients_wish_the_offer_waits_for_them(market, trio):
    process_id = verified(market)
    dispatched(market, process_id, trio[:1])
    process = shown(market, process_id)
    assert (process["state"], process["accept"]) == ("offered", None)
    assert "accept_offer" in process["actions"]


def test_with_the_wish_a_persons_offer_as_quoted_is_accepted_and_a_dearer_one_is_not(market, trio):
    process_id = verified(market)
    *_, three = trio
    dispatched(market, process_id, [three], accept="as_quoted")
    assert shown(market, process_id)["accept"] == "as_quoted"
    offer(three, process_id, "9999.00")
    assert shown(market, process_id)["state"] == "offered"
    assert answer(three, process_id, "offer", as_quoted=True).status_code == 201
    assert shown(market, process_id)["state"] == "confirmed"


@pytest.mark.parametrize(
    "limits",
    [
        {"max_value": "1"},
        {"max_quantity": 4},
        {"min_lead_time": 900},
        {"material_ids": ["pla"]},
        {"technologies": ["VPP"]},
    ],
    ids=lambda limits: next(iter(limits)),
)
def test_beyond_its_limits_a_contractor_is_asked_like_any_other(market, trio, limits):
    one, *_ = trio
    set_terms(one, instant_orders=limits)
    process_id = verified(market)
    dispatched(market, process_id, [one], accept="as_quoted")
    assert shown(market, process_id)["state"] == "sent"
    assert request_of(one, process_id)["offers"] == []


@pytest.mark.parametrize("named", ["quote", "process", "category"])
def test_within_its_limits_the_service_answers(market, trio, named):
    one, *_ = trio
    first = verified(market)
    entries = market.client.get(f"/processes/{first}/contractors").json["items"]
    quote = next(
        e["quote"] for e in entries if e["contractor_id"] == str(one.login.organization_id)
    )
    limits = {
        "quote": {
            "max_value": quote["total"]["amount"],
            "max_quantity": 5,
            "min_lead_time": quote["lead_time_days"],
            "material_ids": [quote["material_id"]],
        },
        "process": {"technologies": [quote["process"]]},
        "category": {"technologies": [quote["technology"]]},
    }
    set_terms(one, instant_orders=limits[named])
    dispatched(market, first, [one])
    assert shown(market, first)["state"] == "offered"


def test_a_worker_that_dies_in_between_leaves_nothing_half_done(market, trio, monkeypatch):
    one, *_ = trio
    set_terms(one, instant_orders={}, channels=["inbox", "mail"])
    process_id = verified(market)
    send(market, process_id, [one], accept="as_quoted")
    conclude = dispatch.Batch.conclude

    def dies(*batch_and_reports):
        conclude(*batch_and_reports)
        raise ConnectionError("killed before the commit")

    monkeypatch.setattr(dispatch.Batch, "conclude", dies)
    with pytest.raises(ConnectionError):
        dispatch.send(UUID(process_id), delivered)
    assert process(UUID(process_id)).state.value == "sending"
    assert rows_of(Offer, UUID(process_id)) == []
    monkeypatch.undo()
    with transactions.writing() as session:
        session.get(type(process(UUID(process_id))), UUID(process_id)).not_before = None
    assert dispatch.send(UUID(process_id), delivered) == "dispatched"
    assert dispatch.send(UUID(process_id), delivered) is None
    assert process(UUID(process_id)).state.value == "confirmed"
    assert len(rows_of(Offer, UUID(process_id))) == len(rows_of(Request, UUID(process_id))) == 1
    check_histories([UUID(process_id)])


def test_what_was_agreed_has_dates_that_follow_from_the_offer(market, trio):
    process_id = verified(market)
    dispatched(market, process_id, trio[:1], accept="as_quoted")
    process = shown(market, process_id)
    assert process["start_by"] <= process["ship_by"] <= process["deliver_by"]
    assert process["due_at"] == process["start_by"]
    seen = trio[0].get(f"/processes/{process_id}").json
    assert (seen["ship_by"], seen["deliver_by"]) == (process["ship_by"], process["deliver_by"])
