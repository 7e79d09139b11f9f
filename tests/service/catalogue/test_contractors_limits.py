"""A contractor's terms: how much at once, how large, and for which countries it works."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from service import clock
from service.database import transactions
from service.database.models import Process, Request
from service.sourcing import dispatch
from service.verification import verify
from tests.support.orders import (
    answer,
    delivered,
    dispatched,
    fire,
    request_of,
    send,
    set_terms,
    suitable,
    verified,
)
from tests.support.worlds.marketplace import refused
from tests.support.worlds.workplace import check_histories, process, requests_of

pytestmark = pytest.mark.one_database

FREE = {"max_open_requests": None, "max_order_value": None, "serves": []}


@pytest.fixture(scope="module")
def market(shared_market):
    return shared_market


@pytest.fixture
def pair(market):
    """Two that suit, without any limit after the test."""
    one, two = suitable(market, verified(market))[:2]
    yield one, two
    set_terms(one, **FREE)


def answer_of(market, process_id, contractor):
    """What the client is told of one contractor."""
    items = market.client.get(f"/processes/{process_id}/contractors").json["items"]
    wanted = str(contractor.login.organization_id)
    return next(item for item in items if item["contractor_id"] == wanted)


def states(process_id):
    return {r.contractor_id: r.state.value for r in requests_of(UUID(process_id))}


@pytest.mark.parametrize(
    ("terms", "check", "limit"),
    [
        ({"max_order_value": "10"}, "order_value", 10.0),
        ({"serves": ["FR", "NL"]}, "served_country", "FR, NL"),
    ],
)
def test_an_order_beyond_its_terms_is_refused_when_matching_with_the_numbers(
    market, pair, terms, check, limit
):
    one, _ = pair
    set_terms(one, **terms)
    process_id = verified(market)
    shown = answer_of(market, process_id, one)
    assert not shown["suitable"]
    constraint = next(c for c in shown["constraints"] if c["check"] == check)
    assert constraint["limit"] == limit
    assert str(constraint["value"]) in constraint["reason"]


def test_a_smaller_order_is_proposed_where_fewer_pieces_are_cheap_enough(market, pair):
    one, _ = pair
    process_id = verified(market, quantity=40)
    total = Decimal(answer_of(market, process_id, one)["quote"]["total"]["amount"])
    set_terms(one, max_order_value=str(total - 1))
    again = verified(market, quantity=40)
    (change,) = answer_of(market, again, one)["changes"]
    assert (change["field"], change["to"] < 40) == ("quantity", True)
    fewer = verified(market, quantity=change["to"])
    assert answer_of(market, fewer, one)["suitable"]


def test_who_has_enough_open_requests_is_not_asked_and_the_others_are(market, pair):
    one, two = pair
    first, second = verified(market), verified(market)
    dispatched(market, first, [one])
    with transactions.reading() as session:
        mine = Request.contractor_id == one.login.organization_id
        count = len([r for r in session.query(Request).where(mine) if r.state.value in OPEN])
    set_terms(one, max_open_requests=count)
    full = answer_of(market, second, one)
    (constraint,) = full["constraints"]
    assert not full["suitable"]
    assert (constraint["check"], constraint["value"], constraint["limit"]) == (
        "open_requests",
        count,
        count,
    )
    assert dispatched(market, second, [one, two]) == "dispatched"
    assert states(second) == {
        one.login.organization_id: "refused",
        two.login.organization_id: "dispatched",
    }
    (shown,) = [
        r
        for r in market.client.get(f"/processes/{second}").json["requests"]
        if r["state"] == "refused"
    ]
    assert f"{count} requests are open" in shown["reason"]
    assert second not in one.get("/requests?limit=200").text
    assert refused(one.get(f"/requests/{shown['id']}"), 404, "not-found")
    assert refused(one.get(f"/processes/{second}"), 404, "not-found")
    answer(one, first, "decline")
    assert answer_of(market, second, one)["suitable"]
    check_histories([UUID(first), UUID(second)])


OPEN = {"dispatching", "dispatched", "acknowledged", "clarification", "offered"}


def test_where_the_terms_of_all_speak_against_it_the_process_stays_verified(market, pair):
    one, _ = pair
    process_id = verified(market)
    assert send(market, process_id, [one]).status_code == 202
    set_terms(one, max_order_value="10")  # after it was sent, before it is dispatched
    assert dispatch.send(UUID(process_id), delivered) == "dispatch_fails"
    row = process(UUID(process_id))
    assert row.state.value == "verified"
    (request,) = requests_of(UUID(process_id))
    assert "> 10 " in request.reason
    rows = market.client.get(f"/processes/{process_id}/history").json["items"]
    assert rows[-1]["data"]["refusals"][0]["state"] == "refused"
    set_terms(one, **FREE)
    assert dispatched(market, process_id, [one]) == "dispatched"


def test_a_dispatch_that_is_repeated_after_a_crash_counts_nothing_twice(market, pair):
    one, _ = pair
    process_id = verified(market)
    set_terms(one, channels=["inbox", "mail"])

    def dies(outgoing):
        raise ConnectionError("the worker was killed here")

    send(market, process_id, [one])
    with pytest.raises(ConnectionError):
        dispatch.send(UUID(process_id), dies)
    with transactions.reading() as session:
        mine = Request.contractor_id == one.login.organization_id
        count = len([r for r in session.query(Request).where(mine) if r.state.value in OPEN])
    set_terms(one, max_open_requests=count)  # its own request is one of them
    with (
        transactions.writing() as session
    ):  # the database's own clock counts the pause before a new try
        session.get(Process, UUID(process_id)).not_before = None
    clock.move(timedelta(minutes=5))
    try:
        assert dispatch.send(UUID(process_id), delivered) == "dispatched"
    finally:
        clock.reset()
    assert states(process_id) == {one.login.organization_id: "dispatched"}


def test_verify_and_send_at_once_asks_somebody_who_has_room(market, pair):
    first = verified(market)
    preferred, other = suitable(market, first)[:2]
    dispatched(market, first, [preferred])
    set_terms(preferred, max_open_requests=1)
    try:
        process_id = verified_and_sent(market)
        assert str(other.login.organization_id) in process(UUID(process_id)).choice
    finally:
        set_terms(preferred, **FREE)


def verified_and_sent(market):
    from_draft = market.client.draft(quantity=5, material_id="pa12")
    assert market.client.upload(from_draft, unit="mm").status_code == 201
    project = market.client.get(f"/processes/{from_draft}").json["project_id"]
    body = {"process_ids": [from_draft], "send": True}
    assert market.client.post(f"/projects/{project}/verify", body).status_code == 202
    verify.verify(UUID(from_draft))
    return from_draft


@pytest.mark.parametrize(
    ("terms", "pointer"),
    [
        ({"max_open_requests": 0}, "/max_open_requests"),
        ({"max_order_value": "-1"}, "/max_order_value"),
        ({"serves": ["Germany"]}, "/serves/0"),
        ({"instant_orders": {"max_value": "ten"}}, "/instant_orders/max_value"),
        ({"instant_orders": {"technologies": ["magic"]}}, ""),
    ],
)
def test_terms_that_cannot_be_are_refused_with_the_place(market, pair, terms, pointer):
    one, _ = pair
    path = f"/organizations/{one.login.organization_id}/terms"
    put = one.put(path, one.get(path).json["terms"] | terms)
    assert refused(put, 422, "invalid")
    assert [error["pointer"] for error in put.json["errors"]] == [pointer]


def test_a_request_of_a_contractor_that_is_full_is_not_opened_by_asking_again(market, pair):
    one, _ = pair
    process_id = verified(market)
    dispatched(market, process_id, [one])
    answer(one, process_id, "decline")
    set_terms(one, max_open_requests=1)
    other = verified(market)
    set_terms(one, max_open_requests=None)
    dispatched(market, other, [one])
    set_terms(one, max_open_requests=1)
    assert dispatched(market, process_id, [one], ask_again=True) == "dispatch_fails"
    assert fire(market.client, process_id, "cancel").status_code == 200
    assert request_of(one, other)["state"] == "dispatched"
