"""The example catalogue: complete, plausible, and every figure accounted for."""

from datetime import date
from decimal import Decimal

import pytest

from service.manufacturing.quoting.catalogue import Contractor, Order
from service.manufacturing.quoting.matching import match
from service.manufacturing.quoting.standards import CATEGORY
from service.operations import example
from tests.support.contractors import MONDAY, cube

EXAMPLE = example.load()
CONTRACTORS = [entry.contractor for entry in EXAMPLE.contractors]


def quotes(quantity, material_id, **changes):
    wishes = {
        "technology": None,
        "color": None,
        "post_processing_ids": (),
        "tolerance_mm": None,
        "layer_height_mm": None,
        "infill": None,
        "delivery_country": None,
        "placed_on": MONDAY,
    }
    asked = Order(
        quantity=quantity, material_id=material_id, parts=(cube(),), **{**wishes, **changes}
    )
    return match(asked, CONTRACTORS, EXAMPLE.catalogue).quotes


def tables(data, place):
    """Every table in the data with the place where it stands."""
    if isinstance(data, dict):
        yield place, data
    items = data.items() if isinstance(data, dict) else enumerate(data)
    for key, value in items:
        if isinstance(value, dict | list):
            yield from tables(value, f"{place}.{key}")


def is_figure(value):
    if isinstance(value, list):
        return any(is_figure(item) for item in value)
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


@pytest.mark.parametrize("name", example.FILES)
def test_every_figure_names_its_source_or_is_called_an_assumption(name):
    for place, table in tables(example.read(name), name):
        if any(is_figure(value) for value in table.values()):
            assert table.get("source") or table.get("assumption"), place


def test_there_are_contractors_for_all_seven_categories():
    machines = [machine for owner in CONTRACTORS for machine in owner.machines]
    assert {machine.technology for machine in machines} == set(CATEGORY)
    assert len(CONTRACTORS) >= 14


def test_contractors_come_from_many_countries_with_more_than_one_currency():
    assert len({owner.country for owner in CONTRACTORS}) >= 8
    assert {"EUR", "CHF", "PLN"} <= {owner.currency for owner in CONTRACTORS}


def test_contractors_are_fictitious_and_reachable():
    for entry in EXAMPLE.contractors:
        assert entry.email.endswith(".example")
        assert "inbox" in entry.channels
    assert len({entry.email for entry in EXAMPLE.contractors}) == len(EXAMPLE.contractors)


def test_everything_that_a_contractor_refers_to_is_in_the_catalogue():
    catalogue = EXAMPLE.catalogue
    for owner in CONTRACTORS:
        for machine in owner.machines:
            assert machine.materials, (owner.id, machine.id)
            assert {offered.material_id for offered in machine.materials} <= set(
                catalogue.materials
            )
        assert {own.post_processing_id for own in owner.post_processings} <= set(
            catalogue.post_processings
        )


def test_every_material_that_a_contractor_names_is_built_by_its_machine_class():
    for entry in example.read("contractors")["contractor"]:
        owner = next(owner for owner in CONTRACTORS if owner.id == entry["id"])
        for own, machine in zip(entry["machines"], owner.machines, strict=True):
            assert {offered.material_id for offered in machine.materials} == set(own["materials"])


def test_every_material_and_treatment_is_offered_by_someone():
    offered = {m.material_id for owner in CONTRACTORS for k in owner.machines for m in k.materials}
    assert offered == {material.id for material in EXAMPLE.materials}
    treated = {own.post_processing_id for owner in CONTRACTORS for own in owner.post_processings}
    assert treated == {treatment.id for treatment in EXAMPLE.post_processings}


def test_at_least_two_contractors_suit_a_cube_in_polyamide():
    assert len(quotes(1, "pa12")) >= 2


@pytest.mark.parametrize(("material", "low", "high"), [("pla", 10, 60), ("pa12", 15, 120)])
def test_five_small_cubes_cost_a_plausible_sum(material, low, high):
    results = [quote for quote in quotes(5, material) if quote.currency == "EUR"]
    assert len(results) >= 2
    assert all(low <= quote.total <= high for quote in results)


@pytest.mark.parametrize("code", sorted(CATEGORY))
def test_every_category_quotes_a_small_cube(code):
    results = quotes(2, None, technology=code)
    assert results
    assert all(5 < quote.total < 2000 for quote in results if quote.currency == "EUR")
    assert all(date(2026, 11, 24) < q.lead_time.delivery_date < date(2027, 1, 15) for q in results)


def test_contractors_survive_being_stored():
    for owner in CONTRACTORS:
        assert Contractor.from_dict(owner.to_dict()) == owner


def test_wages_and_currency_of_the_country_make_the_rates():
    by_id = {owner.id: owner for owner in CONTRACTORS}
    german = next(m for m in by_id["schwarzwald-prototypen"].machines if "formiga" in m.id)
    swiss = next(m for m in by_id["alpenpulver"].machines if "formiga" in m.id)
    factor = Decimal("1.3") * Decimal("0.95")
    assert swiss.rates.personnel_hour == german.rates.personnel_hour * factor
    assert swiss.rates.setup_hours == german.rates.setup_hours
    assert swiss.materials[0].price_per_kg == german.materials[0].price_per_kg * Decimal("0.95")
