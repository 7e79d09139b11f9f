"""Materials are found by what parts of them bear, and colours by their codes in RAL Classic."""

import operator
from decimal import Decimal

import pytest

from service.manufacturing.quoting.catalogue import BadData, MachineMaterial
from service.operations import example
from service.values import ral
from tests.support.orders import verified
from tests.support.worlds.marketplace import refused

pytestmark = pytest.mark.one_database

MATERIALS = {material.id: material for material in example.load().materials}


@pytest.fixture(scope="module")
def market(shared_market):
    return shared_market


def materials(market, **query):
    words = "&".join(f"{name}={value}" for name, value in {"limit": 200, **query}.items())
    answer = market.client.get(f"/materials?{words}")
    assert answer.status_code == 200, answer.text
    return {item["id"]: item for item in answer.json["items"]}


@pytest.mark.parametrize(
    ("bound", "measured"),
    [
        ("min_tensile_strength_mpa", "tensile_strength_mpa"),
        ("min_tensile_modulus_mpa", "tensile_modulus_mpa"),
        ("min_elongation_at_break_percent", "elongation_at_break_percent"),
        ("min_heat_deflection_c", "heat_deflection_c"),
        ("min_hardness_shore_a", "hardness_shore_a"),
        ("max_hardness_shore_a", "hardness_shore_a"),
    ],
)
def test_a_bound_finds_exactly_those_that_are_known_to_hold_it(market, bound, measured):
    figures = {
        id: getattr(material.mechanical_properties, measured) for id, material in MATERIALS.items()
    }
    known = sorted({figure for figure in figures.values() if figure is not None})
    for limit in (known[0], known[len(known) // 2], known[-1], known[-1] + Decimal("0.1")):
        holds = operator.le if bound.startswith("max") else operator.ge
        expected = {id for id, figure in figures.items() if figure and holds(figure, limit)}
        assert materials(market, **{bound: limit}).keys() == expected, limit


def test_several_bounds_and_the_other_filters_hold_together(market):
    matches = materials(
        market, min_tensile_strength_mpa=45, min_heat_deflection_c=100, category="polymer"
    )
    assert {"pa12", "pa11", "pa12-gf", "pc", "pei-9085"} == matches.keys()
    assert matches["pa12"]["mechanical_properties"]["tensile_strength_mpa"] == "48"
    assert "PA 2200" in matches["pa12"]["mechanical_properties"]["source"]
    assert materials(market, min_tensile_strength_mpa=45, max_hardness_shore_a=60) == {}


def test_a_bound_that_is_no_figure_is_refused(market):
    for text in ("strong", "-1", "NaN"):
        answer = market.client.get(f"/materials?min_tensile_strength_mpa={text}")
        assert refused(answer, 422, "invalid")


def test_ral_classic_has_the_216_colours_that_its_publisher_counts():
    assert len(ral.CODES) == 216
    assert {"RAL 1000", "RAL 2017", "RAL 5010", "RAL 6039", "RAL 9005", "RAL 9012"} <= ral.CODES
    assert not ral.CODES & {"RAL 1008", "RAL 4000", "RAL 5016", "RAL 6023", "RAL 9000"}


def test_materials_and_contractors_are_found_by_a_ral_code_however_it_is_written(market):
    for written in ("RAL%209005", "ral9005", "9005"):
        assert materials(market, ral=written).keys() == {"petg", "asa"}
        assert market.client.get(f"/contractors?ral={written}").json["items"]
    colors = materials(market, ral="RAL%209016")["petg"]["colors"]
    assert {"name": "black", "ral": "RAL 9005"} in colors
    assert {"name": "white", "ral": "RAL 9016"} in colors
    assert materials(market, ral="3000") == {}
    for wrong in ("RAL%209000", "black", "90051"):
        answer = market.client.get(f"/materials?ral={wrong}")
        assert refused(answer, 422, "invalid")
        assert "RAL Classic has no colour" in answer.json["errors"][0]["detail"]


def suitable(market, **fields):
    process_id = verified(market, material_id="petg", **fields)
    entries = market.client.get(f"/processes/{process_id}/contractors").json["items"]
    return process_id, {entry["contractor_id"] for entry in entries if entry["suitable"]}, entries


def test_an_order_in_a_ral_colour_goes_to_those_who_state_its_code(market):
    process_id, by_code, entries = suitable(market, color="ral 9005")
    assert market.client.get(f"/processes/{process_id}").json["color"] == "RAL 9005"
    offering = {
        item["id"] for item in market.client.get("/contractors?ral=9005&limit=200").json["items"]
    }
    assert by_code
    assert by_code <= offering
    unsuitable = [entry for entry in entries if not entry["suitable"]]
    failed = [c for entry in unsuitable for c in entry["constraints"] if c["check"] == "color"]
    assert all("RAL 9005" in constraint["reason"] for constraint in failed)
    _, by_name, _ = suitable(market, color="Black")
    assert by_code <= by_name


def test_a_code_that_there_is_not_is_refused_in_an_order_and_a_name_is_taken_as_it_is(market):
    path = f"/processes/{market.client.draft()}"
    refusal = market.client.patch(path, {"color": "RAL 9000"})
    assert refused(refusal, 422, "invalid")
    assert [error["pointer"] for error in refusal.json["errors"]] == ["/color"]
    assert market.client.patch(path, {"color": "Jet black"}).json["color"] == "Jet black"
    part = {"part": {"box_mm": [20, 20, 20]}, "material_ids": ["petg"], "color": "RAL 9000"}
    assert refused(market.client.post("/estimates", part), 422, "invalid")


@pytest.mark.parametrize(
    ("codes", "complaint"),
    [
        ({"black": "RAL 9000"}, "must be a code of RAL Classic"),
        ({"black": "9005"}, "must be a code such as 'RAL 9005'"),
        ({"red": "RAL 3000"}, "'red', which is not among the colors"),
    ],
)
def test_a_contractor_states_only_codes_that_there_are_and_of_colours_that_it_has(codes, complaint):
    offered = {"material_id": "petg", "price_per_kg": "30", "colors": ["black"], "ral": codes}
    with pytest.raises(BadData, match=complaint):
        MachineMaterial.from_dict(offered)
