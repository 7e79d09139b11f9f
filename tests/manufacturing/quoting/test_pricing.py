"""Prices recomputed by hand, and what must hold for every price."""

from decimal import Decimal

import pytest

from service.manufacturing.quoting.build_jobs import build_jobs, laid_plans
from service.manufacturing.quoting.pricing import price
from tests.support.contractors import (
    BJT,
    DED,
    MEX,
    MJT,
    PBF,
    SHL,
    VPP,
    block,
    cube,
    order,
)
from tests.support.pricing import candidate, lines, quoted


def flattest(asked):
    return laid_plans(asked.order.parts, asked.machine, asked.layer_mm).plans[0]


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
    plan = flattest(asked)
    jobs = build_jobs(plan, 120)

    assert (jobs.jobs, jobs.charged_jobs, jobs.last_fill) == (2, Decimal("1.5"), Decimal("0.5"))
    assert lines(price(asked))["Set-up"] == "37.50"


def test_parts_lie_above_each_other_only_in_loose_powder():
    asked = candidate(PBF, order(1))
    plan = flattest(asked)
    assert plan.plan[0].per_job == 8 * 8 * 12

    molten = {**PBF, "process": "LPBF"}
    asked = candidate(molten, order(1))
    plan = flattest(asked)
    assert plan.plan[0].per_job == 8 * 8


def test_two_levels_of_parts_take_the_layers_of_two_levels():
    asked = candidate(PBF, order(128))
    plan = flattest(asked)
    assert build_jobs(plan, 128).layers == 2 * 250  # with the gap between them


def test_a_molten_beds_last_job_is_built_in_all_its_layers_but_charged_in_part():
    asked = candidate({**PBF, "process": "LPBF"}, order(96))
    plan = flattest(asked)
    jobs = build_jobs(plan, 96)
    assert (jobs.layers, jobs.charged_layers) == (400, 300)


def test_parts_lie_as_is_cheapest_for_their_number():
    plate = [block(100.0, 100.0, 5.0)]
    asked = candidate(PBF, order(1, parts=plate))
    laid = laid_plans(plate, asked.machine, asked.layer_mm)
    heights = {each.plan[0].lying[2] for each in laid.plans}
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
