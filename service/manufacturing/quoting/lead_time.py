"""When an order ships and arrives, term by term in working days of the contractor's country.

It counts from the contractor's own day, and arrives on a day on which somebody is there.

Preparation, the machine's queue, the build jobs over its machines, post-processing and
shipping follow each other; every one of them is a term with its inputs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from service.manufacturing.quoting.catalogue import (
    Candidate,
    Machine,
    Order,
    ShippingZone,
)
from service.manufacturing.quoting.exact import exactly, whole
from service.manufacturing.quoting.pricing import Price, machine_seconds
from service.manufacturing.quoting.quote_json import LeadTimeJson, LeadTimeTermJson
from service.manufacturing.quoting.working_days import WorkingDays, delivery_days


class LeadTimeTerm(NamedTuple):
    """How many working days one stage takes, and from what."""

    name: str
    days: int
    inputs: Mapping[str, str]

    def to_dict(self) -> LeadTimeTermJson:
        """Plain data for the record."""
        return {"name": self.name, "days": self.days, "inputs": dict(self.inputs)}


@dataclass(frozen=True)
class LeadTime:
    """When it ships and arrives; `days` are calendar days from placing to delivery."""

    ship_date: date
    delivery_date: date
    days: int
    terms: tuple[LeadTimeTerm, ...]

    def to_dict(self) -> LeadTimeJson:
        """Plain data for the record, dates in ISO 8601."""
        return {
            "ship_date": self.ship_date.isoformat(),
            "delivery_date": self.delivery_date.isoformat(),
            "days": self.days,
            "terms": [term.to_dict() for term in self.terms],
        }


@exactly
def build_time(candidate: Candidate, price: Price) -> LeadTimeTerm:
    """The jobs in turn on the machines of that kind, cooling included, in working days.

    Every job is built in full layers, also the last one that a price charges in part.
    """
    machine, production = candidate.machine, price.production
    jobs = production.jobs.jobs
    layers, material_use = Decimal(production.jobs.layers), production.material_use
    per_job = (
        machine_seconds(candidate, layers, material_use) / (3600 * jobs) + machine.cooling_hours
    )
    rounds = whole(Decimal(jobs) / machine.count)
    return LeadTimeTerm(
        "build",
        max(1, whole(per_job * rounds / machine.hours_per_day)),
        {
            "jobs": str(jobs),
            "machines": str(machine.count),
            "hours_per_job": f"{per_job:.2f}",
            "hours_per_day": str(machine.hours_per_day),
        },
    )


def lead_time(candidate: Candidate, build: LeadTimeTerm) -> LeadTime:
    """All stages after each other from the contractor's day on which the order is placed.

    Raises OverflowError if the delivery lies beyond the year 9999.
    """
    contractor, order = candidate.contractor, candidate.order
    country = order.delivery_country or contractor.country
    zone = contractor.zone(country)
    calendar = contractor.calendar
    placed_on = day_of(order, calendar)
    before = (
        LeadTimeTerm("preparation", contractor.preparation.days, {}),
        _queue(candidate),
    )
    waited = sum(term.days for term in before)
    booked = lost_to_bookings(candidate.machine, calendar, placed_on, waited, build.days)
    making = (*before, *booked, build, _post_processing(candidate))
    ship = calendar.after(placed_on, sum(term.days for term in making))
    shipping = _shipping(zone, country)
    delivery = delivery_days(country).after(calendar.after(ship, shipping.days), 0)
    return LeadTime(ship, delivery, (delivery - placed_on).days, (*making, shipping))


def day_of(order: Order, calendar: WorkingDays) -> date:
    """On which day of a contractor's calendar the order is placed."""
    return calendar.day_of(order.placed_at) if order.placed_at else order.placed_on


def lost_to_bookings(
    machine: Machine, calendar: WorkingDays, placed_on: date, waited: int, build_days: int
) -> tuple[LeadTimeTerm, ...]:
    """The working days that building takes longer because machines are booked; none without any.

    Building begins after `waited` working days; a day on which a share of the machines is booked
    counts as the rest of it.
    """
    if not machine.booked:
        return ()
    day, built, passed = calendar.after(placed_on, waited), Decimal(0), 0
    while built < build_days:
        day = calendar.after(day, 1)
        built += machine.free_shares.get(day, 1)
        passed += 1
    inputs = {booking.days: f"{booking.share} booked" for booking in machine.booked}
    return (LeadTimeTerm("booked", passed - build_days, inputs),)


def _queue(candidate: Candidate) -> LeadTimeTerm:
    days, express = candidate.machine.queue_days, candidate.contractor.express
    if candidate.order.express and express:
        days = min(days, express.queue_days)
    return LeadTimeTerm("queue", days, {"machine": candidate.machine.id})


def _post_processing(candidate: Candidate) -> LeadTimeTerm:
    days = {
        treatment_id: offered.days
        for treatment_id in candidate.order.post_processing_ids
        if (offered := candidate.contractor.post_processing(treatment_id))
    }
    return LeadTimeTerm(
        "post_processing", sum(days.values()), {name: str(count) for name, count in days.items()}
    )


def _shipping(zone: ShippingZone | None, country: str) -> LeadTimeTerm:
    return LeadTimeTerm("shipping", zone.days if zone else 0, {"country": country})
