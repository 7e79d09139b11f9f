"""What holds for every price: halves of a cent, thirds of a job, twice the size, more pieces."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.manufacturing.quoting.matching import match
from tests.support.contractors import (
    CATALOGUE,
    DED,
    PBF,
    VPP,
    block,
    contractor,
    order,
)
from tests.support.priced_orders import MACHINES, PARTS, quoted


@pytest.mark.parametrize(
    ("machine", "part", "line", "amount"),
    [
        # 200 layers x 12 s + 24 mm3 / 40 mm3/s are 2,400.6 s; at 30 EUR/h 20.005 EUR
        (PBF, block(20.0, 20.0, 20.0, volume_mm3=24.0), "Machine time", "20.01"),
        # 100 layers x 6 s + 6 mm3 / 0.1 mm / 100 mm2/s are 600.6 s; at 30 EUR/h 5.005 EUR
        (
            {**VPP, "speeds": {"peel_s": "6", "exposure_mm2_s": "100"}},
            block(10.0, 10.0, 10.0, volume_mm3=6.0),
            "Machine time",
            "5.01",
        ),
        # 0.01 kg / 0.03 kg/h at 30.015 EUR/h are 10.005 EUR
        (
            DED
            | {"speeds": {"deposition_kg_h": "0.03"}}
            | {"rates": DED["rates"] | {"gas_hour": "1.015"}},
            block(20.0, 20.0, 20.0, volume_mm3=1250.0),
            "Machine time",
            "10.01",
        ),
        # three fill a plate: 4/3 jobs at 3.75375 EUR are 5.005 EUR
        (
            PBF
            | {"process": "LPBF"}
            | {"rates": PBF["rates"] | {"setup_hours": "0", "setup_fixed": "3.75375"}},
            block(60.0, 190.0, 20.0),
            "Set-up",
            "5.01",
        ),
    ],
)
def test_half_a_cent_is_never_lost(machine, part, line, amount):
    quote = quoted(machine, part, 4 if line == "Set-up" else 1)
    assert str(next(each.amount for each in quote.lines if each.name == line)) == amount


def test_parts_that_fill_a_job_by_thirds_take_no_job_more():
    third = [block(60.0, 190.0, 20.0), block(60.0, 190.0, 20.0), block(60.0, 190.0, 20.0)]
    molten = {**PBF, "process": "LPBF", "spacing_mm": "5"}
    asked = order(2, parts=third)
    quote = match(asked, [contractor(molten)], CATALOGUE).quotes[0]
    assert [packing.per_job for packing in quote.price.production.jobs.plan] == [3, 3, 3]
    assert quote.price.production.jobs.jobs == 2


SIZES = st.sampled_from([4.0, 10.0, 12.5, 20.0, 30.0])


@given(technology=st.sampled_from(sorted(MACHINES)), size=SIZES, few=st.integers(1, 400))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_the_total_grows_with_the_quantity_and_the_price_of_a_piece_does_not(technology, size, few):
    machine, part = MACHINES[technology], block(size, size, size)
    totals = [quoted(machine, part, quantity).total for quantity in (few, few + 1, 2 * few + 9)]
    assert totals == sorted(totals)
    pieces = [total / n for total, n in zip(totals, (few, few + 1, 2 * few + 9), strict=True)]
    assert pieces[1] <= pieces[0] + Decimal("0.12") / few  # at most a cent for each line
    assert pieces[2] <= pieces[0] + Decimal("0.12") / few


#: By how much twice the size multiplies what the machine does: layers by 2, volume by 8.
LAYERS, VOLUME, SURFACE_OF_LAYERS = 2, 8, 4


@pytest.mark.parametrize(
    ("technology", "terms"),
    [
        ("PBF", [("recoat_s", LAYERS), ("exposure_mm3_s", VOLUME)]),
        ("VPP", [("peel_s", LAYERS), ("exposure_mm2_s", VOLUME)]),
        ("MJT", [("pass_s", LAYERS)]),
        ("BJT", [("pass_s", LAYERS)]),
        ("DED", [("deposition_kg_h", VOLUME)]),
        ("SHL", [("bond_s", LAYERS), ("cut_mm_s", SURFACE_OF_LAYERS)]),
    ],
)
def test_twice_the_size_multiplies_the_terms_as_the_formula_says(technology, terms):
    """Each speed alone, the others made so fast that they count for nothing."""
    small, large = block(20.0, 20.0, 20.0), block(40.0, 40.0, 40.0)
    for name, factor in terms:
        speeds = {}
        for speed, value in MACHINES[technology]["speeds"].items():
            fast = "0.000001" if speed in ("recoat_s", "peel_s", "pass_s", "bond_s") else "1e9"
            speeds[speed] = value if speed == name else fast
        machine = {**MACHINES[technology], "speeds": speeds}
        hours = [quoted(machine, part, 1).price.production.machine_hours for part in (small, large)]
        assert float(hours[1] / hours[0]) == pytest.approx(factor, rel=1e-4)


def test_twice_the_size_takes_eight_times_the_material_and_extrusion():
    small, large = block(20.0, 20.0, 20.0), block(40.0, 40.0, 40.0)
    for technology, machine in MACHINES.items():
        solid = {**machine, "infill": "1"} if technology == "MEX" else machine
        made = [quoted(solid, part, 1).price.production for part in (small, large)]
        assert made[1].material_use.mass_kg == VOLUME * made[0].material_use.mass_kg
        if technology == "MEX":  # the shell, as thick as before, is built slower than the inside
            faster = made[1].machine_hours / made[0].machine_hours
            assert 4 < faster < VOLUME


def test_a_longer_way_of_writing_the_same_part_costs_the_same():
    part = PARTS["odd"]
    turned = replace(part, box_mm=tuple(reversed(part.box_mm)))
    assert quoted(PBF, part, 9).total == quoted(PBF, turned, 9).total
