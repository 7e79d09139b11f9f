"""Screening all contractors at once finds what asking them one by one finds."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from service.manufacturing.quoting.catalogue import Traits, read_contractor
from service.manufacturing.quoting.checks import CANDIDATE_CHECKS, CONTRACTOR_CHECKS
from service.manufacturing.quoting.currencies import smallest_unit
from service.manufacturing.quoting.matching import match
from service.manufacturing.quoting.screening import Table, block_of, screen
from service.manufacturing.quoting.screening.column_checks import COLUMNS
from service.manufacturing.quoting.screening.contractor_checks import OF_CONTRACTORS
from service.operations import example
from tests.support import contractors as firms

EXAMPLE = example.load()
CATALOGUE = EXAMPLE.catalogue
#: A screened total may be beside the exact one by a smallest unit for each of its lines.
LINES = 12


def scattered(figures, value, low=0.5, high=1.6):
    """A figure of a contractor, changed at random, with few decimals as people write them."""
    return str(round(Decimal(str(value)) * Decimal(str(figures.uniform(low, high))), 2))


def invented(figures, number, currencies=()):
    """A contractor like one of the examples, with rates and limits of its own."""
    data = figures.choice(EXAMPLE.contractors).contractor.to_dict()
    data |= {"id": f"firm-{number:05}", "name": f"Firm {number}"}
    data["margin"] = scattered(figures, data["margin"])
    further = random.Random(number)
    data["currency"] = further.choice([data["currency"], data["currency"], *currencies])
    data["min_order_value"] = further.choice(["0", "0", "25", "90.555"])
    data["fixed_costs"] = figures.choice(["0", "2.50", "7.125"])
    data["max_quantity"] = figures.choice([20, 500, 10_000])
    data["max_build_days"] = figures.choice([2, 10, 250])
    data["closed_on"] = [f"2026-{figures.randint(11, 12)}-{figures.randint(1, 30):02}"]
    data["working_days"] = figures.choice([[0, 1, 2, 3, 4], [0, 1, 2, 3, 4, 5], [1, 3]])
    data["time_zone"] = figures.choice([None, None, "Asia/Tokyo", "America/Los_Angeles"])
    data["certificates"] = figures.choice([None, ["material"], []])
    data["tiers"] = figures.choice(
        [[], [{"from_quantity": 1, "discount": "0.02"}, {"from_quantity": 7, "discount": "0.1"}]]
    )
    for machine in data["machines"]:
        rates = machine["rates"]
        for name in sorted(rates.keys() - {"source", "assumption"}):
            rates[name] = scattered(figures, rates[name])
        machine["queue_days"] = figures.randint(0, 9)
        if figures.random() < 0.2:
            machine["booked"] = [{"days": "2026-11-25/2026-12-02", "share": "0.75"}]
        machine["count"] = figures.randint(1, 3)
        machine["spacing_mm"] = figures.choice(["5", "2.5", "3.3"])
        machine["shared_job_fill"] = further.choice([None, "0.3", "0.07"])
        machine["allowance_mm"] = further.choice(["0", "0.7"])
        for offered in machine["materials"]:
            offered["support_fill"] = further.choice([None, "0.13", "1"])
            if machine["technology"] in ("PBF", "BJT"):
                offered |= {"refresh": further.choice(["0", "0.31"]), "powder_g_cm3": "0.45"}
            offered["price_per_kg"] = scattered(figures, offered["price_per_kg"])
            offered["limits"] = figures.choice(
                [{}, {"wall_mm": {"limit": "0.5", "warning": "2"}}, {}]
            )
    return data


def asked(figures):
    """An order such as clients place, of one part or several."""
    parts = figures.choice(
        [
            [firms.cube()],
            [firms.block(10.0, 30.0, 60.5)],
            [firms.block(200.0, 200.0, 12.3), firms.cube(33.300000000000004)],
            [firms.block(1.5, 80.0, 90.0, volume_mm3=5_000.0, traits=traits())],
            [
                firms.block(
                    30.0, 40.0, 50.0, traits=hollow(figures.choice(["1.9", "3.8", "4.8", "7"]))
                )
            ],
            [firms.block(20.0, 30.0, 320.0), firms.cube(8.0), firms.block(5.0, 6.0, 90.0)],
        ]
    )
    wishes = {
        "color": ["Black", "white"],
        "tolerance_mm": [Decimal("0.3"), Decimal("0.1")],
        "layer_height_mm": [Decimal("0.1"), Decimal("0.06")],
        "infill": [Decimal("0.4")],
        "surface_roughness_um": [Decimal("6")],
        "certificate": ["material"],
        "post_processing_ids": [("dyeing",), ("vapour-smoothing",), ("dyeing", "painting")],
        "express": [True],
        "delivery_country": ["FR", "US", "SA"],
        "wanted_date": [date(2026, 12, day) for day in (1, 4, 9, 15)],
        "placed_at": [datetime(2026, 11, day, 23, 15, tzinfo=UTC) for day in (19, 20, 24)],
    }
    stated = {name: figures.choice(some) for name, some in wishes.items() if figures.random() < 0.1}
    material, technology = figures.choice(
        [("pa12", None), ("pa12", "SLS"), ("pla", None), (None, "FDM"), (None, "VPP")]
        + [(None, code) for code in ("PBF", "MJT", "BJT", "DED", "SHL", "LPBF")]
    )
    return firms.order(
        figures.choice([1, 5, 7, 60, 900]),
        material,
        parts=parts,
        technology=technology,
        placed_on=date(2026, 11, figures.randint(16, 27)),
        **stated,
    )


def hollow(opening):
    return replace(traits(), opening=Decimal(opening), opening_tolerance=Decimal("0.4"))


def traits():
    return Traits(
        wall=Decimal("0.9"),
        thinnest_wall=Decimal("0.45"),
        thinnest_at=(1.0, 2.0, 3.0),
        smallest_feature=Decimal("0.6"),
        smallest_at=(1.0, 2.0, 3.0),
        supports=Decimal(3000),
        trapped=Decimal(1500),
        crossings=0,
        crossing_at=None,
        wall_error=Decimal("0.2"),
        supports_error=Decimal(500),
        hanging=(
            *(("+x", 500.0), ("-x", 700.5), ("+y", 9000.0)),
            *(("-y", 60.0), ("+z", 0.0), ("-z", 3000.0)),
        ),
    )


def compare(order, contractors, catalogue=CATALOGUE):
    """Both answers must be the same; how many suit."""
    table = Table.of([block_of(contractor) for contractor in contractors])
    screened = screen(order, table, catalogue)
    plain = match(order, contractors, catalogue)
    suitable = screened.suitable
    unsure = {contractors[i].id for i in screened.unsure}
    quotes = {q.contractor_id: q for q in plain.quotes if q.contractor_id not in unsure}
    ids = [contractors[i].id for i in suitable.places]
    assert sorted(ids) == sorted(quotes)
    for i, id in enumerate(ids):
        quote, merits = quotes[id], quotes[id].merits
        assert abs(suitable.units[i] - units_of(quote)) <= LINES, id
        if abs(suitable.units[i] - units_of(quote)) < 0.5:
            assert suitable.days[i] == quote.lead_time.days, id
            warnings = suitable.warnings[i] + suitable.late[i] + general(plain)
            assert warnings == len(quote.warnings), id
            assert suitable.late[i] == quote.is_late, id
            assert suitable.machines[i] == merits.machines
            for name in ("tolerance_mm", "free_capacity", "material_kg", "machine_hours"):
                assert getattr(suitable, name)[i] == pytest.approx(getattr(merits, name), rel=1e-5)
    totals = [units_of(quotes[id]) for id in ids]
    exact = sum(abs(suitable.units - totals) < 0.5)
    return len(ids), exact, len(unsure)


def units_of(quote):
    return float(quote.total / smallest_unit(quote.currency))


def general(plain):
    return sum(check.verdict.value == "warn" for check in plain.checks)


@pytest.mark.parametrize("seed", range(6))
def test_screening_finds_who_suits_as_asking_one_by_one_does(seed):
    figures = random.Random(seed)
    contractors = [read_contractor(invented(figures, i, ["JPY", "KWD"])) for i in range(60)]
    results = [compare(asked(figures), contractors) for _ in range(12)]
    suitable, exact, unsure = (sum(column) for column in zip(*results, strict=True))
    assert suitable > 20
    assert exact >= 0.98 * suitable
    assert unsure <= 0.02 * 60 * 12


def test_of_two_ways_that_cost_the_same_the_lighter_one_counts():
    """Material for nothing: as many diamonds lie on the platform with either axis upwards."""
    slimmer = ((15.0, 0.0), (30.0, 20.0), (15.0, 40.0), (0.0, 20.0))
    wider = ((20.0, 0.0), (40.0, 15.0), (40.0, 15.6), (20.0, 30.0), (19.0, 30.0), (0.0, 15.0))
    rooms = {"x": 100.0, "y": 50.0, "z": 9000.0}
    part = firms.block(
        *(30.0, 30.0, 40.0),
        volume_mm3=9000.0,
        traits=replace(
            traits(),
            outlines=(("x", slimmer), ("y", wider)),
            hanging=tuple((f"{sign}{axis}", rooms[axis]) for axis in "xyz" for sign in "+-"),
        ),
    )
    free = {"material_id": "resin", "price_per_kg": "0", "support_fill": "1"}
    firm = firms.contractor({**firms.VPP, "speeds": {"peel_s": "6"}, "materials": [free]})
    order = firms.order(20, "resin", parts=[part])
    (quote,) = match(order, [firm], firms.CATALOGUE).quotes
    (way,) = quote.to_record()["laid"]
    assert (way["up"], way["turned_deg"]) == ("+y", 126.87)
    assert compare(order, [firm], firms.CATALOGUE) == (1, 1, 0)


def test_every_check_can_be_asked_of_all_at_once():
    assert set(CANDIDATE_CHECKS) == set(COLUMNS)
    assert set(CONTRACTOR_CHECKS) == set(OF_CONTRACTORS)


@pytest.mark.parametrize("terms", [{"max_order_value": "0.01"}, {"serves": ["NZ"]}])
def test_terms_on_value_and_country_are_heeded(terms):
    figures = random.Random(3)
    free = [invented(figures, i) for i in range(60)]
    orders = [asked(figures) for _ in range(8)]
    limited = [read_contractor(data | terms) for data in free]
    suitable = sum(compare(order, [read_contractor(data) for data in free])[0] for order in orders)
    verdicts = [compare(order, limited) for order in orders]
    assert suitable > 0
    assert sum(certain for certain, _, _ in verdicts) == 0  # nobody is called suitable


def test_a_way_out_that_is_only_perhaps_wide_enough_is_warned_of():
    figures = random.Random(1)
    contractors = [read_contractor(invented(figures, i, ["JPY", "KWD"])) for i in range(20)]
    part = firms.block(30.0, 40.0, 50.0, traits=hollow("4.8"))
    _, exact, _ = compare(firms.order(5, "pa12", parts=[part]), contractors)
    assert exact > 0
