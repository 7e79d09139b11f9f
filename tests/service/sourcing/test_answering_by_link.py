"""Contractors answer by the link in their mail, without an account; nobody else does."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from service import clock
from service.catalogue import calendars
from service.manufacturing.quoting.working_days import WorkingDays
from service.translations import formats
from tests.support.answer_pages import page_of, speaks
from tests.support.orders import fired, request_state
from tests.support.pdfs import text_of
from tests.support.tenants import upload
from tests.support.worlds import marketplace as markets

pytestmark = pytest.mark.one_database


@pytest.fixture
def market(example_url, monkeypatch, tmp_path):
    with markets.opened(example_url, monkeypatch, tmp_path) as market:
        yield market
    clock.reset()


@pytest.fixture
def sent(market):
    """A process that was sent to two contractors, the first of them, its request and page."""
    process_id, contractors = market.send(2)
    (request,) = contractors[0].get("/requests").json["items"]
    return process_id, contractors[0], request, page_of(market, request)


def history(market, process_id):
    return market.client.get(f"/processes/{process_id}/history").json["items"]


def test_the_page_shows_the_order_and_changes_nothing(market, sent):
    process_id, contractor, request, page = sent
    before = history(market, process_id)
    assert page.answer.status_code == 200
    for words in (request["number"], "cube.stl", "data:image/png;base64,", "20.0"):
        assert words in page.text, words
    assert request["quote"]["lines"][0]["name"].split()[0] in page.text
    assert history(market, process_id) == before
    assert request_state(contractor, request) == "dispatched"
    assert "<script" not in page.text
    assert "Set-Cookie" not in page.answer.headers
    assert page.answer.headers["Referrer-Policy"] == "no-referrer"
    assert "default-src 'none'" in page.answer.headers["Content-Security-Policy"]
    pdf = page._client.get(f"{page.path}/dossier.pdf")
    assert pdf.mimetype == "application/pdf"


def test_the_page_names_what_is_attached_to_a_message(market, sent):
    process_id, _, request, page = sent
    path = f"/processes/{process_id}/messages"
    drawing = market.client.ask("POST", f"{path}/attachments", **upload())
    message = {"attachment_ids": [drawing.json["id"]], "request_id": request["id"]}
    assert market.client.post(path, message).status_code == 201
    page.send("ask", text="Which colour?")
    fired(market.client, process_id, "answer", text="Black", request_id=request["id"])
    assert "Attached: a.stl" in page_of(market, request).text


def test_an_offer_as_quoted_is_the_contractors_by_signed_link(market, sent):
    process_id, contractor, request, page = sent
    assert page.send("offer", note="gladly") == 200
    assert "with the client" in page.text
    shown = contractor.get(f"/requests/{request['id']}").json
    assert shown["state"] == "offered"
    (offer,) = shown["offers"]
    assert offer["price"] == request["quote"]["total"]
    assert offer["note"] == "gladly"
    row = next(row for row in history(market, process_id) if row["trigger"] == "offer")
    assert row["actor"]["role"] == "contractor"
    assert row["actor"]["name"].endswith("by signed link")
    accepted = market.client.post(
        f"/processes/{process_id}/actions/accept_offer", {"offer_id": offer["id"]}
    )
    assert accepted.status_code == 200, accepted.text
    assert page.look().answer.status_code == 410
    assert "the order is yours" in page.text
    assert "cube.stl" not in page.text
    assert page._client.get(f"{page.path}/dossier.pdf").status_code == 410


@pytest.mark.parametrize(
    ("written", "meant"), [("1234.5", "1234.50"), ("1.234,50", "1234.50"), ("1,234.50", "1234.50")]
)
def test_a_counter_offer_is_read_as_people_write_amounts(sent, written, meant):
    _, contractor, request, page = sent
    assert page.send("counter_offer", amount=written, lead_time_days="9", note="") == 200
    (offer,) = contractor.get(f"/requests/{request['id']}").json["offers"]
    assert (offer["price"]["amount"], offer["lead_time_days"]) == (meant, 9)


@pytest.mark.parametrize(
    ("language", "typed", "message"),
    [
        ("en", "1.234", "1.234 can be read as 1,234.00 or 1.234; write 1234 or 1.23."),
        ("en", "12,345", "12,345 can be read as 12,345.00 or 12.345; write 12345 or 12.35."),
        ("de", "1.234", "1.234 kann 1.234,00 oder 1,234 bedeuten; schreiben Sie 1234 oder 1,23."),
        ("en", "12.3456", "12.3456 has more decimal places than EUR allows, which is 2."),
        ("de", "1234,567", "1234.567 hat mehr Nachkommastellen, als EUR zulässt: 2."),
        ("en", "", "Please state the price."),
        ("en", "$12", "“$12” names another currency; the request is quoted in EUR."),
        ("en", "12 apples", "“12 apples” cannot be read as an amount."),
        ("en", "-5", "The price must be more than 0."),
    ],
)
def test_an_amount_that_is_not_clear_is_asked_for_again(sent, language, typed, message):
    _, contractor, request, page = sent
    speaks(request, language)
    assert page.look().send("counter_offer", amount=typed, lead_time_days="9") == 422
    assert message in page.text
    assert f'name="amount" inputmode="decimal" required maxlength="40" value="{typed}"' in page.text
    assert request_state(contractor, request) == "dispatched"


def test_the_page_asks_for_the_day_of_arrival_and_says_it(market, sent):
    process_id, contractor, request, page = sent
    assert "working days" not in page.text
    quoted = formats.day(day_in(request["quote"]["lead_time_days"]), "en")
    assert f"on {quoted} if accepted today" in page.text
    day = day_in(9)
    assert page.send("counter_offer", amount="99", delivery_date=f"{day}") == 200
    (offer,) = contractor.get(f"/requests/{request['id']}").json["offers"]
    assert offer["lead_time_days"] == 9
    (line,) = market.client.get(f"/processes/{process_id}/offers").json["comparison"][:1]
    assert line["delivery_date"] == f"{day}"
    day_in_words = formats.day(day, "en")
    assert f"with the client on {day_in_words} if accepted today (9 calendar days)" in page.text
    accept = {"offer_id": offer["id"]}
    market.client.post(f"/processes/{process_id}/actions/accept_offer", accept)
    agreed = market.client.get(f"/processes/{process_id}").json["deliver_by"]
    assert datetime.fromisoformat(agreed).date() == day_in(10)  # the day ends at midnight


@pytest.mark.parametrize("hours", [0, 12])
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_dates_of_arrival_count_from_the_contractors_day_wherever_they_are_read(
    market, sent, monkeypatch, zone, hours
):
    process_id, contractor, request, page = sent
    always_open = WorkingDays("", tuple(range(7)), time_zone=zone)
    monkeypatch.setattr(calendars, "working_days_of", lambda *_: always_open)
    clock.move(timedelta(hours=hours))
    today = clock.now().astimezone(ZoneInfo(zone)).date()
    day = today + timedelta(days=14)
    page.look()
    assert f'min="{today + timedelta(days=1)}"' in page.text
    assert page.send("counter_offer", amount="99", delivery_date=f"{day}") == 200
    (offer,) = contractor.get(f"/requests/{request['id']}").json["offers"]
    assert offer["lead_time_days"] == 14
    day_in_words = formats.day(day, "en")
    assert f"with the client on {day_in_words} if accepted today" in page.text
    lines = market.client.get(f"/processes/{process_id}/offers").json["comparison"]
    assert [line["delivery_date"] for line in lines if line["offer"]] == [f"{day}"]
    paper = market.client.get(
        f"/processes/{process_id}/documents/{request['number']}-OF1.pdf?language=en"
    )
    assert day_in_words in text_of(paper.data)
    fired(market.client, process_id, "accept_offer", offer_id=offer["id"])
    agreed = market.client.get(f"/processes/{process_id}").json["deliver_by"]
    assert datetime.fromisoformat(agreed).date() == day + timedelta(days=1)  # ends at midnight


def test_a_date_is_shown_before_the_acceptance_as_the_contract_binds_it(market, monkeypatch):
    weekdays = WorkingDays("")
    monkeypatch.setattr(calendars, "working_days_of", lambda *_: weekdays)
    clock.move(timedelta(days=(5 - clock.now().weekday()) % 7))
    monday = day_in(2)
    assert monday.weekday() == 0
    process_id, (contractor, _) = market.send(2)
    (request,) = contractor.get("/requests").json["items"]
    page = page_of(market, request)
    assert f'min="{monday}"' in page.text  # nothing leaves on the Sunday
    assert page.send("counter_offer", amount="99", lead_time_days="1") == 200
    day_in_words = formats.day(monday, "en")
    assert f"with the client on {day_in_words} if accepted today" in page.text
    lines = market.client.get(f"/processes/{process_id}/offers").json["comparison"]
    assert [line["delivery_date"] for line in lines if line["offer"]] == [f"{monday}"]
    paper = market.client.get(
        f"/processes/{process_id}/documents/{request['number']}-OF1.pdf?language=en"
    )
    assert day_in_words in text_of(paper.data)
    (offer,) = contractor.get(f"/requests/{request['id']}").json["offers"]
    fired(market.client, process_id, "accept_offer", offer_id=offer["id"])
    agreed = market.client.get(f"/processes/{process_id}").json["deliver_by"]
    assert datetime.fromisoformat(agreed).date() == monday + timedelta(days=1)  # ends at midnight


def day_in(days):
    """The day on the contractor's clock."""
    return clock.now().astimezone(ZoneInfo("Europe/Berlin")).date() + timedelta(days=days)
