"""What a contractor may answer is the same by the API and by the page of the link."""

from datetime import UTC, datetime, time, timedelta

import pytest

from service import clock
from tests.support.answer_pages import page_of
from tests.support.orders import request_of

pytestmark = pytest.mark.one_database


@pytest.fixture(scope="module")
def market(shared_market):
    return shared_market


@pytest.fixture
def asked(market):
    """Two contractors that were asked the same, the second with its page."""
    process_id, (by_api, by_link) = market.send(2)
    requests = [request_of(one, process_id) for one in (by_api, by_link)]
    return by_api, by_link, requests, page_of(market, requests[1])


def by_api(contractor, request, action, body):
    return contractor.post(f"/requests/{request['id']}/actions/{action}", body)


def last_offer(contractor, request):
    return contractor.get(f"/requests/{request['id']}").json["offers"][-1]


def check_alike(asked, amount="99.50", days=9, until=None, note=""):
    """Offer the same both ways: the same verdict, and the same offer."""
    contractor, other, (request, other_request), page = asked
    body = {
        "price": {"amount": amount, "currency": request["quote"]["total"]["currency"]},
        "lead_time_days": days,
        "note": note,
    }
    form = {"amount": amount, "lead_time_days": str(days), "note": note.replace("\n", "\r\n")}
    if until is not None:
        day = clock.now().date() + timedelta(days=until)
        body["valid_until"] = datetime.combine(day, time(23, 59, 59), UTC).isoformat()
        form["valid_until"] = f"{day}"
    answer = by_api(contractor, request, "offer", body)
    taken = page.send("counter_offer", **form)
    assert (answer.status_code, taken) in ((201, 200), (422, 422)), answer.text
    if taken == 200:
        names = ("lead_time_days", "note", *(["valid_until"] if until is not None else []))
        one, two = last_offer(contractor, request), last_offer(other, other_request)
        assert [one[name] for name in names] == [two[name] for name in names]
        assert one["price"]["amount"] == two["price"]["amount"]
    return taken == 200


@pytest.mark.parametrize(
    ("amount", "taken"),
    [("0.01", True), ("0", False), ("12.345", False), ("12.3456", False), ("12.50", True),
     ("9999999.99", True), ("9999999999.99", True), ("10000000000", False), ("-1", False),
     ("", False), ("NaN", False), ("1e400", False)],
)  # fmt: skip
def test_the_same_amounts_are_taken(asked, amount, taken):
    assert check_alike(asked, amount=amount) == taken


@pytest.mark.parametrize(
    ("days", "taken"), [(0, False), (1, True), (3650, True), (3651, False), (-1, False)]
)
def test_the_same_lead_times_are_taken(asked, days, taken):
    assert check_alike(asked, days=days) == taken


@pytest.mark.parametrize(
    ("until", "taken"), [(-1, False), (0, True), (365, True), (367, False), (5000, False)]
)
def test_offers_may_bind_equally_long(asked, until, taken):
    assert check_alike(asked, until=until) == taken


@pytest.mark.parametrize(
    ("note", "taken"),
    [("", True), ("x" * 4000, True), ("x" * 4001, False), ("a\n" * 1999 + "bc", True),
     ("  spaces around  ", True), ("x" * 4000 + "  ", True)],
)  # fmt: skip
def test_notes_may_be_equally_long(asked, note, taken):
    assert check_alike(asked, note=note) == taken


@pytest.mark.parametrize(
    ("text", "taken"), [("", False), (" \n ", False), ("x" * 10_000, True), ("x" * 10_001, False)]
)
def test_questions_may_be_equally_long(asked, text, taken):
    contractor, _, (request, _), page = asked
    answer = by_api(contractor, request, "ask", {"text": text})
    assert (answer.status_code == 200) == taken
    assert (page.send("ask", text=text) == 200) == taken


@pytest.mark.parametrize(("reason", "taken"), [("", True), ("x" * 2000, True), ("x" * 2001, False)])
def test_reasons_may_be_equally_long(asked, reason, taken):
    contractor, other, (request, other_request), page = asked
    answer = by_api(contractor, request, "decline", {"reason": reason})
    assert (answer.status_code == 200) == taken
    assert (page.send("decline", reason=reason) == 410) == taken  # the link ends with the request
    one, two = (
        caller.get(f"/requests/{asked_['id']}").json
        for caller, asked_ in ((contractor, request), (other, other_request))
    )
    assert (one["state"], one["reason"]) == (two["state"], two["reason"])


def test_what_is_left_open_is_the_same(asked):
    contractor, other, (request, other_request), page = asked
    assert by_api(contractor, request, "offer", {}).status_code == 201
    assert page.send("offer") == 200
    ends = [
        datetime.fromisoformat(last_offer(*pair)["valid_until"])
        for pair in ((contractor, request), (other, other_request))
    ]
    assert abs(ends[0] - ends[1]) < timedelta(minutes=5)
    assert last_offer(other, other_request)["as_quoted"]
