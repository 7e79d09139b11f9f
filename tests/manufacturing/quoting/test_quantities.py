"""Several quantities priced at once."""

from decimal import Decimal

from service.manufacturing.quoting.matching import match
from service.manufacturing.quoting.record import quote_for_client
from tests.support.contractors import CATALOGUE, MEX, PBF, contractor, cube, order


def tiers(asked, quantities, *shops):
    (quote,) = match(asked, shops or (contractor(),), CATALOGUE, quantities).quotes
    return [tier.to_dict() for tier in quote.tiers]


def test_every_quantity_costs_what_it_costs_alone():
    discounts = [{"from_quantity": 10, "discount": "0.1"}]
    shop = contractor(tiers=discounts)
    for row in tiers(order(1), [1, 9, 10, 250], shop):
        (alone,) = match(order(row["quantity"]), [shop], CATALOGUE).quotes
        assert row["total"] == {"amount": str(alone.total), "currency": "EUR"}
        assert row["unit_price"] == {"amount": str(alone.unit_price), "currency": "EUR"}
        assert row["lead_time_days"] == alone.lead_time.days


def test_each_quantity_is_made_on_the_machine_that_is_cheapest_for_it():
    quick = {**PBF, "id": "quick", "rates": {**PBF["rates"], "setup_fixed": "500"}}
    quick["rates"]["machine_hour"] = "0"
    shop = contractor(PBF, quick)
    few, many = tiers(order(1), [1, 2000], shop)
    assert Decimal(few["total"]["amount"]) < 500
    alone = match(order(2000), [contractor(quick)], CATALOGUE).quotes[0]
    assert many["total"]["amount"] == str(alone.total)


def test_a_quantity_that_is_too_large_says_why():
    rows = tiers(order(1), [10, 11], contractor(max_quantity=10))
    assert rows[0]["total"]
    assert rows[1] == {"quantity": 11, "reason": "11 pieces > 10 in one order"}
    slow = tiers(order(1, parts=[cube(60.0)]), [5000], contractor(max_build_days=3))
    assert "working days > 3" in slow[0]["reason"]


def test_asking_for_more_quantities_changes_no_quote():
    plain = match(order(5), [contractor(PBF, MEX)], CATALOGUE).quotes[0]
    asked = match(order(5), [contractor(PBF, MEX)], CATALOGUE, [1, 100]).quotes[0]
    assert "tiers" not in plain.to_record()
    assert {k: v for k, v in asked.to_record().items() if k != "tiers"} == plain.to_record()
    assert quote_for_client(asked.to_record())["tiers"] == asked.to_record()["tiers"]
