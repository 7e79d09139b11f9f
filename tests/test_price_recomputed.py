"""Prices recomputed by a spreadsheet of our own: fractions, no code of the service."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import permutations
from math import ceil, floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.manufacturing.matching import match
from tests.contractors import (
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
    contractor_data,
    order,
)

pytestmark = pytest.mark.no_database

MACHINES = {machine["technology"]: machine for machine in (PBF, VPP, MEX, MJT, BJT, DED, SHL)}
LOOSE_POWDER = {"PBF", "BJT"}
DENSITY = {
    "pa12": Fraction("0.93"),
    "pla": Fraction("1.24"),
    "resin": Fraction("1.2"),
    "steel": Fraction(8),
}
TERMS = {
    "tiers": [{"from_quantity": 10, "discount": "0.1"}, {"from_quantity": 100, "discount": "0.25"}],
    "express": {"surcharge": "0.35", "queue_days": 0},
    "fixed_costs": "3.33",
    "max_build_days": 1000,
}


def cents(amount):
    """Half up, as a merchant rounds."""
    return Fraction(floor(amount * 100 + Fraction(1, 2)), 100)


def number(text):
    return Fraction(str(text))


class Sheet:
    """One column of the spreadsheet: an order of one part on one machine."""

    def __init__(self, machine, part, quantity):
        self.machine, self.quantity = machine, quantity
        self.offered = machine["materials"][0]
        self.box = [Fraction(str(side)) for side in part.box_mm]
        self.volume, self.surface = Fraction(str(part.volume_mm3)), Fraction(str(part.surface_mm2))
        self.rates = {name: number(value) for name, value in machine["rates"].items()}
        self.speeds = {name: number(value) for name, value in machine["speeds"].items()}
        self.layer = number(machine["layer_height_mm"])
        self.terms = contractor_data(machine, **TERMS)

    def making(self, quantity, treatments):
        """The lines up to post-processing, for the cheapest way of laying the part."""
        room = [number(side) for side in self.machine["build_volume_mm"]]
        ways = [
            box
            for box in permutations(self.box)
            if all(a <= b for a, b in zip(box, room, strict=True))
        ]
        columns = [self._making(quantity, treatments, box, room) for box in ways]
        return min(columns, key=lambda lines: sum(lines.values()))

    def _making(self, quantity, treatments, lying, room):
        gap = number(self.machine["spacing_mm"])
        x, y, z = (
            int((space + gap) // (side + gap)) for side, space in zip(lying, room, strict=True)
        )
        levels = z if self.machine["technology"] in LOOSE_POWDER else 1
        jobs = max(Fraction(1), Fraction(quantity, x * y * levels))
        pitch = ceil((lying[2] + (gap if levels > 1 else 0)) / self.layer)
        layers = max(Fraction(ceil(lying[2] / self.layer)), Fraction(quantity * pitch, x * y))
        lines = {
            "Preparation": self._preparation(),
            "Set-up": jobs * (self._people("setup_hours") + self.rates["setup_fixed"]),
            "Machine time": self._seconds(layers, quantity) / 3600 * self._hour(),
            "Material": quantity * self._grams() / 1000 * self._per_kg(),
            "Handling": quantity * self._people("handling_hours"),
        }
        for own in self.terms["post_processings"]:
            if own["post_processing_id"] in treatments:
                name = f"Post-processing: {own['post_processing_id'].title()}"
                area = quantity * self.surface / 10_000
                lines[name] = (
                    jobs * number(own.get("per_job", 0))
                    + quantity * number(own.get("per_part", 0))
                    + area * number(own.get("per_dm2", 0))
                )
        lines["Fixed costs"] = number(self.terms["fixed_costs"])
        return {name: cents(amount) for name, amount in lines.items()}

    def _preparation(self):
        own = self.terms["preparation"]
        x, y, z = self.box
        full = self.volume / (x * y * z)
        grade = [
            full >= Fraction("0.8"),
            full >= Fraction("0.5"),
            full >= Fraction("0.25"),
            full >= Fraction("0.1"),
            True,
        ]
        hours = number(own["hours_by_complexity"][grade.index(True)])
        return hours * number(own["engineering_hour"]) + number(own["equipment"])

    def _people(self, hours):
        return self.rates[hours] * self.rates["personnel_hour"]

    def _hour(self):
        parts = ("machine_hour", "energy_hour", "gas_hour", "room_hour", "repair_hour")
        return sum(self.rates[part] for part in parts)

    def _per_kg(self):
        return number(self.offered["price_per_kg"]) * (1 + number(self.offered.get("loss", 0)))

    def _supports(self):
        return self.volume * number(self.offered.get("support_ratio", 0))

    def _shell_and_inside(self):
        """Only extrusion leaves the inside of a part partly empty."""
        if self.machine["technology"] != "MEX":
            return Fraction(0), self.volume
        wall = self.speeds["shells"] * self.speeds["nozzle_mm"]
        shell = min(self.volume, self.surface * wall)
        return shell, (self.volume - shell) * number(self.machine["infill"])

    def _grams(self, supports=True):
        volume = sum(self._shell_and_inside()) + (self._supports() if supports else 0)
        return volume / 1000 * DENSITY[self.offered["material_id"]]

    def _seconds(self, layers, quantity):
        speeds, built = self.speeds, quantity * (self.volume + self._supports())
        match self.machine["technology"]:
            case "PBF":
                return layers * speeds["recoat_s"] + built / speeds["exposure_mm3_s"]
            case "VPP":
                return layers * speeds["peel_s"] + built / self.layer / speeds["exposure_mm2_s"]
            case "MEX":
                shell, inside = self._shell_and_inside()
                bead = speeds["nozzle_mm"] * self.layer
                outer = quantity * shell / bead / speeds["shell_mm_s"]
                return outer + quantity * (inside + self._supports()) / bead / speeds["infill_mm_s"]
            case "MJT" | "BJT":
                return layers * speeds["pass_s"]
            case "DED":
                return quantity * self._grams() / 1000 / speeds["deposition_kg_h"] * 3600
            case "SHL":
                cut = quantity * self.surface / self.layer
                return layers * speeds["bond_s"] + cut / speeds["cut_mm_s"]

    def lines(self, treatments=(), express=False, country="DE"):
        lines = self.making(self.quantity, treatments)
        cost = sum(lines.values())
        discount, given = Fraction(0), Fraction(0)
        for tier in self.terms["tiers"]:
            if self.quantity >= tier["from_quantity"]:
                before = sum(self.making(tier["from_quantity"] - 1, treatments).values())
                discount += (cost - before) * (number(tier["discount"]) - given)
                given = number(tier["discount"])
                lines["Quantity tiers"] = 0
        if given:
            lines["Quantity tiers"] = -cents(discount)
        subtotal = sum(lines.values())
        lines["Margin"] = cents(subtotal * number(self.terms["margin"]))
        subtotal += lines["Margin"]
        if express:
            lines["Express"] = cents(subtotal * number(self.terms["express"]["surcharge"]))
            subtotal += lines["Express"]
        lines["Platform fee"] = cents(subtotal * Fraction(3, 100))
        zone = next(zone for zone in self.terms["shipping"] if country in zone["countries"])
        kg = self.quantity * self._grams(supports=False) / 1000
        lines["Shipping"] = cents(number(zone["fixed"]) + kg * number(zone["per_kg"]))
        return lines


def quoted(machine, part, quantity, **wishes):
    asked = order(quantity, machine["materials"][0]["material_id"], parts=[part], **wishes)
    found = match(asked, [contractor(machine, **TERMS)], CATALOGUE)
    assert found.quotes, found.unsuitable
    return found.quotes[0]


def recomputed(quote):
    return {line.name: Fraction(str(line.amount)) for line in quote.lines}


PARTS = {
    "cube": block(20.0, 20.0, 20.0),
    "plate": block(80.0, 50.0, 6.0),
    "lattice": block(40.0, 30.0, 25.0, volume_mm3=2400.0, surface_mm2=9100.0),
    "odd": block(17.13, 33.71, 8.09, volume_mm3=3210.987, surface_mm2=2345.678),
}


@pytest.mark.parametrize("quantity", [1, 7, 10, 130, 2500])
@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("technology", MACHINES)
def test_the_spreadsheet_agrees_to_the_cent(technology, part, quantity):
    machine, part = MACHINES[technology], PARTS[part]
    quote = quoted(machine, part, quantity)
    lines = Sheet(machine, part, quantity).lines()
    assert recomputed(quote) == lines
    assert Fraction(str(quote.total)) == sum(lines.values())


@pytest.mark.parametrize("quantity", [3, 45, 700])
@pytest.mark.parametrize("technology", MACHINES)
def test_the_spreadsheet_agrees_on_painted_parts_in_a_hurry_for_another_country(
    technology, quantity
):
    machine, part = MACHINES[technology], PARTS["odd"]
    wishes = {"post_processing_ids": ("painting",), "express": True, "delivery_country": "FR"}
    quote = quoted(machine, part, quantity, **wishes)
    lines = Sheet(machine, part, quantity).lines(["painting"], express=True, country="FR")
    assert recomputed(quote) == lines
    assert quote.tax.amount == 0


def test_the_spreadsheet_agrees_on_dyed_parts():
    quote = quoted(PBF, PARTS["plate"], 60, post_processing_ids=("dyeing",))
    assert recomputed(quote) == Sheet(PBF, PARTS["plate"], 60).lines(["dyeing"])
    assert Fraction(str(quote.tax.amount)) == cents(Fraction(str(quote.total)) * Fraction(19, 100))


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
        assert made[1].deposit.mass_kg == VOLUME * made[0].deposit.mass_kg
        if technology == "MEX":  # the shell, as thick as before, is built slower than the inside
            faster = made[1].machine_hours / made[0].machine_hours
            assert 4 < faster < VOLUME


def test_a_longer_way_of_writing_the_same_part_costs_the_same():
    part = PARTS["odd"]
    turned = replace(part, box_mm=tuple(reversed(part.box_mm)))
    assert quoted(PBF, part, 9).total == quoted(PBF, turned, 9).total
