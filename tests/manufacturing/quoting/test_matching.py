"""Every contractor answers: a quote, or each reason why not."""

import json
from decimal import Decimal

import pytest

from service.manufacturing.quoting.catalogue import (
    BadContractor,
    BadData,
    Catalogue,
    Contractor,
    read_contractor,
)
from service.manufacturing.quoting.matching import match
from service.manufacturing.quoting.record import quote_for_client
from service.manufacturing.quoting.standards import CATEGORIES
from tests.support.contractors import (
    BJT,
    CATALOGUE,
    DED,
    MEX,
    PBF,
    VPP,
    block,
    contractor,
    contractor_data,
    cube,
    order,
)


def answer(asked, *contractors):
    return match(asked, contractors, CATALOGUE)


def reasons(matching):
    return [constraint.reason for constraint in matching.unsuitable[0].constraints]


def test_a_suitable_contractor_quotes():
    (quote,) = answer(order(5), contractor()).quotes
    assert (quote.contractor_id, quote.machine_id, quote.material_id) == ("acme", "sinter", "pa12")
    assert (quote.total, quote.currency) == (Decimal("97.14"), "EUR")
    assert quote.unit_price == Decimal("19.43")


def test_of_several_machines_the_cheapest_feasible_one_quotes():
    dear = {**PBF, "id": "dear", "rates": {**PBF["rates"], "machine_hour": "90"}}
    small = {**PBF, "id": "small", "build_volume_mm": [10, 10, 10]}
    small["rates"] = {**PBF["rates"], "machine_hour": "1"}
    (quote,) = answer(order(5), contractor(dear, small, PBF)).quotes
    assert quote.machine_id == "sinter"


def test_a_technology_alone_takes_the_cheapest_material_of_it():
    materials = [
        {"material_id": "pa12", "price_per_kg": "600"},
        {"material_id": "pla", "price_per_kg": "6"},
    ]
    (quote,) = answer(
        order(5, None, technology="PBF"), contractor({**PBF, "materials": materials}, MEX)
    ).quotes
    assert (quote.technology, quote.material_id) == ("PBF", "pla")


@pytest.mark.parametrize(
    ("name", "suits"),
    [
        ("PBF", True),
        ("powder bed fusion", True),
        ("sls", True),
        ("Selective Laser Sintering", True),
        ("MJF", False),
        ("SLM", False),
        ("FDM", False),
    ],
)
def test_trade_names_mean_their_process_and_codes_their_category(name, suits):
    matching = answer(order(5, technology=name), contractor())
    assert bool(matching.quotes) is suits


def test_no_trade_name_means_two_things():
    names = [
        "".join(sign for sign in name.casefold() if sign.isalnum())
        for category in CATEGORIES
        for process in category.processes
        for name in (process.name, *process.aliases)
    ]
    assert len(names) == len(set(names))


def test_neither_material_nor_technology_is_a_constraint():
    matching = answer(order(5, None), contractor())
    assert reasons(matching) == ["neither a material nor a technology is chosen"]


def test_a_material_that_is_not_offered_is_named_with_those_that_are():
    matching = answer(order(5, "steel"), contractor(PBF, MEX))
    assert reasons(matching) == ["steel is not offered; offered are pa12, pla"]


def test_a_technology_that_is_not_there_is_named_with_those_that_are():
    matching = answer(order(5, technology="DED"), contractor(PBF, MEX))
    assert reasons(matching)[0] == "there is no machine for DED; there is PBF (SLS), MEX (FDM)"


def test_a_technology_that_nobody_knows_is_said_so():
    matching = answer(order(5, technology="teleportation"), contractor())
    assert "no technology is called 'teleportation'" in reasons(matching)[0]


def test_a_material_that_only_another_technology_builds_is_said_so():
    matching = answer(order(5, "pa12", technology="FDM"), contractor(PBF, MEX))
    assert reasons(matching) == ["pa12 is not built by FDM here"]


def test_every_constraint_of_every_machine_is_listed_in_numbers():
    wide = {**PBF, "id": "wide", "name": "Wide", "build_volume_mm": [400, 400, 20]}
    matching = answer(order(5, parts=[cube(250.0)], color="red"), contractor(PBF, wide))
    (refusal,) = matching.unsuitable
    assert [(c.machine, c.check, c.value, c.limit) for c in refusal.constraints] == [
        ("Sinter 200", "build_volume", 250.0, 200.0),
        ("Sinter 200", "color", "red", "white"),
        ("Wide", "build_volume", 250.0, 20.0),
        ("Wide", "color", "red", "white"),
    ]


def test_an_open_part_suits_nobody_and_says_why():
    hole = cube(closed=False, open_edges=3)
    matching = answer(order(5, parts=[hole]), contractor(), contractor(id="other", name="Other"))
    assert not matching.quotes
    assert len(matching.unsuitable) == 2
    assert "3 open edges > 0" in reasons(matching)[0]
    assert matching.checks[0].check == "closed"


def test_an_order_without_parts_suits_nobody():
    assert reasons(answer(order(5, parts=[]), contractor())) == ["0 measured parts < 1"]


def test_an_order_that_would_block_the_machines_too_long_is_refused():
    matching = answer(order(5000, parts=[cube(60.0)]), contractor(max_build_days=3))
    assert matching.unsuitable[0].constraints[0].check == "capacity"
    assert "working days > 3" in reasons(matching)[0]


def test_bad_data_is_its_contractors_own_reason_and_nobody_elses():
    bad = contractor_data(id="bad", name="Bad")
    bad["machines"] = [{**PBF, "rates": {**PBF["rates"], "machine_hour": "-3"}}]
    broken = read_contractor(bad)
    assert isinstance(broken, BadContractor)

    matching = answer(order(5), broken, contractor())

    assert [quote.contractor_id for quote in matching.quotes] == ["acme"]
    assert matching.unsuitable[0].contractor_id == "bad"
    assert matching.unsuitable[0].constraints[0].check == "catalogue_data"
    assert "machine_hour must be from 0 to 1000000000, not -3" in reasons(matching)[0]


def test_a_material_that_the_catalogue_does_not_know_is_bad_data():
    result = match(order(5), [contractor()], Catalogue.of([], []))
    assert "'pa12', which the catalogue does not know" in reasons(result)[0]


def test_figures_beyond_calculation_are_bad_data():
    rates = {**PBF["rates"], "machine_hour": "1000000000"}
    endless = {**PBF, "rates": rates, "speeds": {"recoat_s": "1000000000"}}
    absurd = contractor({**endless, "build_volume_mm": [10**9] * 3}, max_quantity=10**9)
    huge = [cube(1e8)]
    matching = answer(order(10**9, parts=huge), absurd, contractor(id="b", name="B"))
    assert {refusal.contractor_id for refusal in matching.unsuitable} == {"acme", "b"}
    assert matching.unsuitable[0].constraints[0].check == "catalogue_data"


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"country": "Germany"}, "country must be an ISO 3166 code such as 'DE', not 'Germany'"),
        ({"margin": "much"}, "margin must be a number, not 'much'"),
        ({"margin": float("nan")}, "margin must be a finite number, not nan"),
        ({"margin": True}, "margin must be a number, not True"),
        ({"margin": "1E-900000"}, "margin must have at most 12 decimal places, not 1E-900000"),
        ({"margin": "9" * 5000}, "margin must be within 1000000000000000, not 9999"),
        ({"margin": "1E+9999999"}, "margin must be within 1000000000000000, not 1E+9999999"),
        ({"margin": 101}, "margin must be from 0 to 100, not 101"),
        ({"machines": "none"}, "machines must be a list, not 'none'"),
        ({"machines": [PBF, PBF]}, "two machines are called 'sinter'"),
        ({"colour": "red"}, "has no field 'colour'"),
        ({"working_days": []}, "working_days must name at least one weekday"),
        ({"working_days": [7]}, "working_days[0] must be from 0 to 6, not 7"),
        ({"closed_on": ["Christmas"]}, "closed_on must hold dates"),
        (
            {"tiers": [{"from_quantity": 9, "discount": 0}, {"from_quantity": 5, "discount": 0}]},
            "tiers must grow",
        ),
        ({"machines": [{**PBF, "technology": "XYZ"}]}, "technology must be one of VPP"),
        ({"machines": [{**PBF, "process": "FDM"}]}, "process of PBF must be SLS"),
        ({"machines": [{**PBF, "speeds": {}}]}, "speeds.recoat_s is missing"),
        (
            {"machines": [{**PBF, "speeds": {"recoat_s": 9, "warp": 9}}]},
            "speeds.warp means nothing to a PBF machine",
        ),
        ({"machines": [{**PBF, "layer_height_mm": "0.5"}]}, "layer_height_mm 0.5 must lie"),
        ({"machines": [{**PBF, "build_volume_mm": [1, 2]}]}, "must have 3 entries, not 2"),
        ({"machines": [{**PBF, "hours_per_day": "25"}]}, "hours_per_day must be at most 24"),
    ],
)
def test_bad_data_is_told_with_field_and_value(change, complaint):
    broken = read_contractor({**contractor_data(), **change})
    assert isinstance(broken, BadContractor)
    assert complaint in broken.reason


def test_a_missing_field_is_named():
    data = contractor_data()
    del data["preparation"]["equipment"], data["preparation"]["engineering_hour"]
    with pytest.raises(BadData, match=r"contractor\.preparation\.engineering_hour is missing"):
        Contractor.from_dict(data)


@pytest.mark.parametrize("data", [None, [], "Acme", 3])
def test_what_is_no_table_is_bad_data(data):
    with pytest.raises(BadData, match="contractor must be a table of fields"):
        Contractor.from_dict(data)


def test_a_contractor_survives_being_written_and_read():
    owner = contractor(PBF, VPP, MEX, BJT, DED, closed_on=["2026-12-24"])
    assert Contractor.from_dict(json.loads(json.dumps(owner.to_dict()))) == owner


def test_quotes_are_grouped_by_currency_and_cheapest_first():
    shops = [
        contractor(id="a", name="A", margin="0.9"),
        contractor(id="b", name="B", margin="0.1"),
        contractor(id="c", name="C", margin="0", currency="CHF"),
    ]
    matching = answer(order(5), *shops)
    assert [quote.contractor_id for quote in matching.quotes] == ["b", "a", "c"]


def test_the_same_order_gets_the_same_answer_in_whatever_order_contractors_come():
    shops = [
        contractor(id="a", name="A"),
        contractor(MEX, id="b", name="B"),
        contractor(id="c", name="C"),
    ]
    assert answer(order(5), *shops) == answer(order(5), *reversed(shops))


def test_a_record_keeps_every_input_and_a_client_sees_none_of_the_rates():
    (quote,) = answer(order(5), contractor()).quotes
    record = json.loads(json.dumps(quote.to_record()))
    shown = json.loads(json.dumps(quote_for_client(quote.to_record())))

    assert record["total"] == shown["total"] == {"amount": "97.14", "currency": "EUR"}
    assert record["lines"][2]["inputs"]["machine_hour"] == "20"
    assert record["rounding"] == "half up, to the currency's smallest unit, per line"
    assert all(set(line) == {"name", "amount"} for line in shown["lines"])
    assert sum(Decimal(line["amount"]) for line in shown["lines"]) == quote.total
    assert shown["lead_time_days"] == 3
    assert shown["delivery_date"] == "2026-11-26"


def test_a_client_is_warned_of_what_is_only_just_possible():
    (quote,) = answer(order(5, tolerance_mm=Decimal("0.2")), contractor()).quotes
    assert [warning["check"] for warning in quote_for_client(quote.to_record())["warnings"]] == [
        "tolerance"
    ]


def test_an_assembly_is_quoted_as_a_whole():
    both = answer(order(5, parts=[cube(), block(40.0, 30.0, 10.0)]), contractor()).quotes[0]
    one = answer(order(5), contractor()).quotes[0]
    assert both.total > one.total
