"""Single lines of a price recomputed by hand, and what must hold for all of them."""

from dataclasses import replace
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.manufacturing.quoting.catalogue import BadData, Traits
from service.manufacturing.quoting.checks import Verdict, check_candidate
from service.manufacturing.quoting.pricing import complexity, price
from tests.support.contractors import (
    BJT,
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
from tests.support.pricing import candidate, lines, parts, quoted, sides

MACHINES = (PBF, VPP, MEX, MJT, BJT, DED, SHL)


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
