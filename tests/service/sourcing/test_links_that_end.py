"""Links to answer by end by themselves, by another address, or when somebody revokes them."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from service import clock
from service.database import transactions
from service.database.models import AccountMail, Offer, Organization, Request
from service.sourcing import late_mails
from tasks.channels.requests import channels
from tasks.delivery import late_request_mails
from tests.support.answer_pages import link_of, page_of
from tests.support.orders import fired, operator_of, request_state
from tests.support.servers.account_mails import mailbox, text_of, token_in
from tests.support.worlds import marketplace as markets

pytestmark = pytest.mark.one_database


@pytest.fixture
def market(example_url, monkeypatch, tmp_path):
    with markets.opened(example_url, monkeypatch, tmp_path) as market:
        channels.cache_clear()  # which know the folder of mails
        yield market
    channels.cache_clear()
    clock.reset()


@pytest.fixture
def sent(market):
    """A process that was sent to two contractors, the first of them, its request and page."""
    process_id, contractors = market.send(2)
    (request,) = contractors[0].get("/requests").json["items"]
    return process_id, contractors[0], request, page_of(market, request)


def organization_of(contractor):
    return f"/organizations/{contractor.login.organization_id}"


def state_anew(contractor, **terms):
    path = f"{organization_of(contractor)}/terms"
    answer = contractor.put(path, contractor.get(path).json["terms"] | terms)
    assert answer.status_code == 200, answer.text


def assert_ended(page, words):
    page.look()
    assert page.answer.status_code == 410, page.text
    assert words in page.text
    assert "cube.stl" not in page.text
    assert page.send("offer") == 410
    assert page._client.get(f"{page.path}/dossier.pdf").status_code == 410


def test_a_link_ends_a_day_after_the_time_to_answer_while_the_request_goes_on(sent):
    _, contractor, request, page = sent
    assert page.send("offer") == 200
    late = datetime.fromisoformat(request["answer_by"]) + timedelta(days=1)
    clock.move(late - timedelta(minutes=1) - clock.now())
    assert page.look().answer.status_code == 200
    clock.move(timedelta(minutes=2))
    assert_ended(page, "Log in to answer.")
    assert request_state(contractor.enter(), request) == "offered"


@pytest.mark.parametrize("who", ["contractor", "operator"])
def test_links_are_revoked_by_the_contractor_and_by_operators(market, sent, who):
    _, contractor, request, page = sent
    by = contractor if who == "contractor" else operator_of(market)
    assert by.delete(f"{organization_of(contractor)}/answer_links").status_code == 204
    assert_ended(page, "It was revoked.")
    assert request_state(contractor, request) == "dispatched"
    assert page_of(market, request).answer.status_code == 200  # of the next mail


def test_nobody_else_revokes_links(market, sent):
    _, contractor, _, page = sent
    path = f"{organization_of(contractor)}/answer_links"
    assert market.client.delete(path).status_code == 404
    assert market.visitor().delete(path).status_code == 404
    assert page.look().answer.status_code == 200


def test_another_address_voids_the_links_and_the_same_one_does_not(market, sent):
    _, contractor, _, page = sent
    address = contractor.get(organization_of(contractor)).json["email"]
    contractor.patch(organization_of(contractor), {"email": address})
    assert page.look().answer.status_code == 200
    contractor.patch(organization_of(contractor), {"email": None})
    assert_ended(page, "It was revoked.")


def test_other_channels_void_the_links_and_other_terms_do_not(sent):
    _, contractor, _, page = sent
    state_anew(contractor, max_open_requests=7)
    assert page.look().answer.status_code == 200
    state_anew(contractor, channels=["inbox"])
    assert_ended(page, "It was revoked.")


def test_a_message_that_is_newer_than_the_mail_is_not_shown(market, sent):
    process_id, _, request, page = sent
    message = {"text": "the gate code is 4711", "request_id": request["id"]}
    assert market.client.post(f"/processes/{process_id}/messages", message).status_code == 201
    assert "4711" not in page.look().text


def test_who_asked_by_link_is_mailed_the_answer_with_a_link_that_shows_it(market, sent):
    process_id, _, request, page = sent
    page.send("ask", text="Which colour?")
    fired(market.client, process_id, "answer", text="Black, please.", request_id=request["id"])
    with transactions.writing() as session:
        outgoing = late_mails.claim(session)
    assert outgoing is not None
    assert outgoing.request_id == UUID(request["id"])
    with transactions.reading() as session:
        first_key = session.get_one(Request, outgoing.request_id).idempotency_key
    assert outgoing.idempotency_key != first_key  # no repeat of the mail before
    assert "Black, please." in page_of(market, request).text


def test_the_mail_of_an_answer_says_so(market, sent, tmp_path):
    process_id, _, request, page = sent
    page.send("ask", text="Which colour?")
    fired(market.client, process_id, "answer", text="Black, please.", request_id=request["id"])
    assert late_request_mails.send_due() == 1
    (letter,) = (tmp_path / "mail").glob("*.eml")
    assert "The client has answered your question" in letter.read_text()
    assert late_request_mails.send_due() == 0


class TestConfirmedOffers:
    """Above its contractor's limit an offer by link counts once it is confirmed by mail."""

    @pytest.fixture
    def mails(self, market, monkeypatch):
        with mailbox(monkeypatch) as mails:
            yield mails

    @pytest.fixture
    def limited(self, sent):
        """The request of a contractor whose links offer up to 50."""
        process_id, contractor, request, page = sent
        state_anew(contractor, link_offer_limit="50")
        return process_id, contractor, request, page

    def link_in(self, mails):
        return token_in(mails.fetch()[-1], "answer/confirm")

    def test_an_offer_up_to_the_limit_counts_at_once(self, limited):
        _, contractor, request, page = limited
        assert page.send("counter_offer", amount="50", lead_time_days="9") == 200
        assert request_state(contractor, request) == "offered"

    def test_one_above_it_counts_once_the_mailed_link_is_confirmed(self, market, mails, limited):
        _, contractor, request, page = limited
        assert page.send("counter_offer", amount="50.01", lead_time_days="9") == 200
        assert "on its way to your email address" in page.text
        assert request_state(contractor, request) == "dispatched"
        (letter,) = mails.fetch()
        assert "50.01" in text_of(letter)
        token = token_in(letter, "answer/confirm")
        client = market.application.test_client()
        shown = client.get(f"/answer/confirm/{token}")
        assert shown.status_code == 200
        assert "50.01" in shown.text
        assert request_state(contractor, request) == "dispatched"  # opening changes nothing
        assert client.post(f"/answer/confirm/{token}").status_code == 200
        (offer,) = contractor.get(f"/requests/{request['id']}").json["offers"]
        assert (offer["price"]["amount"], offer["lead_time_days"]) == ("50.01", 9)
        assert client.post(f"/answer/confirm/{token}").status_code == 410  # works once

    def test_an_offer_as_quoted_is_no_way_around(self, mails, sent):
        _, contractor, request, page = sent
        state_anew(contractor, link_offer_limit="0")
        assert page.send("offer") == 200
        assert request_state(contractor, request) == "dispatched"

    def test_the_link_confirms_no_other_offer_than_the_newest(self, market, mails, limited):
        _, contractor, request, page = limited
        page.send("counter_offer", amount="60", lead_time_days="9")
        token = self.link_in(mails)
        page.send("counter_offer", amount="70", lead_time_days="9")
        client = market.application.test_client()
        assert client.post(f"/answer/confirm/{token}").status_code == 410
        assert request_state(contractor, request) == "dispatched"

    @pytest.mark.parametrize("change", ["revoked", "another address", "late", "withdrawn"])
    def test_the_link_is_void(self, market, mails, limited, change):
        process_id, contractor, request, page = limited
        page.send("counter_offer", amount="60", lead_time_days="9")
        token = self.link_in(mails)
        if change == "revoked":
            contractor.delete(f"{organization_of(contractor)}/answer_links")
        elif change == "another address":
            with transactions.writing() as session:
                row = session.get_one(Organization, UUID(request["contractor_id"]))
                row.email = "eve@else.example"
        elif change == "late":
            clock.move(timedelta(minutes=31))
        else:
            fired(market.client, process_id, "withdraw")
        client = market.application.test_client()
        assert client.get(f"/answer/confirm/{token}").status_code == 410
        assert client.post(f"/answer/confirm/{token}").status_code == 410
        with transactions.reading() as session:
            assert session.query(Offer).count() == 0

    def test_what_cannot_be_offered_is_said_before_a_mail_goes_out(self, mails, limited):
        _, _, _, page = limited
        late = {"valid_until": "2001-01-01"}
        assert page.send("counter_offer", amount="60", lead_time_days="9", **late) == 422
        with transactions.reading() as session:
            assert session.query(AccountMail).filter_by(kind="offer_confirmation").count() == 0

    def test_an_address_gets_five_such_mails_in_an_hour(self, limited):
        _, _, _, page = limited
        for _ in range(5):
            assert page.send("counter_offer", amount="60", lead_time_days="9") == 200
        assert page.send("counter_offer", amount="60", lead_time_days="9") == 429

    def test_who_has_no_address_logs_in(self, market, limited):
        _, contractor, request, _ = limited
        contractor.patch(organization_of(contractor), {"email": None})
        page = page_of(market, request)
        assert page.send("counter_offer", amount="60", lead_time_days="9") == 409
        assert "Log in to make it" in page.text


def test_each_mail_about_a_request_holds_the_same_link(sent):
    _, _, request, _ = sent
    assert link_of(request) == link_of(request)
