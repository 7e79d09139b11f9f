"""The papers of an order: which there are, who reads them, what stands in them."""

import re
from contextlib import contextmanager
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from service import clock
from service.access.actor import ActingParty
from service.database import transactions
from service.database.models import Organization, Process, Project, Request
from service.documents import price_lines
from service.sourcing import offers
from service.translations import formats
from tests.support.orders import fire, offer, request_of
from tests.support.pdfs import text_of
from tests.support.worlds.marketplace import refused
from workflows.engine import Actor

pytestmark = pytest.mark.one_database


@pytest.fixture(scope="module")
def market(shared_market):
    return shared_market


def papers(caller, process_id):
    """Kind and number of each."""
    answer = caller.get(f"/processes/{process_id}/documents")
    assert answer.status_code == 200, answer.text
    return [(item["kind"], item["number"]) for item in answer.json["items"]]


def text(caller, process_id, number, query="?language=en"):
    """What stands on the paper."""
    answer = caller.get(f"/processes/{process_id}/documents/{number}.pdf{query}")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf"), answer.text
    return text_of(answer.data)


@pytest.fixture(scope="module")
def shipped(market):
    """An order of five pieces that was counter-offered, and shipped in two parts."""
    process_id, (winner, loser) = market.send(2)
    offer(loser, process_id, "444.00")
    offer(winner, process_id, "130.00")
    made = offer(winner, process_id, "123.45")
    fire(market.client, process_id, "accept_offer", offer_id=made["id"])
    fire(winner, process_id, "start_production")
    fire(winner, process_id, "report_progress", made=2)
    fire(winner, process_id, "ship", pieces=2, carrier="Posthorn", tracking_number="PH 1")
    fire(winner, process_id, "report_progress", made=3)
    fire(winner, process_id, "finish_production")
    sent = fire(winner, process_id, "ship", carrier="Posthorn", tracking_number="PH 2")
    assert sent.json["state"] == "in_delivery", sent.text
    return process_id, winner, loser


def test_each_step_of_an_order_has_its_numbered_paper(market, shipped):
    process_id, winner, _ = shipped
    own = request_of(winner, process_id)["number"]
    expected = {
        ("request_for_quotation", f"{own}-RFQ"),
        ("offer", f"{own}-OF1"),
        ("offer", f"{own}-OF2"),
        ("order_confirmation", f"{own}-OC"),
        ("delivery_note", f"{own}-DN1"),
        ("delivery_note", f"{own}-DN2"),
    }
    assert set(papers(winner, process_id)) == expected
    of_client = papers(market.client, process_id)
    assert set(of_client) > expected
    assert len(of_client) == len(set(of_client)) == len(expected) + 2


@contextmanager
def living_in(caller, country):
    """Let the caller's organisation be in another country for a while."""

    def move(country):
        with transactions.writing() as session:
            organization = session.get_one(Organization, caller.login.organization_id)
            before, organization.country = organization.country, country
        return before

    before = move(country)
    try:
        yield
    finally:
        move(before)


def test_times_are_told_in_the_zone_of_whoever_reads_the_paper(market, shipped):
    process_id, winner, _ = shipped
    number = f"{request_of(winner, process_id)['number']}-OC"
    items = market.client.get(f"/processes/{process_id}/documents").json["items"]
    (issued,) = [paper["issued_at"] for paper in items if paper["number"] == number]
    for country, zone in (("JP", "Asia/Tokyo"), ("US", "America/New_York")):
        with living_in(market.client, country):
            moment = formats.moment(datetime.fromisoformat(issued), "en", ZoneInfo(zone))
            assert f"Issued {moment}" in text(market.client, process_id, number)
    with living_in(market.client, "JP"):
        stated = market.client.patch("/auth/me", {"zone": "Asia/Kathmandu"})
        assert stated.status_code == 200
        moment = formats.moment(datetime.fromisoformat(issued), "en", ZoneInfo("Asia/Kathmandu"))
        assert f"Issued {moment}" in text(market.client, process_id, number)


def test_the_day_until_which_an_offer_binds_is_the_one_that_was_stated(market):
    process_id, (contractor,) = market.send(1)
    until = (clock.now() + timedelta(days=20)).replace(hour=23, minute=59, second=59, microsecond=0)
    offer(contractor, process_id, valid_until=until.isoformat())
    number = f"{request_of(contractor, process_id)['number']}-OF1"
    with living_in(market.client, "JP"):
        shown = text(market.client, process_id, number)
    assert f"Binding until {formats.day(until, 'en')} 23:59 UTC" in shown


def test_who_has_lost_reads_no_papers_any_more(market, shipped):
    process_id, _, loser = shipped
    number = papers(market.client, process_id)[0][1]
    for path in ("documents", f"documents/{number}.pdf"):
        assert refused(loser.get(f"/processes/{process_id}/{path}"), 404, "not-found")


def test_a_contractor_cannot_read_a_competitors_paper_by_its_number(market):
    process_id, (first, second) = market.send(2)
    number = f"{request_of(first, process_id)['number']}-RFQ"
    assert number in text(first, process_id, number)
    answer = second.get(f"/processes/{process_id}/documents/{number}.pdf")
    assert refused(answer, 404, "not-found")


def test_the_confirmation_names_the_agreed_price_and_what_it_rests_on(market, shipped):
    process_id, winner, _ = shipped
    own = request_of(winner, process_id)["number"]
    words = text(market.client, process_id, f"{own}-OC")
    for part in ("Order confirmation", "€123.45", f"{own}-OF2", "9 days"):
        assert part in words
    assert process_id not in words
    assert "€130.00" not in words
    agreed = clock.now().astimezone(ZoneInfo("Europe/Berlin")).date() + timedelta(days=9)
    assert formats.day(agreed, "en") in words
    offered = text(market.client, process_id, f"{own}-OF2")
    assert f"{formats.day(agreed, 'en')}, if accepted on the day of issue" in offered


def test_a_request_for_quotation_holds_the_quote_line_by_line(market, shipped):
    process_id, winner, _ = shipped
    request = request_of(winner, process_id)
    words = text(winner, process_id, f"{request['number']}-RFQ")
    asked = market.client.get(f"/processes/{process_id}").json["requests"]
    (seen,) = [each["quote"]["lines"] for each in asked if each["id"] == request["id"]]
    assert {"Material", "Shipping"} <= {line["name"] for line in seen}
    for line in seen:
        assert line["name"] in words
        assert f"€{line['amount']}" in words
    assert "Margin" not in words
    assert f"€{request['quote']['total']['amount']}" in words
    net, tax, gross = (
        words.index(each) for each in ("Net total", "Value added tax", "Gross total")
    )
    assert net < tax < gross


def test_the_confirmation_says_who_is_reached_where_and_what_comes_on_top_as_tax(market, shipped):
    process_id, winner, _ = shipped
    own = request_of(winner, process_id)["number"]
    quote = request_of(winner, process_id)["quote"]
    words = text(market.client, process_id, f"{own}-OC").replace("\n", " ")
    rate = Decimal(quote["tax"]["rate"])
    tax = (Decimal("123.45") * rate).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert f"Value added tax, {formats.short_number(rate * 100, 'en')} %" in words
    assert "Net total €123.45" in words
    assert formats.money(tax, "EUR", "en") in words
    assert f"Gross total {formats.money(Decimal('123.45') + tax, 'EUR', 'en')}" in words
    assert "Germany" in words
    with transactions.reading() as session:
        shop = session.get(Organization, winner.login.organization_id)
        buyer = session.get(Organization, market.client.login.organization_id)
        emails = [shop.email, buyer.email or market.client.login.email]
    for email in filter(None, emails):
        assert email in words
        assert email not in text(market.client, process_id, f"{own}-RFQ")


def test_a_delivery_note_says_what_is_in_the_parcel_and_no_price(shipped):
    process_id, winner, _ = shipped
    own = request_of(winner, process_id)["number"]
    for number, pieces, tracking in ((1, 2, "PH 1"), (2, 3, "PH 2")):
        words = text(winner, process_id, f"{own}-DN{number}")
        assert f"{pieces} ×" in words
        assert "Posthorn" in words
        assert tracking in words
        assert "€" not in words


def test_papers_state_vat_ids_and_the_general_terms_that_held_at_the_offer(market):
    process_id, (contractor,) = market.send(1)
    stated = {
        market.client: {"vat_id": "de 136 695 976", "general_terms": "We pay after 30 days."},
        contractor: {"vat_id": "ATU13585627", "general_terms": "Two per cent off\nwithin a week."},
    }
    for caller, changes in stated.items():
        assert state(caller, **changes).status_code == 200
    offer(contractor, process_id)
    for caller in stated:
        state(caller, general_terms="Later ones.")
    number = request_of(contractor, process_id)["number"]
    offered = text(market.client, process_id, f"{number}-OF1")
    for part in ("VAT ID DE136695976", "VAT ID ATU13585627"):
        assert part in offered
    assert "General terms of the contractor Two per cent off within a week." in offered
    assert "General terms of the client We pay after 30 days." in offered
    assert "Later ones." not in offered
    asked = text(contractor, process_id, f"{number}-RFQ")
    assert "General terms of the client Later ones." in asked
    assert "of the contractor" not in asked
    for caller in stated:
        state(caller, vat_id=None, general_terms="")
    assert "VAT ID" not in text(market.client, process_id, f"{number}-OF1")


def test_an_organization_that_makes_for_itself_states_its_terms_as_both_sides(market):
    process_id, (contractor,) = market.send(1)
    asked = request_of(contractor, process_id)
    with transactions.trying() as session:
        request = session.get_one(Request, UUID(asked["id"]))
        process = session.get_one(Process, request.process_id)
        own = session.get_one(Organization, request.contractor_id)
        own.general_terms = "Ours."
        session.get_one(Project, request.project_id).client_id = own.id
        session.flush()
        by = ActingParty(Actor.CONTRACTOR, contractor.login.user_id, "Somebody", own.id)
        made = offers.offer(session, request, process, by)
        assert made.general_terms == {"client": "Ours.", "contractor": "Ours."}


def state(caller, **changes):
    """Let the papers of the caller's organisation state something else."""
    path = f"/organizations/{caller.login.organization_id}"
    return caller.patch(path, changes)


def test_papers_speak_the_language_of_who_reads_them(market, shipped):
    process_id, winner, _ = shipped
    number = f"{request_of(winner, process_id)['number']}-OC"
    with transactions.writing() as session:
        home = session.get(Organization, market.client.login.organization_id)
        home.language = "de"
    assert "Auftragsbestätigung" in text(market.client, process_id, number, "")
    assert "123,45 €" in text(market.client, process_id, number, "").replace("\xa0", " ")
    assert "Order confirmation" in text(market.client, process_id, number)
    assert market.client.patch("/auth/me", {"language": "en"}).status_code == 200
    assert "Order confirmation" in text(market.client, process_id, number, "")
    refusal = market.client.get(f"/processes/{process_id}/documents/{number}.pdf?language=fr")
    assert refusal.status_code == 422


def test_the_history_is_printed_in_both_languages(market, shipped):
    process_id, *_ = shipped
    for language, word in (("de", "Angebot angenommen"), ("en", "accept offer")):
        answer = market.client.get(f"/processes/{process_id}/history.pdf?language={language}")
        assert word in text_of(answer.data)


def test_every_line_of_a_price_has_its_word(market):
    process_id, (contractor,) = market.send(1)
    for line in request_of(contractor, process_id)["quote"]["lines"]:
        assert line["name"] in price_lines.LINES, line


def test_each_paper_says_where_the_history_stood_when_it_was_issued(market, shipped):
    process_id, winner, _ = shipped
    rows = winner.get(f"/processes/{process_id}/history").json["items"]
    hashes = {row["version"]: row["hash"] for row in rows}
    for _kind, number in papers(winner, process_id):
        head = re.search(r"\b(\d+)-([0-9a-f]{16})\b", text(market.client, process_id, number))
        assert hashes.get(int(head[1]), head[2]).startswith(head[2])
    last = max(hashes)
    confirmation = f"{request_of(winner, process_id)['number']}-OC"
    assert f"{last}-" not in text(winner, process_id, confirmation)
