"""Prices recomputed by hand, and what must hold for every price."""

from dataclasses import replace
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.manufacturing.quoting.build_jobs import build_jobs, plans
from service.manufacturing.quoting.catalogue import BadData, Candidate, Traits
from service.manufacturing.quoting.checks import Verdict, check_candidate
from service.manufacturing.quoting.pricing import complexity, price
from tests.support.contractors import (
    BJT,
    CATALOGUE,
    DED,
    MEX,
    MJT,
    PBF,
    SHL,
    VPP,
    block,
    contractor,
    cube,
    order,
)

MACHINES = (PBF, VPP, MEX, MJT, BJT, DED, SHL)


def candidate(machine, asked, **changes):
    owner = contractor(machine, **changes)
    return Candidate(asked, owner, owner.machines[0], owner.machines[0].materials[0], CATALOGUE)


def quoted(machine, quantity, parts=None, **changes):
    return price(candidate(machine, order(quantity, parts=parts), **changes))


def lines(asked):
    return {line.name: str(line.amount) for line in asked.lines}


def test_five_cubes_from_a_powder_bed_cost_what_a_spreadsheet_says():
    # 200 layers x 12 s + 40,000 mm3 / 40 mm3/s = 3,400 s; 37.2 g x 60 EUR/kg x 1.5
    asked = quoted(PBF, 5)

    assert lines(asked) == {
        "Preparation": "7.00",  # 0.1 h x 60 + 1
        "Set-up": "25.00",  # 0.5 h x 40 + 5
        "Machine time": "28.33",  # 3,400 s x (20 + 2 + 1 + 3 + 4) / h
        "Material": "3.35",
        "Handling": "10.00",  # 5 x 0.05 h x 40
        "Margin": "14.74",  # 20 % of 73.68
        "Platform fee": "2.65",  # 3 % of 88.42
        "Shipping": "6.07",  # 6 + 2 x 0.0372 kg
    }
    assert str(asked.total) == "97.14"
    assert (str(asked.tax.rate), str(asked.tax.amount)) == ("0.19", "18.46")


def test_three_plates_from_a_vat_cost_what_a_spreadsheet_says():
    # lying flat: 100 layers x 6 s + 39,600 mm3 / 0.1 mm / 400 mm2/s = 1,590 s
    asked = quoted(VPP, 3, [block(40.0, 30.0, 10.0)])

    assert lines(asked) == {
        "Preparation": "7.00",
        "Set-up": "25.00",
        "Machine time": "13.25",
        "Material": "7.13",  # 47.52 g with a tenth of supports x 150 EUR/kg
        "Handling": "6.00",
        "Margin": "11.68",
        "Platform fee": "2.10",
        "Shipping": "6.09",
    }
    assert str(asked.total) == "78.25"


def test_two_cubes_by_extrusion_cost_what_a_spreadsheet_says():
    # per cube: shell 2,400 mm2 x 0.8 mm = 1,920 mm3; inside 6,080 x 0.2 + supports 400 mm3
    # bead 0.4 x 0.2 mm: 3,840 / 3.2 mm3/s + 3,232 / 6.4 mm3/s = 1,705 s
    asked = quoted(MEX, 2)

    assert lines(asked) == {
        "Preparation": "7.00",
        "Set-up": "25.00",
        "Machine time": "14.21",
        "Material": "0.22",
        "Handling": "4.00",
        "Margin": "10.09",
        "Platform fee": "1.82",
        "Shipping": "6.02",
    }
    assert str(asked.total) == "68.36"


@pytest.mark.parametrize(
    ("machine", "amount"),
    [
        (MJT, "16.67"),  # 200 layers x 10 s
        (BJT, "33.33"),  # 200 layers x 20 s
        (DED, "3.84"),  # 0.064 kg / 0.5 kg/h
        (SHL, "58.00"),  # 200 sheets x 30 s + 2,400 mm2 / 0.1 mm / 25 mm/s
    ],
)
def test_the_other_categories_take_the_machine_time_of_their_physics(machine, amount):
    assert lines(quoted(machine, 1))["Machine time"] == amount


def test_a_masked_vat_takes_as_long_for_one_part_as_for_many():
    lit = {**VPP, "speeds": {"peel_s": "9"}}
    assert lines(quoted(lit, 1))["Machine time"] == lines(quoted(lit, 30))["Machine time"]


def test_a_solid_infill_takes_longer_than_the_machines_usual_one():
    usual = price(candidate(MEX, order(2)))
    solid = price(candidate(MEX, order(2, infill=Decimal(1))))
    # (1,920 shell, 6,080 + 400 inside) x 2: 1,200 s + 2,025 s
    assert lines(solid)["Machine time"] == "26.88"
    assert solid.total > usual.total


def test_finer_layers_take_longer():
    fine = price(candidate(PBF, order(5, layer_height_mm=Decimal("0.06"))))
    assert lines(fine)["Machine time"] == "41.73"  # 334 layers x 12 s + 1,000 s


def test_a_material_with_its_own_speed_is_built_at_that_speed():
    slow = {**PBF["materials"][0], "speeds": {"exposure_mm3_s": "20"}}
    asked = quoted({**PBF, "materials": [slow]}, 5)
    assert lines(asked)["Machine time"] == "36.67"  # 2,400 s + 2,000 s


def test_a_post_processing_is_charged_per_job_per_part_and_per_area():
    asked = price(candidate(PBF, order(5, post_processing_ids=("dyeing",))))
    assert lines(asked)["Post-processing: Dyeing"] == "13.70"  # 10 + 5 x 0.5 + 1.2 dm2


def test_doubling_the_size_multiplies_terms_as_their_formulas_say():
    small = quoted(PBF, 1).production.terms
    large = quoted(PBF, 1, [cube(40.0)]).production.terms
    hours = [float(terms[2].inputs["hours"]) * 3600 for terms in (small, large)]
    assert hours == pytest.approx([200 * 12 + 8000 / 40, 400 * 12 + 64_000 / 40])
    assert large[3].inputs["mass_kg"] == 8 * small[3].inputs["mass_kg"]


def test_full_jobs_are_set_up_once_each_and_the_last_one_as_full_as_it_is():
    # 10 x 8 cubes with 5 mm between them fill the bed of the extruder
    asked = candidate(MEX, order(120))
    (plan, *_) = plans(asked.order.parts, asked.machine)
    jobs = build_jobs(plan, 120, asked.layer_mm)

    assert (jobs.jobs, jobs.charged_jobs, jobs.last_fill) == (2, Decimal("1.5"), Decimal("0.5"))
    assert lines(price(asked))["Set-up"] == "37.50"


def test_parts_lie_above_each_other_only_in_loose_powder():
    asked = candidate(PBF, order(1))
    (plan, *_) = plans(asked.order.parts, asked.machine)
    assert plan[0].per_job == 8 * 8 * 12

    molten = {**PBF, "process": "LPBF"}
    asked = candidate(molten, order(1))
    (plan, *_) = plans(asked.order.parts, asked.machine)
    assert plan[0].per_job == 8 * 8


def test_two_levels_of_parts_take_the_layers_of_two_levels():
    asked = candidate(PBF, order(128))
    (plan, *_) = plans(asked.order.parts, asked.machine)
    assert build_jobs(plan, 128, asked.layer_mm).layers == 2 * 250  # with the gap between them


def test_a_molten_beds_last_job_is_built_in_all_its_layers_but_charged_in_part():
    asked = candidate({**PBF, "process": "LPBF"}, order(96))
    (plan, *_) = plans(asked.order.parts, asked.machine)
    jobs = build_jobs(plan, 96, asked.layer_mm)
    assert (jobs.layers, jobs.charged_layers) == (400, 300)


def test_parts_lie_as_is_cheapest_for_their_number():
    plate = [block(100.0, 100.0, 5.0)]
    asked = candidate(PBF, order(1, parts=plate))
    heights = {plan[0].lying[2] for plan in plans(plate, asked.machine)}
    assert heights == {Decimal(5), Decimal(100)}

    alone, many = quoted(PBF, 1, plate), quoted(PBF, 300, plate)
    assert alone.production.jobs.plan[0].lying[2] == 5
    assert many.production.jobs.plan[0].lying[2] == 100


def test_a_part_that_does_not_fit_has_no_price():
    assert quoted(PBF, 1, [block(301.0, 10.0, 10.0)]) is None


def test_an_order_of_two_parts_prepares_and_handles_both():
    both = quoted(PBF, 2, [cube(), block(40.0, 30.0, 10.0)])
    assert lines(both)["Preparation"] == "13.00"
    assert lines(both)["Handling"] == "8.00"


def test_a_discount_is_given_on_the_pieces_from_the_tier_on():
    tiers = [{"from_quantity": 10, "discount": "0.1"}, {"from_quantity": 50, "discount": "0.3"}]
    asked = quoted(PBF, 60, tiers=tiers)
    cost = {quantity: quoted(PBF, quantity).production.cost for quantity in (9, 49, 60)}
    expected = (cost[60] - cost[9]) * Decimal("0.1") + (cost[60] - cost[49]) * Decimal("0.2")

    assert asked.production.cost == cost[60]
    assert abs(expected + Decimal(lines(asked)["Quantity tiers"])) <= Decimal("0.005")
    assert "Quantity tiers" not in lines(quoted(PBF, 9, tiers=tiers))


def test_an_express_order_costs_the_surcharge_on_cost_and_margin():
    hurried = order(5, express=True)
    asked = price(candidate(PBF, hurried, express={"surcharge": "0.5"}))
    assert lines(asked)["Express"] == "44.21"  # half of 73.68 + 14.74
    assert lines(asked)["Platform fee"] == "3.98"  # 3 % of 132.63


def test_delivery_to_another_country_costs_that_zone_and_bears_no_tax():
    asked = price(candidate(PBF, order(5, delivery_country="FR")))
    assert lines(asked)["Shipping"] == "12.15"  # 12 + 4 x 0.0372 kg
    assert str(asked.tax.amount) == "0.00"


def powdery(**changes):
    """A powder bed of which three tenths of what is not fused are replaced."""
    powder = {"refresh": "0.3", "powder_g_cm3": "0.5", "loss": "0.1"}
    return {**PBF, "materials": [PBF["materials"][0] | powder], **changes}


def test_a_powder_bed_throws_away_what_is_hot_and_not_fused():
    # 200 x 200 x 20 mm less 5 x 8 cm3 are 760 cm3 x 0.5 g/cm3 x 0.3 = 114 g; 37.2 g x 1.1 = 40.92 g
    asked = quoted(powdery(), 5)
    assert lines(asked)["Material"] == "9.30"  # 154.92 g x 60 EUR/kg
    (material,) = [line.inputs for line in asked.lines if line.name == "Material"]
    assert material["unfused_mm3"] == "760000"
    assert material["refreshed_kg"] == "0.114"


def test_an_order_pays_for_its_room_in_a_job_that_is_shared():
    # 5 of 8 x 8 x 12 cubes at 0.2 of the grid: 0.0326 jobs, 5 x 250 / 64 / 0.2 = 97.65625 layers
    shared = powdery(shared_job_fill="0.2")
    asked = quoted(shared, 5)
    jobs = asked.production.jobs
    assert (jobs.charged_layers, round(jobs.charged_jobs, 6)) == (
        Decimal("97.65625"),
        Decimal("0.032552"),
    )
    assert lines(asked)["Set-up"] == "0.81"  # x 25
    assert lines(asked)["Machine time"] == "18.10"  # 97.65625 x 12 s + 1,000 s at 30 EUR/h
    assert (jobs.jobs, jobs.last_fill) == (1, 1)
    assert quoted(shared, 768).total == quoted(powdery(), 768).total  # never dearer than alone


def hanging(part, **rooms):
    known = {f"{sign}{axis}": rooms.get(axis, 0.0) for axis in "xyz" for sign in "+-"}
    traits = Traits(*[None] * 6, Decimal(0), 0, None, hanging=tuple(known.items()))
    return replace(part, traits=traits)


def test_supports_are_those_of_how_the_part_lies():
    melted = {**PBF, "process": "LPBF"}
    melted["materials"] = [PBF["materials"][0] | {"support_fill": "0.2", "support_ratio": "0.5"}]
    plain, over = cube(), hanging(cube(), z=6000.0, y=50_000.0, x=50_000.0)
    none, some = (quoted(melted, 1, [hanging(plain)]), quoted(melted, 1, [over]))
    assert none.production.material_use.support_mm3 == 0
    assert some.production.material_use.support_mm3 == 1200  # 0.2 x 6,000
    assert quoted(melted, 1, [plain]).production.material_use.support_mm3 == 4000  # not measured


def test_a_part_lies_higher_where_that_spares_supports():
    melted = {**PBF, "process": "LPBF", "speeds": {"recoat_s": "1", "exposure_mm3_s": "2"}}
    melted["materials"] = [PBF["materials"][0] | {"support_fill": "0.5"}]
    bracket = hanging(block(60.0, 40.0, 20.0), z=40_000.0, x=20_000.0)
    asked = quoted(melted, 1, [bracket])
    assert asked.production.jobs.plan[0].lying[2] == 40
    assert asked.production.material_use.support_mm3 == 0


def test_an_order_comes_to_the_least_value_at_least():
    asked = quoted(PBF, 1, min_order_value="100")
    priced = lines(asked)
    assert asked.total == 100 + Decimal(priced["Shipping"])
    assert "Minimum order surcharge" in priced
    assert "Minimum order surcharge" not in lines(quoted(PBF, 50, min_order_value="100"))


def test_what_is_welded_is_charged_with_what_is_milled_off_and_warned_of_it():
    plain, larger = quoted(DED, 1), quoted({**DED, "allowance_mm": "1"}, 1)
    # 8,000 mm3, and 2,400 mm2 x 1 mm more
    assert (
        larger.production.material_use.volume_mm3 == plain.production.material_use.volume_mm3 + 2400
    )
    checks = {check.check: check for check in check_candidate(candidate(DED, order(1, "steel")))}
    assert checks["near_net_shape"].verdict is Verdict.WARN
    assert "near_net_shape" not in {c.check for c in check_candidate(candidate(PBF, order(1)))}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"refresh": "0.3"}, "powder_g_cm3 is missing"),
        ({"refresh": "1.1", "powder_g_cm3": "1"}, "refresh must be from 0 to 1"),
    ],
)
def test_powder_that_is_refreshed_is_weighed(change, sentence):
    with pytest.raises(BadData, match=sentence):
        contractor({**PBF, "materials": [PBF["materials"][0] | change]})


def test_who_has_no_powder_refreshes_none():
    own = MEX["materials"][0] | {"refresh": "0.3", "powder_g_cm3": "1"}
    with pytest.raises(BadData, match="refresh of pla means nothing to a MEX machine"):
        contractor({**MEX, "materials": [own]})


@pytest.mark.parametrize(
    ("share", "grade"),
    [(1.0, 0), (0.8, 0), (0.79, 1), (0.5, 1), (0.49, 2), (0.25, 2), (0.24, 3), (0.1, 3), (0.01, 4)],
)
def test_the_emptier_its_box_the_more_complex_a_part(share, grade):
    assert complexity(cube(volume_mm3=8000 * share)) == grade


def test_every_line_says_what_it_was_made_of():
    asked = quoted(PBF, 5, fixed_costs="3")
    inputs = {line.name: line.inputs for line in asked.lines}
    assert inputs["Machine time"]["charged_layers"] == "200"
    assert inputs["Machine time"]["recoat_s"] == "12"
    assert inputs["Material"]["mass_kg"] == "0.0372"
    assert all(inputs.values())


sides = st.floats(min_value=1, max_value=140).map(lambda side: round(side, 2))
parts = st.lists(
    st.builds(
        lambda x, y, z, fill: block(x, y, z, volume_mm3=x * y * z * fill),
        sides,
        sides,
        sides,
        st.floats(min_value=0.05, max_value=1),
    ),
    min_size=1,
    max_size=3,
)
SHARED = {**powdery(), "shared_job_fill": "0.13"}
MELTED = {**SHARED, "process": "LPBF"}
machines = st.sampled_from((*MACHINES, powdery(), SHARED, MELTED))
quantities = st.integers(min_value=1, max_value=3000)
TIERS = [{"from_quantity": 10, "discount": "0.1"}, {"from_quantity": 100, "discount": "0.25"}]


@given(machine=machines, parts=parts, some=quantities, more=quantities)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_more_pieces_never_cost_less_and_never_more_per_piece(machine, parts, some, more):
    """The price per piece holds but for the rounding of lines, at most a cent for each."""
    some, more = sorted((some, more))
    few = quoted(machine, some, parts, tiers=TIERS, min_order_value="60")
    many = quoted(machine, more, parts, tiers=TIERS, min_order_value="60")
    rounding = Decimal("0.01") * len(many.terms) * (some + more)

    assert few.total <= many.total
    assert many.total * some <= few.total * more + rounding


@given(machine=machines, parts=parts, quantity=quantities)
@settings(max_examples=100, deadline=None, derandomize=True)
def test_lines_add_up_to_the_cent(machine, parts, quantity):
    asked = quoted(machine, quantity, parts, tiers=TIERS)
    assert sum(line.amount for line in asked.lines) == asked.total
    assert all(line.amount == line.amount.quantize(Decimal("0.01")) for line in asked.lines)


@given(machine=machines, x=sides, y=sides, z=sides, quantity=quantities)
@settings(max_examples=40, deadline=None, derandomize=True)
def test_how_the_file_turns_the_part_changes_no_price(machine, x, y, z, quantity):
    measures = {"volume_mm3": x * y * z, "surface_mm2": 2 * (x * y + y * z + x * z)}
    prices = {
        quoted(machine, quantity, [cube(box_mm=turned, **measures)]).total
        for turned in permutations((x, y, z))
    }
    assert len(prices) == 1
