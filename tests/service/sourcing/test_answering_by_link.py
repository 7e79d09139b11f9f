"""Contractors answer by the link in their mail, without an account; nobody else does."""

import re
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from itsdangerous import URLSafeSerializer

from service import clock, signed_tokens
from service.catalogue import calendars
from service.database import transactions
from service.database.models import Request
from service.manufacturing.quoting.working_days import WorkingDays
from service.orders import expiry
from service.settings import settings
from service.sourcing import answer_links
from service.translations import formats
from tests.support.answer_pages import page_of, speaks
from tests.support.orders import fired
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


def state_of(contractor, request):
    return contractor.get(f"/requests/{request['id']}").json["state"]


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
    assert state_of(contractor, request) == "dispatched"
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
    assert "Attached: a.stl" in page.look().text


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
    assert "the order is yours" in page.look().text
    assert "<form" not in page.text


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
    assert state_of(contractor, request) == "dispatched"


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
    assert f"with the client on {day_in_words} as agreed" in page.look().text


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
    assert f"with the client on {day_in_words} as agreed" in page.look().text


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
    assert f"with the client on {day_in_words} as agreed" in page.look().text


@pytest.mark.parametrize(
    "day", ["2001-01-01", "tomorrow", "2026-02-30", "9999-12-31", "", "01.02.2027"]
)
def test_a_day_of_arrival_that_cannot_be_is_asked_for_again(sent, day):
    _, contractor, request, page = sent
    assert page.send("counter_offer", amount="99", delivery_date=day) == 422
    assert "The date of arrival" in page.text
    assert state_of(contractor, request) == "dispatched"


def day_in(days):
    return clock.now().date() + timedelta(days=days)


def test_an_offer_by_the_page_binds_as_long_as_the_organization_has_set(market, sent):
    _, contractor, request, page = sent
    path = f"/organizations/{request['contractor_id']}/deadlines"
    set_ = contractor.put(path, {"offer_validity": {"hours": 72}})
    assert set_.status_code == 200, set_.text
    assert page.send("counter_offer", amount="99", lead_time_days="9") == 200
    (offer,) = contractor.get(f"/requests/{request['id']}").json["offers"]
    lasts = datetime.fromisoformat(offer["valid_until"]) - clock.now()
    assert timedelta(hours=71) < lasts < timedelta(hours=73)


@pytest.mark.parametrize(
    "fields",
    [
        {"amount": "much", "lead_time_days": "9"},
        {"amount": "-5", "lead_time_days": "9"},
        {"amount": "NaN", "lead_time_days": "9"},
        {"amount": "1e9", "lead_time_days": "9"},
        {"amount": "5", "lead_time_days": "0"},
        {"amount": "5", "lead_time_days": "soon"},
        {"amount": "5", "lead_time_days": "9", "valid_until": "2001-01-01"},
        {"amount": "5", "lead_time_days": "9", "valid_until": "tomorrow"},
    ],
)
def test_what_cannot_be_offered_is_said_and_the_form_keeps_what_was_written(sent, fields):
    _, contractor, request, page = sent
    assert page.send("counter_offer", note="<b>as agreed</b>", **fields) == 422
    assert 'role="alert"' in page.text
    assert "&lt;b&gt;as agreed&lt;/b&gt;" in page.text
    assert state_of(contractor, request) == "dispatched"


def test_a_question_is_a_message_and_its_answer_is_on_the_page(market, sent):
    process_id, contractor, request, page = sent
    assert page.send("acknowledge") == 200
    assert state_of(contractor, request) == "acknowledged"
    assert page.send("ask", text="Which <colour>?") == 200
    messages = market.client.get(f"/processes/{process_id}/messages").json["items"]
    assert messages[-1]["text"] == "Which <colour>?"
    answer = {"text": "Black, please.", "request_id": request["id"]}
    answered = market.client.post(f"/processes/{process_id}/actions/answer", answer)
    assert answered.status_code == 200, answered.text
    page.look()
    assert "Which &lt;colour&gt;?" in page.text
    assert "Black, please." in page.text
    assert page.send("ask", text="  ") == 422


def test_declining_ends_the_link(market, sent):
    _, contractor, request, page = sent
    page.send("decline", reason="full")
    assert "nothing more to do" in page.text
    assert state_of(contractor, request) == "declined"
    assert page.look().answer.status_code == 410
    assert "You have declined it." in page.text
    assert page.send("offer") == 410
    assert page._client.get(f"{page.path}/dossier.pdf").status_code == 410


@pytest.mark.parametrize(("happens", "message"), [("withdraw", "withdrawn"), ("expire", "is over")])
def test_the_link_ends_with_the_request_and_says_why(market, sent, happens, message):
    process_id, _, _, page = sent
    if happens == "withdraw":
        path = f"/processes/{process_id}/actions/withdraw"
        assert market.client.post(path, {}).status_code == 200
    else:
        clock.move(timedelta(days=30))
        assert expiry.fire_due(clock.now())
    assert page.look().answer.status_code == 410
    assert message in page.text
    assert page.send("offer") == 410


def test_a_form_of_an_earlier_moment_is_refused_and_so_is_a_replay(sent):
    _, contractor, request, page = sent
    stale = page.text
    assert page.send("offer") == 200
    version = re.search(r'name="version" value="(\d+)"', stale).group(1)
    form = {"version": version, "action": "offer"}
    again = page._client.post(page.path, data=form)
    assert again.status_code == 409
    assert "Something has happened in the meantime" in again.text
    assert len(contractor.get(f"/requests/{request['id']}").json["offers"]) == 1


def test_what_is_not_possible_now_is_said(sent):
    _, contractor, request, page = sent
    assert page.send("offer") == 200
    assert page.send("acknowledge") == 409
    assert "not possible" in page.text
    assert page.send("fly") == 422
    assert state_of(contractor, request) == "offered"


def test_forged_links_lead_nowhere(market, sent):
    _, contractor, request, page = sent
    token = page.path.rpartition("/")[2]
    other_key = URLSafeSerializer("another key", salt=answer_links.PURPOSE)
    this_key = URLSafeSerializer(settings().secret_key, salt=answer_links.PURPOSE)
    other_use = URLSafeSerializer(settings().secret_key, salt="something else")
    ids = [UUID(request["id"]).hex, UUID(request["contractor_id"]).hex]
    for forged in (
        token[:-1],
        token[::-1],
        "nothing",
        "x" * 5000,
        other_key.dumps(ids),
        other_use.dumps(ids),
        signed_tokens.token(answer_links.PURPOSE, ids[0], ids[0]),
        signed_tokens.token(answer_links.PURPOSE, ids[1], ids[1]),
        signed_tokens.token(answer_links.PURPOSE, "a"),
        signed_tokens.token(answer_links.PURPOSE, "a", "b"),
        this_key.dumps({"a": 1}),
        this_key.dumps([1, 2]),
    ):
        for answer in (
            page._client.get(f"/answer/{forged}"),
            page._client.post(f"/answer/{forged}", data={"action": "offer", "version": "3"}),
            page._client.get(f"/answer/{forged}/dossier.pdf"),
        ):
            assert answer.status_code == 404, forged
            assert "does not work" in answer.text
    assert state_of(contractor, request) == "dispatched"


def test_a_german_contractor_reads_german(sent, market):
    _, _, request, page = sent
    speaks(request, "de")
    assert "Zu diesem Preis anbieten" in page.look().text
    with transactions.reading() as session:
        assert session.get_one(Request, UUID(request["id"])).number in page.text
    page.send("decline", reason="voll")
    assert "Sie haben die Anfrage abgelehnt" in page.text
