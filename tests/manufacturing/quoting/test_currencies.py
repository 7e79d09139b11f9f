"""Every currency has its own smallest unit, in quotes, offers, papers, totals and tables."""

from decimal import Decimal

import pytest

from service.manufacturing.quoting import currencies
from service.manufacturing.quoting.catalogue import BadData
from service.manufacturing.quoting.matching import match
from service.manufacturing.quoting.record import quote_for_client
from service.translations import formats
from tests.support.contractors import CATALOGUE, contractor, order
from tests.support.orders import (
    answer,
    dispatched,
    fire,
    offer,
    request_of,
    suitable,
    verified,
)
from tests.support.pdfs import text_of
from tests.support.worlds.marketplace import refused

pytestmark = pytest.mark.one_database

#: Of 2026: those in which a contractor may be paid.
PLACES = {"EUR": 2, "USD": 2, "CHF": 2, "JPY": 0, "ISK": 0, "KRW": 0, "CLP": 0, "VND": 0} | {
    "KWD": 3,
    "BHD": 3,
    "OMR": 3,
    "TND": 3,
    "JOD": 3,
    "LYD": 3,
    "CLF": 4,
}
OF_OLD = ("DEM", "FRF", "ITL", "HRK", "BGN", "TRL")
NO_CURRENCY = ("XXX", "XTS", "XAU", "EUX", "ZZZ", "BTC")


def places_of(amount):
    return len(amount.partition(".")[2])


@pytest.fixture(scope="module")
def market(shared_market):
    return shared_market


def test_amounts_have_the_places_of_their_currency():
    assert {code: currencies.minor_units(code) for code in PLACES} == PLACES
    assert set(PLACES) <= currencies.in_use()
    assert currencies.minor_units("ITL") == 0


@pytest.mark.parametrize("code", [*OF_OLD, *NO_CURRENCY])
def test_a_contractor_cannot_be_paid_in_what_is_no_currency_any_more(code):
    with pytest.raises(BadData, match=f"contractor.currency must be a currency.*{code} is none"):
        contractor(currency=code)


@pytest.mark.parametrize("code", ["eur", "EURO", "E1R", "", "€"])
def test_what_is_no_code_at_all_is_refused_for_that(code):
    with pytest.raises(BadData, match=r"must be an ISO 4217 code such as 'EUR'"):
        contractor(currency=code)


def test_in_every_currency_lines_add_up_to_the_total_in_whole_units():
    asked = order(7, post_processing_ids=("dyeing",), express=True)
    terms = {"express": {"surcharge": "0.333"}, "fixed_costs": "0.0005", "margin": "0.1234"}
    assert len(currencies.in_use()) > 140
    for code in sorted(currencies.in_use()):
        shop = contractor(currency=code, **terms)
        (quote,) = match(asked, [shop], CATALOGUE, [1, 50]).quotes
        places = currencies.minor_units(code)
        record = quote.to_record()
        for shown in (record, quote_for_client(record)):
            lines = [line["amount"] for line in shown["lines"]]
            amounts = [*lines, shown["total"]["amount"], shown["unit_price"]["amount"]]
            amounts += [shown["tax"]["amount"]]
            amounts += [tier["unit_price"]["amount"] for tier in shown["tiers"]]
            assert {places_of(amount) for amount in amounts} == {places}, code
            assert sum(map(Decimal, lines)) == Decimal(shown["total"]["amount"]), code


@pytest.mark.parametrize(
    ("amount", "currency", "written"),
    [
        ("1234.500000", "JPY", "1234.5"),
        ("1234.000000", "JPY", "1234"),
        ("1234.500000", "KWD", "1234.500"),
        ("1234.567800", "KWD", "1234.5678"),
        ("10", "EUR", "10.00"),
        ("1E+3", "ISK", "1000"),
        ("0", "KWD", "0.000"),
    ],
)
def test_amounts_are_written_in_full(amount, currency, written):
    assert currencies.written(Decimal(amount), currency) == written


def paid_in(market, currency):
    """The two best contractors for a cube, who are paid in that currency from now on."""
    shops = suitable(market, verified(market))[:2]
    for shop in shops:
        path = f"/organizations/{shop.login.organization_id}/terms"
        terms = shop.get(path).json["terms"] | {"currency": currency}
        changed = shop.put(path, terms)
        assert changed.status_code == 200, changed.text
    return shops


@pytest.mark.parametrize(
    ("currency", "good", "bad", "sentence"),
    [
        ("JPY", "1234", "1234.56", "1234.56 has more decimals than JPY has: 0"),
        ("ISK", "990", "990.5", "990.5 has more decimals than ISK has: 0"),
        ("KWD", "12.345", "12.3456", "12.3456 has more decimals than KWD has: 3"),
        ("EUR", "12.34", "12.345", "12.345 has more decimals than EUR has: 2"),
    ],
)
def test_an_order_is_paid_in_whole_units_from_quote_to_paper(market, currency, good, bad, sentence):
    shops, client = paid_in(market, currency), market.client
    process_id = verified(market)
    assert dispatched(market, process_id, shops) == "dispatched"
    path = f"/processes/{process_id}"
    places = PLACES[currency]

    quote = request_of(shops[0], process_id)["quote"]
    amounts = [quote["total"]["amount"], *(line["amount"] for line in quote["lines"])]
    assert {places_of(amount) for amount in amounts} == {places}
    refusal = answer(shops[0], process_id, "offer", price={"amount": bad, "currency": currency})
    assert refused(refusal, 422, "invalid")
    assert refusal.json["errors"] == [{"pointer": "/price/amount", "detail": sentence}]

    made = offer(shops[0], process_id, good)
    assert made["price"] == {"amount": good, "currency": currency}
    offer(shops[1], process_id, good)
    (line, _) = client.get(f"{path}/offers").json["comparison"]
    difference = Decimal(good) - Decimal(line["quoted"]["amount"])
    assert line["price_difference"] == currencies.money(difference, currency)
    project = client.get(f"/projects/{client.get(path).json['project_id']}").json
    assert project["totals"]["offered"] == [made["price"]]
    table = client.get("/projects.csv").text
    assert f"{good} {currency}" in table

    accepted = fire(client, process_id, "accept_offer", offer_id=made["id"])
    assert accepted.status_code == 200, accepted.text
    number = request_of(shops[0], process_id)["number"]
    paper = client.get(f"{path}/documents/{number}-OC.pdf?language=en")
    sum = formats.money(Decimal(good), currency, "en").replace("\N{NO-BREAK SPACE}", " ")
    assert sum in text_of(paper.data)


def test_terms_in_a_currency_of_old_are_refused_where_they_are_wrong(market):
    shop = suitable(market, verified(market))[0]
    path = f"/organizations/{shop.login.organization_id}/terms"
    terms = shop.get(path).json["terms"]
    for code in ("DEM", "XXX"):
        refusal = shop.put(path, terms | {"currency": code})
        assert refusal.status_code == 422, refusal.text
        (error,) = refusal.json["errors"]
        assert error["pointer"] == "/currency"
        assert f"must be a currency that is in use, and {code} is none" in error["detail"]
