"""What the page of a link refuses, how it ends, and whom it lets in."""

import re
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from itsdangerous import URLSafeSerializer

from service import clock, signed_tokens
from service.database import transactions
from service.database.models import Request
from service.orders import expiry
from service.settings import settings
from service.sourcing import answer_links
from tests.support.answer_pages import page_of, speaks
from tests.support.orders import request_state
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


@pytest.mark.parametrize(
    "day", ["2001-01-01", "tomorrow", "2026-02-30", "9999-12-31", "", "01.02.2027"]
)
def test_a_day_of_arrival_that_cannot_be_is_asked_for_again(sent, day):
    _, contractor, request, page = sent
    assert page.send("counter_offer", amount="99", delivery_date=day) == 422
    assert "The date of arrival" in page.text
    assert request_state(contractor, request) == "dispatched"


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
    assert request_state(contractor, request) == "dispatched"


def test_a_question_is_a_message_and_its_answer_is_on_the_page_of_the_next_mail(market, sent):
    process_id, contractor, request, page = sent
    assert page.send("acknowledge") == 200
    assert request_state(contractor, request) == "acknowledged"
    assert page.send("ask", text="Which <colour>?") == 200
    messages = market.client.get(f"/processes/{process_id}/messages").json["items"]
    assert messages[-1]["text"] == "Which <colour>?"
    answer = {"text": "Black, please.", "request_id": request["id"]}
    answered = market.client.post(f"/processes/{process_id}/actions/answer", answer)
    assert answered.status_code == 200, answered.text
    page.look()
    assert "Which &lt;colour&gt;?" not in page.text
    assert "Black, please." not in page.text
    page = page_of(market, request)
    assert "Which &lt;colour&gt;?" in page.text
    assert "Black, please." in page.text
    assert page.send("ask", text="  ") == 422


def test_declining_ends_the_link(market, sent):
    _, contractor, request, page = sent
    page.send("decline", reason="full")
    assert "nothing more to do" in page.text
    assert request_state(contractor, request) == "declined"
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
    assert request_state(contractor, request) == "offered"


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
        signed_tokens.token(answer_links.PURPOSE, *ids),
        signed_tokens.token(answer_links.PURPOSE, ids[1], "0", "0", "9" * 16),
        signed_tokens.token(answer_links.PURPOSE, ids[0], "0", "0", "9" * 40),
        signed_tokens.token(answer_links.PURPOSE, ids[0], "0", "now", "9" * 16),
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
    assert request_state(contractor, request) == "dispatched"


def test_a_german_contractor_reads_german(sent, market):
    _, _, request, page = sent
    speaks(request, "de")
    assert "Zu diesem Preis anbieten" in page.look().text
    with transactions.reading() as session:
        assert session.get_one(Request, UUID(request["id"])).number in page.text
    page.send("decline", reason="voll")
    assert "Sie haben die Anfrage abgelehnt" in page.text
