"""Every nearest change works, needs all of its fields, and is told wherever there is one."""

import random
from dataclasses import replace
from decimal import Decimal
from itertools import chain, combinations, product

import pytest

from service.manufacturing.quoting.catalogue import Traits, read_contractor
from service.manufacturing.quoting.matching import match
from service.manufacturing.quoting.matching.one_contractor import suits
from service.manufacturing.quoting.matching.revised import revised
from service.operations import example
from tests.support import contractors as firms

EXAMPLE = example.load()
CATALOGUE = EXAMPLE.catalogue
SHAPE = Traits(
    wall=Decimal("0.2"),
    thinnest_wall=Decimal("0.1"),
    thinnest_at=(1.0, 2.0, 3.0),
    smallest_feature=Decimal("0.1"),
    smallest_at=(1.0, 2.0, 3.0),
    supports=Decimal(90_000),
    trapped=Decimal(40_000),
    crossings=0,
    crossing_at=None,
)


def a_contractor(figures, number):
    """One of the examples with terms of its own that refuse much."""
    data = figures.choice(EXAMPLE.contractors).contractor.to_dict()
    data |= {"id": f"firm-{number}", "name": f"Firm {number}"}
    terms = {
        "max_order_value": ["30", "120", "400", "2000"],
        "max_build_days": [1, 2, 5],
        "max_quantity": [1, 5, 50],
        "serves": [["FR"], ["NL", "US"], [data["country"], "JP"], ["JP"]],
        "certificates": [[], ["material"]],
        "express": [None, {"surcharge": "0.8"}],
        "shipping": [
            [{"countries": ["*"], "fixed": "25", "per_kg": "9", "days": 4}],
            [
                {"countries": ["FR"], "fixed": "400", "per_kg": "9", "days": 2},
                {"countries": ["NL", "US"], "fixed": "9", "per_kg": "1", "days": 2},
            ],
        ],
        "machines": [figures.sample(data["machines"], 1)],
    }
    for name, some in terms.items():
        if figures.random() < 0.35:
            data[name] = figures.choice(some)
    return read_contractor(data)


def an_order(figures):
    """An order with wishes that few can meet."""
    wishes = {
        "color": ["red", "purple"],
        "tolerance_mm": [Decimal("0.005"), Decimal("0.08")],
        "layer_height_mm": [Decimal("0.001"), Decimal("0.07"), Decimal("3")],
        "certificate": ["material", "inspection"],
        "post_processing_ids": [("dyeing", "painting"), ("hip", "dyeing"), ("anodising",)],
        "express": [True],
        "delivery_country": ["FR", "US", "JP"],
    }
    stated = {name: figures.choice(some) for name, some in wishes.items() if figures.random() < 0.4}
    parts = figures.choice(
        [
            [firms.cube(12.0)],
            [firms.cube(40.0), firms.block(30.0, 20.0, 10.0)],
            [firms.block(20.0, 30.0, 900.0)],
            [firms.block(0.1, 90.0, 800.0)],
            [firms.block(40.0, 40.0, 40.0, volume_mm3=9_000.0, traits=SHAPE)],
            [firms.cube(30.0, closed=False, open_edges=4), firms.cube(9.0, volume_mm3=0.0)],
        ]
    )
    materials = [None, *sorted(CATALOGUE.materials)]
    technology = figures.choice([None, None, "SLS", "FDM", "PBF", "VPP", "LPBF", "nonsense"])
    quantity = figures.choice([1, 4, 60, 900])
    return firms.order(
        quantity, figures.choice(materials), parts=parts, technology=technology, **stated
    )


def proper_subsets(changes):
    return chain.from_iterable(combinations(changes, size) for size in range(len(changes)))


def simplest(order, owner):
    """The order in every way that a client can bring it about, as simple as it can be."""
    easy = replace(
        order,
        quantity=1,
        color=None,
        tolerance_mm=None,
        post_processing_ids=(),
        express=False,
        certificate=None,
    )
    layers = [None, *(each.layer_heights[1] for each in owner.machines)]
    materials = {offered.material_id for each in owner.machines for offered in each.materials}
    countries = [None, "FR", "NL", "US", "JP", owner.country]
    for layer, material, country in product(layers, materials, countries):
        values = {"layer_height_mm": layer, "material_id": material, "delivery_country": country}
        yield replace(easy, technology=None, **values)


@pytest.mark.parametrize("seed", range(4))
def test_what_is_told_works_and_nothing_of_it_can_be_left_out(seed):
    figures = random.Random(seed)
    tried = 0
    for number in range(300):
        owner, order = a_contractor(figures, number), an_order(figures)
        for refusal in match(order, [owner], CATALOGUE).unsuitable:
            changes = refusal.changes
            fields = [change.field for change in changes]
            assert len(set(fields)) == len(fields)
            if not changes:
                continue
            tried += 1
            assert suits(revised(order, changes), owner, CATALOGUE), (order, changes)
            for some in proper_subsets(changes):
                assert not suits(revised(order, some), owner, CATALOGUE), (changes, some)
    assert tried > 100


@pytest.mark.parametrize("seed", range(2))
def test_where_nothing_is_told_nothing_would_have_helped(seed):
    figures = random.Random(seed)
    silent = 0
    for number in range(400):
        owner, order = a_contractor(figures, number), an_order(figures)
        for refusal in match(order, [owner], CATALOGUE).unsuitable:
            if refusal.changes:
                continue
            silent += 1
            assert not any(suits(easy, owner, CATALOGUE) for easy in simplest(order, owner)), order
    assert silent > 5
