"""Prices recomputed by a spreadsheet of our own: fractions, no code of the service."""

import random
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import permutations
from math import ceil, floor, prod

import pytest

from service.manufacturing.quoting.catalogue import Candidate, Traits
from service.manufacturing.quoting.pricing import price
from tests.support.contractors import (
    CATALOGUE,
    PBF,
    block,
    contractor,
    contractor_data,
    order,
)
from tests.support.priced_orders import MACHINES, PARTS, TERMS, quoted

LOOSE_POWDER = {"PBF", "BJT"}


DENSITY = {
    "pa12": Fraction("0.93"),
    "pla": Fraction("1.24"),
    "resin": Fraction("1.2"),
    "steel": Fraction(8),
}


#: Places of what people pay in, ISO 4217.
PLACES = {"EUR": 2, "JPY": 0, "KWD": 3}


def rounded(amount, currency="EUR"):
    """Half up, as a merchant rounds."""
    units = 10 ** PLACES[currency]
    return Fraction(floor(amount * units + Fraction(1, 2)), units)


def number(text):
    return Fraction(str(text))


class Sheet:
    """One column of the spreadsheet: an order of one part on one machine."""

    def __init__(self, machine, part, quantity, terms=TERMS):
        self.machine, self.quantity, self.part = machine, quantity, part
        self.offered = machine["materials"][0]
        self.box = [Fraction(str(side)) for side in part.box_mm]
        self.volume, self.surface = Fraction(str(part.volume_mm3)), Fraction(str(part.surface_mm2))
        self.rates = {name: number(value) for name, value in machine["rates"].items()}
        self.speeds = {name: number(value) for name, value in machine["speeds"].items()}
        self.layer = number(machine["layer_height_mm"])
        self.terms = contractor_data(machine, **terms)
        allowance = number(machine.get("allowance_mm", 0))
        self.built = self.volume + self.surface * allowance

    def rounded(self, amount):
        return rounded(amount, self.terms["currency"])

    def making(self, quantity, treatments):
        """The lines up to post-processing, for the cheapest way of laying the part.

        Of those that cost the same the flattest, and then the one with the most in a job.
        """
        room = [number(side) for side in self.machine["build_volume_mm"]]
        ways = [
            axes
            for axes in permutations(range(3))
            if all(self.box[a] <= side for a, side in zip(axes, room, strict=True))
        ]
        columns = [self._making(quantity, treatments, axes, room) for axes in ways]
        return min(columns, key=lambda column: (sum(column[0].values()), *column[1:]))[0]

    def _making(self, quantity, treatments, axes, room):
        gap, lying = number(self.machine["spacing_mm"]), [self.box[axis] for axis in axes]
        supports = self._supports("xyz"[axes[2]])
        x, y, z = (
            int((space + gap) // (side + gap)) for side, space in zip(lying, room, strict=True)
        )
        levels = z if self.machine["technology"] in LOOSE_POWDER else 1
        shares = Fraction(quantity, x * y * levels)
        pitch = ceil((lying[2] + (gap if levels > 1 else 0)) / self.layer)
        stacked = Fraction(quantity * pitch, x * y)
        jobs, layers = max(Fraction(1), shares), max(Fraction(ceil(lying[2] / self.layer)), stacked)
        if fill := self.machine.get("shared_job_fill"):
            jobs, layers = min(jobs, shares / number(fill)), min(layers, stacked / number(fill))
        kg = quantity * self._grams(supports) / 1000 * (1 + number(self.offered.get("loss", 0)))
        if refresh := self.offered.get("refresh"):
            put_down = quantity * (self._shell_and_inside() + supports)
            bed = room[0] * room[1] * layers * self.layer
            powder = number(self.offered["powder_g_cm3"]) / 1_000_000
            kg += max(0, bed - put_down) * powder * number(refresh)
        lines = {
            "Preparation": self._preparation(),
            "Set-up": jobs * (self._people("setup_hours") + self.rates["setup_fixed"]),
            "Machine time": self._seconds(layers, quantity, supports) / 3600 * self._hour(),
            "Material": kg * number(self.offered["price_per_kg"]),
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
        lines = {name: self.rounded(amount) for name, amount in lines.items()}
        return lines, lying[2], -x * y * levels

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

    def _supports(self, upright):
        """Of the better of the two ends of the upright axis."""
        fill = self.offered.get("support_fill")
        if fill is None or not self.part.traits:
            return self.volume * number(self.offered.get("support_ratio", 0))
        rooms = dict(self.part.traits.hanging)
        return number(fill) * min(number(rooms[sign + upright]) for sign in "+-")

    def _shell(self):
        """Only extrusion leaves the inside of a part partly empty."""
        if self.machine["technology"] != "MEX":
            return Fraction(0)
        wall = self.speeds["shells"] * self.speeds["nozzle_mm"]
        return min(self.volume, self.surface * wall)

    def _shell_and_inside(self):
        extruded = self.machine["technology"] == "MEX"
        infill = number(self.machine["infill"]) if extruded else 1
        return self._shell() + (self.built - self._shell()) * infill

    def _grams(self, supports):
        volume = self._shell_and_inside() + supports
        return volume / 1000 * DENSITY[self.offered["material_id"]]

    def _seconds(self, layers, quantity, supports):
        speeds, built = self.speeds, quantity * (self.built + supports)
        match self.machine["technology"]:
            case "PBF":
                return layers * speeds["recoat_s"] + built / speeds["exposure_mm3_s"]
            case "VPP":
                return layers * speeds["peel_s"] + built / self.layer / speeds["exposure_mm2_s"]
            case "MEX":
                bead, shell = speeds["nozzle_mm"] * self.layer, quantity * self._shell()
                inside = quantity * (self._shell_and_inside() + supports) - shell
                return shell / bead / speeds["shell_mm_s"] + inside / bead / speeds["infill_mm_s"]
            case "MJT" | "BJT":
                return layers * speeds["pass_s"]
            case "DED":
                return quantity * self._grams(supports) / 1000 / speeds["deposition_kg_h"] * 3600
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
            lines["Quantity tiers"] = -self.rounded(discount)
        subtotal = sum(lines.values())
        lines["Margin"] = self.rounded(subtotal * number(self.terms["margin"]))
        subtotal += lines["Margin"]
        if express:
            lines["Express"] = self.rounded(subtotal * number(self.terms["express"]["surcharge"]))
            subtotal += lines["Express"]
        lines["Platform fee"] = self.rounded(subtotal * Fraction(3, 100))
        subtotal += lines["Platform fee"]
        least = self.rounded(number(self.terms.get("min_order_value", 0)))
        if subtotal < least:
            lines["Minimum order surcharge"] = least - subtotal
        zone = next(zone for zone in self.terms["shipping"] if country in zone["countries"])
        kg = self.quantity * self._grams(0) / 1000
        lines["Shipping"] = self.rounded(number(zone["fixed"]) + kg * number(zone["per_kg"]))
        return lines


def recomputed(quote):
    return {line.name: Fraction(str(line.amount)) for line in quote.lines}


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
    assert Fraction(str(quote.tax.amount)) == rounded(
        Fraction(str(quote.total)) * Fraction(19, 100)
    )


def hung(figures, part):
    """The part with measured overhangs, as any file may have them."""
    ups = [sign + axis for axis in "xyz" for sign in "+-"]
    hanging = tuple((up, round(figures.uniform(0, 2 * part.volume_mm3), 3)) for up in ups)
    traits = Traits(*[None] * 6, Decimal(0), 0, None, hanging=hanging)
    return replace(part, traits=traits)


#: So many are drawn; ten times as many were, by hand.
DRAWN = 400


def some(figures, places):
    """A figure with few decimals, as people state them."""
    return str(round(Decimal(str(figures.uniform(0.1, 9))), places))


def drawn(figures):
    """A machine, a part, a quantity and terms at random, all fields of a price among them."""
    machine = {**figures.choice(list(MACHINES.values()))}
    machine["speeds"] = {name: some(figures, 1) for name in machine["speeds"]} | {"shells": "2"}
    if machine["technology"] != "MEX":
        del machine["speeds"]["shells"]
    machine["rates"] = {name: some(figures, figures.randint(0, 3)) for name in machine["rates"]}
    machine["layer_height_mm"] = figures.choice(["0.06", "0.1", "0.12", "0.2"])
    machine["spacing_mm"] = figures.choice(["0", "3.3", "5"])
    machine["shared_job_fill"] = figures.choice([None, "0.3", "0.07"])
    machine["allowance_mm"] = figures.choice(["0", "0.3"])
    offered = {**machine["materials"][0], "support_fill": figures.choice([None, "0.15", "0.3"])}
    if machine["technology"] in LOOSE_POWDER:
        offered |= {"refresh": figures.choice(["0", "0.2", "0.333"]), "powder_g_cm3": "0.45"}
    machine["materials"] = [offered]
    sides = [round(figures.uniform(2, 90), 2) for _ in "xyz"]
    part = block(*sides, volume_mm3=round(prod(sides) * figures.uniform(0.05, 1), 3))
    part = hung(figures, part) if figures.random() < 0.5 else part
    terms = TERMS | {
        "currency": figures.choice(["EUR", "EUR", "JPY", "KWD"]),
        "margin": some(figures, 3),
        "fixed_costs": some(figures, 4),
        "min_order_value": figures.choice(["0", "50.555", "4000"]),
    }
    return machine, part, figures.choice([1, 2, 3, 7, 11, 60, 333, 2500]), terms


def test_the_spreadsheet_agrees_on_whatever_is_drawn():
    figures = random.Random(4217)
    for _ in range(DRAWN):
        machine, part, quantity, terms = drawn(figures)
        express, country = figures.random() < 0.3, figures.choice(["DE", "FR"])
        treated = figures.choice([(), ("painting",)])
        owner, material = contractor(machine, **terms), machine["materials"][0]["material_id"]
        wishes = {"post_processing_ids": treated, "express": express, "delivery_country": country}
        asked = order(quantity, material, parts=[part], **wishes)
        (own,) = owner.machines
        quote = price(Candidate(asked, owner, own, own.materials[0], CATALOGUE))
        lines = Sheet(machine, part, quantity, terms).lines(treated, express, country)
        assert recomputed(quote) == lines, (machine, part, quantity, terms)
        assert Fraction(str(quote.total)) == sum(lines.values())
