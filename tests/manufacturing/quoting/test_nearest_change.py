"""What a client would have to change so that a contractor can make the order."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.manufacturing.quoting.matching import match
from service.operations import example
from tests.support.contractors import CATALOGUE, PBF, SHL, block, contractor, cube, order

EXAMPLE = example.load()
RESHAPED = "f" * 64
SHOPS = [entry.contractor for entry in EXAMPLE.contractors]


def refused(asked, *shops, catalogue=CATALOGUE):
    (refusal,) = match(asked, shops or (contractor(),), catalogue).unsuitable
    return refusal


def constraint(refusal, check):
    return next(each for each in refusal.constraints if each.check == check).to_dict()


def changed(asked, changes):
    """The order with every change made, as a client would."""
    for change in changes:
        if change.field == "box_mm":
            parts = [block(*box, sha256=RESHAPED) for box in change.to]
            asked = replace(asked, parts=tuple(parts))
        elif change.field == "delivery_address.country":
            asked = replace(asked, delivery_country=change.to)
        elif change.field in ("tolerance_mm", "layer_height_mm"):
            asked = replace(asked, **{change.field: Decimal(str(change.to))})
        elif change.field == "files":
            mended = [replace(part, closed=True, open_edges=0) for part in asked.parts]
            asked = replace(asked, parts=tuple(mended))
        else:
            asked = replace(asked, **{change.field: change.to})
    return asked


def test_another_material_is_named_as_data_and_as_a_sentence():
    refusal = refused(order(5, "steel"))
    assert constraint(refusal, "material")["change"] == {
        "field": "material_id",
        "to": "pa12",
        "detail": "choose pa12",
    }
    assert [change.detail for change in refusal.changes] == ["choose pa12"]


def test_the_nearest_material_is_one_of_the_same_category():
    metal_first = {**SHL, "materials": [{"material_id": "steel", "price_per_kg": "50"}]}
    refusal = refused(order(5, "pla"), contractor(metal_first, PBF))
    assert refusal.changes[0].to == "pa12"


def test_another_technology_is_nearer_than_another_technology_and_material():
    refusal = refused(order(5, "pa12", technology="FDM"), contractor(SHL, PBF))
    assert [(change.field, change.to) for change in refusal.changes] == [("technology", "PBF")]
    assert refusal.changes[0].detail == "choose PBF (SLS)"


def test_a_side_that_is_too_long_is_to_be_shortened_scaled_or_split():
    refusal = refused(order(5, parts=[block(20.0, 20.0, 312.0)]))
    assert constraint(refusal, "build_volume")["change"] == {
        "field": "box_mm",
        "to": [[20.0, 20.0, 300.0]],
        "detail": "shorten z by 12.0 mm",
        "alternatives": [
            {"field": "scale", "to": 0.9615, "detail": "scale to 96.15 %"},
            {"field": "parts", "to": 2, "detail": "split into 2 parts along z"},
        ],
    }


def test_the_axes_are_those_of_the_clients_file():
    refusal = refused(order(5, parts=[block(350.0, 20.0, 210.0)]))
    (change,) = refusal.changes
    assert change.detail == "shorten x by 50.0 mm and z by 10.0 mm"
    assert change.to == ((300.0, 20.0, 200.0),)
    assert change.alternatives[1].detail == "split into 4 parts along z and x"


def test_each_part_of_an_assembly_that_does_not_fit_is_named():
    parts = [block(20.0, 20.0, 301.0, name="rod.stl"), cube(), block(310.0, 9.0, 9.0, name="bar")]
    (change,) = refused(order(1, parts=parts)).changes
    assert change.detail == "rod.stl: shorten z by 1.0 mm; bar: shorten x by 10.0 mm"
    assert change.to[1] == (20.0, 20.0, 20.0)


def test_a_shortening_is_never_told_too_small():
    (change,) = refused(order(1, parts=[block(20.0, 20.0, 300.01)])).changes
    assert change.detail == "shorten z by 0.1 mm"


def test_of_two_machines_the_one_that_takes_less_away_is_nearer():
    small = {**PBF, "id": "small", "build_volume_mm": [100, 100, 100]}
    (change,) = refused(order(1, parts=[cube(250.0)]), contractor(small, PBF)).changes
    assert change.to == ((200.0, 200.0, 250.0),)


def test_a_sheet_is_to_be_thickened():
    (change,) = refused(order(1, parts=[block(50.0, 50.0, 0.2)])).changes
    assert (change.detail, change.to) == ("thicken z by 0.1 mm", ((50.0, 50.0, 0.3),))
    assert change.alternatives[0].detail == "scale to 150 %"


@pytest.mark.parametrize(
    ("wish", "terms", "field", "to"),
    [
        ({"color": "red"}, {}, "color", "white"),
        ({"tolerance_mm": Decimal("0.01")}, {}, "tolerance_mm", 0.1),
        ({"layer_height_mm": Decimal("0.5")}, {}, "layer_height_mm", 0.2),
        ({"express": True}, {}, "express", False),
        ({"delivery_country": "JP"}, {}, "delivery_address.country", "DE"),
        ({"post_processing_ids": ("dyeing", "hip")}, {}, "post_processing_ids", ("dyeing",)),
        ({"post_processing_ids": ("dyeing", "painting")}, {}, "post_processing_ids", ("dyeing",)),
        ({"quantity": 9}, {"max_quantity": 4}, "quantity", 4),
    ],
)
def test_each_wish_that_cannot_be_met_has_a_nearest_one_that_can(wish, terms, field, to):
    owner = contractor(**terms)
    asked = replace(order(5), **wish)
    (change,) = refused(asked, owner).changes
    assert (change.field, change.to) == (field, to)
    assert match(changed(asked, [change]), [owner], CATALOGUE).quotes


def test_a_natural_colour_is_no_colour():
    plain = {**PBF, "materials": [{"material_id": "pa12", "price_per_kg": "60"}]}
    (change,) = refused(order(5, color="red"), contractor(plain)).changes
    assert (change.to, change.detail) == (None, "take it in its natural colour")


def test_an_order_that_would_take_too_long_is_told_how_many_would_not():
    owner, asked = contractor(max_build_days=3), order(5000, parts=[cube(60.0)])
    (change,) = refused(asked, owner).changes
    assert change.field == "quantity"
    assert match(changed(asked, [change]), [owner], CATALOGUE).quotes
    more = replace(asked, quantity=change.to + max(2, change.to // 500))
    assert not match(more, [owner], CATALOGUE).quotes


def test_a_mesh_that_is_not_closed_is_to_be_repaired_before_all_else():
    asked = order(5, "steel", parts=[cube(closed=False, open_edges=3, name="hole.stl")])
    refusal = refused(asked)
    assert [change.detail for change in refusal.changes] == [
        "choose pa12",
        "repair hole.stl: close its surface",
    ]
    assert match(changed(asked, refusal.changes), [contractor()], CATALOGUE).quotes


def test_several_obstacles_make_one_set():
    asked = order(5, "steel", color="red", parts=[cube(250.0)], delivery_country="JP")
    refusal = refused(asked)
    assert [change.field for change in refusal.changes] == [
        "material_id",
        "box_mm",
        "color",
        "delivery_address.country",
    ]
    assert match(changed(asked, refusal.changes), [contractor()], CATALOGUE).quotes


def test_an_option_with_fewer_changes_is_nearer_than_the_one_that_was_asked_for():
    coloured = {"material_id": "pla", "price_per_kg": "30", "colors": ["red"]}
    large = {**PBF, "id": "large", "build_volume_mm": [400, 400, 400], "materials": [coloured]}
    asked = order(5, "pa12", color="red", parts=[cube(250.0)])
    refusal = refused(asked, contractor(PBF, large))
    assert [(change.field, change.to) for change in refusal.changes] == [("material_id", "pla")]


def test_where_nothing_helps_no_change_is_told():
    bad = contractor({**PBF, "materials": []})
    assert refused(order(5), bad).changes == ()
    nowhere = contractor(shipping=[])
    assert refused(order(5), nowhere).changes == ()


WISHES = st.fixed_dictionaries(
    {
        "quantity": st.sampled_from([1, 40, 900, 20_000]),
        "material_id": st.sampled_from([None, *sorted(EXAMPLE.catalogue.materials)]),
        "technology": st.sampled_from([None, "SLS", "FDM", "VPP", "LPBF", "DED", "SHL", "MJF"]),
        "color": st.sampled_from([None, "red", "black"]),
        "post_processing_ids": st.lists(
            st.sampled_from(sorted(EXAMPLE.catalogue.post_processings)), max_size=3, unique=True
        ).map(tuple),
        "tolerance_mm": st.sampled_from([None, Decimal("0.01"), Decimal("0.2")]),
        "layer_height_mm": st.sampled_from([None, Decimal("0.02"), Decimal("0.1"), Decimal(1)]),
        "delivery_country": st.sampled_from([None, "DE", "JP"]),
        "express": st.booleans(),
        "parts": st.sampled_from(
            [
                (cube(),),
                (cube(closed=False, open_edges=1),),
                (cube(700.0),),
                (block(9.0, 9.0, 0.9),),
            ]
        ),
    }
)


@given(wishes=WISHES)
@settings(max_examples=25, deadline=None, derandomize=True)
def test_whoever_makes_all_the_changes_gets_a_quote_and_nobody_else(wishes):
    asked = replace(order(1), **wishes)
    for refusal in match(asked, SHOPS, EXAMPLE.catalogue).unsuitable:
        owner = next(shop for shop in SHOPS if shop.id == refusal.contractor_id)
        assert refusal.changes, refusal
        assert quoted(owner, changed(asked, refusal.changes)), refusal.changes
        for one in refusal.changes:
            rest = [change for change in refusal.changes if change is not one]
            assert not quoted(owner, changed(asked, rest)), one


def quoted(owner, asked):
    return bool(match(asked, [owner], EXAMPLE.catalogue).quotes)
