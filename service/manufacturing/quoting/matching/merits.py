"""Measures what ranking compares beside price and date: what a contractor's plan is like."""

from dataclasses import dataclass
from decimal import Decimal

from service.manufacturing.quoting.catalogue import Candidate
from service.manufacturing.quoting.checks.machines import tolerances
from service.manufacturing.quoting.distances import distance_km
from service.manufacturing.quoting.pricing import Price
from service.manufacturing.quoting.quote_json import MeritsJson


@dataclass(frozen=True)
class Merits:
    """What is known of how a contractor would make the order.

    `machines` can make it (all of a kind counted), `tolerance_mm` is what the chosen one holds at
    best over the largest side, `free_capacity` (0..1) the share of what the contractor takes on in
    one order that this one leaves free; `material_kg` with supports and loss, `machine_hours` as
    charged, `distance_km` as the crow flies, None if it is not known where it goes.
    """

    machines: int
    tolerance_mm: float
    free_capacity: float
    material_kg: float
    machine_hours: float
    distance_km: float | None

    def to_dict(self) -> MeritsJson:
        """Plain data for the record; rates follow from it, so no client sees it."""
        return {
            "machines": self.machines,
            "tolerance_mm": self.tolerance_mm,
            "free_capacity": self.free_capacity,
            "material_kg": self.material_kg,
            "machine_hours": self.machine_hours,
            "distance_km": self.distance_km,
        }


def merits_of(candidate: Candidate, price: Price, build_days: int, machines: int) -> Merits:
    """The merits of an order that takes the candidate's machine so many working days."""
    contractor, order, production = candidate.contractor, candidate.order, price.production
    used = max(
        Decimal(order.quantity * len(order.parts)) / contractor.max_quantity,
        Decimal(build_days) / contractor.max_build_days,
    )
    return Merits(
        machines=machines,
        tolerance_mm=_figure(tolerances(candidate)[0]),
        free_capacity=_figure(1 - used),
        material_kg=_figure(production.material_kg),
        machine_hours=_figure(production.machine_hours),
        distance_km=distance_km(contractor.country, order.delivery_country),
    )


def _figure(value: Decimal) -> float:
    """Six significant digits: enough to compare, and the same on every machine."""
    return float(f"{value:.6g}")
