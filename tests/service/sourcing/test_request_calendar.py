"""The calendar of a request: what a contractor plans with, and nobody else sees."""

from datetime import date, timedelta

import pytest

from service.manufacturing.quoting.working_days import holiday_name
from service.manufacturing.quoting.working_time import close_of
from service.sourcing import request_calendar
from tests.support.orders import confirmed, operator_of, request_of, set_terms
from tests.support.worlds.marketplace import refused


def calendar(caller, request):
    """The calendar of a request by day, and all of it."""
    shown = caller.get(f"/requests/{request['id']}/calendar").json
    return {date.fromisoformat(each["day"]): each for each in shown["days"]}, shown


def on(days, kind):
    """The days on which something of the request falls."""
    return [day for day, each in days.items() if kind in each["dates"]]


def test_it_says_by_when_to_answer_and_when_an_order_of_today_would_arrive(market):
    process_id, (shop, _) = market.send()
    request = request_of(shop, process_id)
    days, shown = calendar(shop, request)
    today = date.fromisoformat(shown["today"])
    first = min(days)
    assert (first.weekday(), len(days) % 7) == (0, 0)
    assert first <= today < first + timedelta(days=7)
    assert list(days) == [first + timedelta(days=i) for i in range(len(days))]
    assert not shown["agreed"]
    (answer,) = on(days, "answer")
    assert close_of(answer).isoformat() >= request["answer_by"]
    (ship,), (deliver,) = on(days, "ship"), on(days, "deliver")
    assert today <= ship <= deliver
    assert days[ship]["works"]
    assert (deliver - today).days >= request["quote"]["lead_time_days"]
    assert all(day.weekday() >= 5 or each["works"] or each["holiday"] for day, each in days.items())


def test_a_contract_binds_to_its_days_and_other_orders_stand_beside_it(market):
    process_id, winner, _ = confirmed(market)
    other_id, same, _ = confirmed(market)
    assert same is winner
    request, other = request_of(winner, process_id), request_of(winner, other_id)
    days, shown = calendar(winner, request)
    assert shown["agreed"]
    order = winner.get(f"/processes/{process_id}").json
    for kind, field in (("start", "start_by"), ("ship", "ship_by"), ("deliver", "deliver_by")):
        (day,) = on(days, kind)
        assert close_of(day).isoformat() == order[field].replace("Z", "+00:00")
    leaving = {each["request_id"]: day for day, row in days.items() for each in row["leaving"]}
    assert set(leaving) == {other["id"]}
    assert on(calendar(winner, other)[0], "ship") == [leaving[other["id"]]]
    for trigger, fields in (
        ("start_production", {}),
        ("report_progress", {"made": 5}),
        ("finish_production", {}),
    ):
        assert winner.post(f"/processes/{other_id}/actions/{trigger}", fields).status_code == 200
    assert not any(row["leaving"] for row in calendar(winner, request)[0].values())


def test_days_on_which_a_contractor_is_closed_are_free(market):
    process_id, (shop, _) = market.send()
    request = request_of(shop, process_id)
    today = date.fromisoformat(calendar(shop, request)[1]["today"])
    set_terms(shop, closed_on=[f"{today}/{today + timedelta(days=20)}"])
    days, _ = calendar(shop, request)
    assert not any(days[today + timedelta(days=i)]["works"] for i in range(20))
    (ship,) = on(days, "ship")
    assert ship > today + timedelta(days=20)


def test_it_is_the_contractors_and_ends_with_the_request(market):
    process_id, (shop, other) = market.send()
    request = request_of(shop, process_id)
    path = f"/requests/{request['id']}/calendar"
    refused(market.client.get(path), 404, "not-found")
    refused(other.get(path), 404, "not-found")
    assert operator_of(market).get(path).status_code == 200
    shop.post(f"/requests/{request['id']}/actions/decline", {})
    refused(shop.get(path), 404, "not-found")


def test_a_date_far_away_does_not_make_it_longer_than_it_may_be(market, monkeypatch):
    monkeypatch.setattr(request_calendar, "MOST_DAYS", 7)
    process_id, (shop, _) = market.send()
    assert len(calendar(shop, request_of(shop, process_id))[0]) == 7


def test_of_more_orders_those_are_named_that_leave_first(market, monkeypatch):
    monkeypatch.setattr(request_calendar, "MOST_ORDERS", 1)
    ids = [confirmed(market)[0] for _ in range(3)]
    process_id, winner, _ = confirmed(market)
    days, _ = calendar(winner, request_of(winner, process_id))
    (named,) = [each["request_id"] for row in days.values() for each in row["leaving"]]
    assert named == request_of(winner, ids[0])["id"]


@pytest.mark.parametrize(
    ("country", "region", "day", "language", "name"),
    [
        ("DE", None, date(2026, 12, 25), "de", "Erster Weihnachtstag"),
        ("DE", None, date(2026, 12, 25), "en", "Christmas Day"),
        ("DE", "BY", date(2026, 1, 6), "de", "Heilige Drei Könige"),
        ("DE", None, date(2026, 1, 6), "de", None),
        ("US", None, date(2026, 7, 3), "de", "Independence Day (observed)"),
        ("XX", None, date(2026, 12, 25), "en", None),
    ],
)
def test_holidays_are_named_in_the_readers_language_where_they_have_a_name_in_it(
    country, region, day, language, name
):
    assert holiday_name(country, region, day, language) == name
