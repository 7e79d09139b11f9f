"""Quotes in the order of what counts for the client."""

from itertools import permutations
from uuid import UUID

import pytest

from service.database import transactions
from service.database.models import Process, Verification
from service.manufacturing.quoting.distances import CAPITALS, distance_km
from service.manufacturing.quoting.matching import match
from service.manufacturing.quoting.matching.ranking import PRIORITIES, RankedQuote, preferred
from service.manufacturing.quoting.matching.ranking import rank as rank_quotes
from service.manufacturing.quoting.record import quote_for_client
from service.manufacturing.quoting.working_days import regions
from service.verification import verify
from tests.support.contractors import CATALOGUE, PBF, contractor, order

pytestmark = pytest.mark.one_database


def quotes(*shops, asked=None):
    return [quote.to_record() for quote in match(asked or order(5), shops, CATALOGUE).quotes]


def rank(quotes, priorities):
    return rank_quotes([RankedQuote.of(quote) for quote in quotes], priorities)


def only(name):
    """The priorities of a client for whom one thing counts."""
    return {**dict.fromkeys(PRIORITIES, 0), name: 10}


def contractor_of(quote):
    return quote.contractor_id if isinstance(quote, RankedQuote) else quote["contractor_id"]


def order_of(ranked):
    return [contractor_of(quote) for quote, _ in ranked]


def scores(ranked):
    return {contractor_of(quote): score for quote, score in ranked}


def shop(name, machine=PBF, **changes):
    return contractor(machine, id=name, name=name.title(), **changes)


def made_up(name, total, days=10, currency="EUR", warnings=0, **merits):
    """A quote as a record has it."""
    return {
        "contractor_id": name,
        "name": name.title(),
        "total": {"amount": total, "currency": currency},
        "lead_time": {"days": days},
        "checks": [
            *[{"check": "wall", "verdict": "warn"}] * warnings,
            {"check": "closed", "verdict": "pass"},
        ],
        "merits": {
            "machines": 1,
            "tolerance_mm": 0.1,
            "free_capacity": 1.0,
            "material_kg": 1.0,
            "machine_hours": 1.0,
            "distance_km": 0.0,
            **merits,
        },
    }


def test_who_is_half_as_dear_or_twice_as_fast_scores_twice_as_high():
    ranking = scores(rank([made_up("a", "100.00", 5), made_up("b", "200.00", 20)], None))
    assert (ranking["a"].parts["cost"], ranking["b"].parts["cost"]) == (1.0, 0.5)
    assert (ranking["a"].parts["time"], ranking["b"].parts["time"]) == (1.0, 0.25)


@pytest.mark.parametrize(
    ("part", "better", "worse", "value"),
    [
        ("quality", {"tolerance_mm": 0.1}, {"tolerance_mm": 0.4}, (0.25 + 1) / 2),
        ("quality", {}, {"warnings": 3}, (1 + 0.25) / 2),
        ("quantity", {"free_capacity": 0.9}, {"free_capacity": 0.2}, 0.2),
        ("resilience", {"machines": 4}, {"machines": 2}, 0.5),
        ("sustainability", {"material_kg": 1.0}, {"material_kg": 2.0}, (0.5 + 1 + 1) / 3),
        ("sustainability", {"machine_hours": 1.0}, {"machine_hours": 4.0}, (1 + 0.25 + 1) / 3),
        ("sustainability", {"distance_km": 0.0}, {"distance_km": 1000.0}, (1 + 1 + 0.5) / 3),
    ],
)
def test_every_part_follows_its_formula_and_decides_for_whom_it_counts(part, better, worse, value):
    pair = [made_up("a", "100.00", **worse), made_up("b", "100.00", **better)]
    ranked = rank(pair, only(part))
    assert order_of(ranked) == ["b", "a"]
    assert scores(ranked)["a"].parts[part] == pytest.approx(value, abs=1e-4)
    assert scores(ranked)["a"].total == pytest.approx(value, abs=1e-4)


def test_a_score_is_the_mean_of_its_parts_weighted_by_the_priorities():
    pair = [made_up("a", "100.00", 20), made_up("b", "200.00", 10)]
    ranking = scores(rank(pair, {**dict.fromkeys(PRIORITIES, 0), "cost": 6, "time": 2}))
    assert ranking["a"].total == (6 * 1 + 2 * 0.5) / 8
    assert ranking["b"].total == (6 * 0.5 + 2 * 1) / 8
    assert ranking["a"].to_dict()["parts"]["cost"] == {"value": 1.0, "weight": 6}


def test_priorities_turn_the_order_around():
    pair = [made_up("cheap", "100.00", 20), made_up("quick", "200.00", 10)]
    assert order_of(rank(pair, only("cost"))) == ["cheap", "quick"]
    assert order_of(rank(pair, only("time"))) == ["quick", "cheap"]


def test_what_is_not_weighed_counts_as_usual_and_nothing_weighed_counts_equally():
    pair = [made_up("a", "100.00", 20), made_up("b", "180.00", 10, warnings=1)]
    assert rank(pair, {"cost": 5}) == rank(pair, None)
    nothing = scores(rank(pair, dict.fromkeys(PRIORITIES, 0)))["b"]
    assert nothing.total == pytest.approx(sum(nothing.parts.values()) / 6, abs=1e-4)


def test_amounts_of_different_currencies_are_never_compared():
    field = [
        made_up("a", "100.00"),
        made_up("b", "400.00"),
        made_up("c", "50.00", currency="CHF"),
        made_up("d", "60.00", currency="CHF"),
        made_up("e", "90.00"),
    ]
    ranked = rank(field, only("cost"))
    assert order_of(ranked) == ["e", "a", "b", "c", "d"]
    assert scores(ranked)["c"].parts["cost"] == 1.0
    assert scores(ranked)["a"].parts["cost"] == 0.9


def test_equal_scores_come_in_the_same_order_whoever_asks_first():
    field = [made_up(name, "100.00") for name in "abcd"]
    assert {tuple(order_of(rank(turned, None))) for turned in permutations(field)} == {
        ("a", "b", "c", "d")
    }


def test_what_is_not_known_is_left_out_and_named():
    (_, score), _ = rank(
        [made_up("a", "100.00", distance_km=None), made_up("b", "100.00", distance_km=None)], None
    )
    assert score.missing == ("distance",)
    assert score.parts["sustainability"] == 1.0


def test_an_old_record_without_merits_is_ranked_by_what_it_has():
    field = [{**made_up("a", "100.00"), "merits": {}}, {**made_up("b", "50.00"), "merits": {}}]
    ranked = rank(field, None)
    assert order_of(ranked) == ["b", "a"]
    assert set(scores(ranked)["a"].parts) == {"cost", "time", "quality"}


def test_without_priorities_the_cheapest_stays_first():
    field = [made_up("cheap", "100.00", 90), made_up("quick", "101.00", 9)]
    assert order_of(rank(field, None)) == ["quick", "cheap"]
    assert order_of(preferred(field, None)) == ["cheap", "quick"]
    assert order_of(preferred(field, {})) == ["quick", "cheap"]
    assert scores(preferred(field, None)) == scores(rank(field, None))


def test_nothing_quoted_is_nothing_ranked():
    assert rank([], None) == []


def test_a_record_holds_what_ranking_needs():
    far = shop(
        "far", country="FR", shipping=[{"countries": ["*"], "fixed": 6, "per_kg": 2, "days": 4}]
    )
    pair = {**PBF, "count": 2}
    kinds = {
        quote["contractor_id"]: quote["merits"]
        for quote in quotes(shop("near", pair), far, asked=order(5, delivery_country="DE"))
    }
    assert kinds["near"] == {
        "machines": 2,
        "tolerance_mm": 0.1,
        "free_capacity": 0.996,  # one of 250 days, more than 5 of 10,000 pieces
        "material_kg": 0.0558,  # 37.2 g x 1.5
        "machine_hours": 0.944444,  # 3,400 s
        "distance_km": 0.0,
    }
    assert kinds["far"]["distance_km"] == 877


def test_a_client_sees_scores_and_no_merits():
    (quote,) = match(order(5), [shop("a")], CATALOGUE).quotes
    assert "merits" not in quote_for_client(quote.to_record())


def verified(market, **wishes):
    process_id = market.client.draft(quantity=5, material_id="pa12", **wishes)
    market.client.upload(process_id, unit="mm")
    project_id = market.client.get(f"/processes/{process_id}").json["project_id"]
    market.client.post(f"/projects/{project_id}/verify", {"process_ids": [process_id]})
    assert verify.verify(UUID(process_id)) == "pass_verification"
    with transactions.reading() as session:
        suitable = session.get(Process, UUID(process_id)).verification_id
        suitable = session.get(Verification, suitable).suitable
    return market.client.get(f"/processes/{process_id}/contractors").json["items"], suitable


def test_a_client_sees_every_score_and_every_change_and_asks_the_best_first(market):
    items, suitable = verified(market, priorities=only("time"))
    quotes = [item["quote"] for item in items if item["suitable"]]
    euros = [quote for quote in quotes if quote["total"]["currency"] == "EUR"]
    days = [quote["lead_time_days"] for quote in euros]
    assert days == sorted(days)
    assert [quote["contractor_id"] for quote in quotes] == suitable
    # The fastest of all may quote in another currency: holidays differ between countries.
    fastest = min(quotes, key=lambda quote: quote["lead_time_days"])
    assert fastest["score"]["parts"]["time"] == {"value": 1.0, "weight": 10}
    refusals = [item for item in items if not item["suitable"]]
    assert refusals[0]["changes"][0]["field"] == "material_id"
    assert all(each["change"] for item in refusals for each in item["constraints"])


def test_express_is_part_of_what_is_verified(market):
    usual, _ = verified(market)
    hurried, _ = verified(market, express=True)
    totals = [
        {item["contractor_id"]: item["quote"]["total"]["amount"] for item in items if item["quote"]}
        for items in (usual, hurried)
    ]
    both = totals[0].keys() & totals[1].keys()
    assert both
    assert all(float(totals[1][one]) > float(totals[0][one]) for one in both)
    refusals = {each["check"] for item in hurried for each in item["constraints"]}
    assert "express" in refusals


def test_ways_are_known_between_the_countries_whose_holidays_are_known():
    assert set(CAPITALS) <= set(regions())
    assert distance_km("DE", "FR") == distance_km("FR", "DE") == pytest.approx(878, abs=2)
    assert distance_km("ES", "SE") == pytest.approx(2592, abs=10)
    assert distance_km("JP", "JP") == 0
    assert distance_km("DE", "JP") is None
    assert distance_km("DE", None) is None
