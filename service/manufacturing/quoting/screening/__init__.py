"""Screens thousands of contractors for an order at once: who suits, at what total, how soon.

Matching asks contractors one by one, in exact decimals, and says every reason; screening finds in
columns of floats whom to ask. Where floats cannot be sure it says so, so that no contractor is
called suitable or unsuitable by an error of rounding.
"""

from dataclasses import dataclass, replace

import numpy as np

from service.manufacturing.quoting.catalogue import Catalogue, Contractor, Order
from service.manufacturing.quoting.checks import check_parts, failed
from service.manufacturing.quoting.distances import distance_km
from service.manufacturing.quoting.lead_time import day_of, lost_to_bookings
from service.manufacturing.quoting.screening.blocks import Block, block_of
from service.manufacturing.quoting.screening.column_checks import candidate_verdicts, tolerances
from service.manufacturing.quoting.screening.columns import (
    Floats,
    Truths,
    Whole,
    text_of,
)
from service.manufacturing.quoting.screening.contractor_checks import contractor_verdicts
from service.manufacturing.quoting.screening.costing import Costing, ProductionColumns
from service.manufacturing.quoting.screening.dates import days_until_delivery
from service.manufacturing.quoting.screening.laying import ways_for
from service.manufacturing.quoting.screening.offered import OfferedMaterial, offered_materials
from service.manufacturing.quoting.screening.post_processing import PostProcessingColumns
from service.manufacturing.quoting.screening.rows import Rows, rows_for
from service.manufacturing.quoting.screening.table import Table

__all__ = [
    "Block",
    "OfferedMaterial",
    "Screening",
    "Suitable",
    "Table",
    "block_of",
    "offered_materials",
    "screen",
]

#: Beyond these figures (smallest units, days) nothing is decided in floats.
MOST_UNITS, MOST_DAYS = 1e13, 1e5


@dataclass(frozen=True)
class Suitable:
    """The suitable contractors as columns: their places in the table, and what they are like.

    `units` is the total in smallest units of the currency, exact but for lines on half of one,
    `late` 1 where it arrives after the date that is wanted, of which `warnings` does not tell. The
    rest is what `matching.merits` and lead time say of the machine that is the cheapest.
    """

    places: Whole
    units: Floats
    days: Floats
    warnings: Floats
    late: Floats
    machines: Floats
    tolerance_mm: Floats
    free_capacity: Floats
    material_kg: Floats
    machine_hours: Floats
    distance_km: Floats


@dataclass(frozen=True)
class Screening:
    """What was found: who suits for sure, and the places of those that must be asked to know."""

    suitable: Suitable
    unsure: Whole


def screen(order: Order, table: Table, catalogue: Catalogue) -> Screening:
    """Hold an order against all contractors; those of neither kind are unsuitable for sure."""
    rows = rows_for(order, catalogue, table)
    if failed(check_parts(order)) or not len(rows):
        return Screening(_nobody(), np.empty(0, dtype=np.int64))
    treatments = PostProcessingColumns(rows)
    fails, warnings, unsure = candidate_verdicts(rows, treatments)
    general, more = contractor_verdicts(rows)
    warnings += more
    # What the catalogue does not know may spoil the whole contractor, whatever else fails.
    spoilt = np.unique(rows.owners[np.isnan(rows.density_g_cm3) & ~general])
    left = np.flatnonzero(~fails & ~general)
    rows = rows.some(left)
    # The largest value is held against an order to the smallest unit: matching does that.
    unsure, warnings = unsure[left] | (rows["limits_value"] > 0), warnings[left]
    costing = Costing(rows, ways_for(rows), PostProcessingColumns(rows))
    with np.errstate(all="ignore"):  # rows that are unsure may hold anything
        production = costing.produce(order.quantity)
        total = costing.total(production)
    unsure |= ~(total < MOST_UNITS) | ~(production.most_days < MOST_DAYS)
    late, limit = production.build_days > rows["max_build_days"], rows["max_build_days"]
    unsure |= costing.fits & (production.least_days <= limit) & (limit < production.most_days)
    feasible = costing.fits & ~late
    doubted = np.union1d(spoilt, rows.owners[unsure])
    late = _late(costing, production, np.flatnonzero(feasible))
    chosen = _cheapest(rows, feasible, late, total, production)
    chosen = chosen[~np.isin(rows.owners[chosen], doubted)]
    suitable = _suitable(costing, production, total, feasible, warnings, chosen)
    return Screening(replace(suitable, late=late[chosen].astype(float)), doubted)


def _late(costing: Costing, production: ProductionColumns, places: Whole) -> Truths:
    """Which of the rows at these places deliver after the date that is wanted, if there is one."""
    order, late = costing.rows.order, np.zeros(len(costing.rows), dtype=bool)
    if order.wanted_date is not None and len(places):
        days, placed_on = _days(costing, production.build_days[places], places)
        late[places] = days + placed_on > order.wanted_date.toordinal()
    return late


def _cheapest(
    rows: Rows, feasible: Truths, late: Truths, total: Floats, production: ProductionColumns
) -> Whole:
    """Of each contractor the feasible row that `matching` prefers, in the order of the table."""
    places = np.flatnonzero(feasible)
    order = np.lexsort(
        (places, production.build_days[places], total[places], late[places], rows.owners[places])
    )  # rows of a contractor stand in the order of machines and materials
    ranked = places[order]
    _, first = np.unique(rows.owners[ranked], return_index=True)
    return ranked[first]


def _suitable(
    costing: Costing,
    production: ProductionColumns,
    total: Floats,
    feasible: Truths,
    warnings: Floats,
    chosen: Whole,
) -> Suitable:
    rows, order = costing.rows, costing.rows.order
    owners = rows.owners[chosen]
    able = np.flatnonzero(feasible)
    machines = rows["machine"][able].astype(np.int64)
    most = int(machines.max(initial=0)) + 1  # machines of one contractor
    kinds, firsts = np.unique(rows.owners[able] * most + machines, return_index=True)
    counts = np.bincount(kinds // most, rows["count"][able[firsts]], len(rows.table))
    pieces = float(order.quantity * len(order.parts))
    build_days = production.build_days[chosen]
    used = np.maximum(
        pieces / rows["max_quantity"][chosen], build_days / rows["max_build_days"][chosen]
    )
    return Suitable(
        places=owners,
        units=total[chosen],
        days=_days(costing, build_days, chosen)[0],
        warnings=warnings[chosen],
        late=np.zeros(len(chosen)),
        machines=counts[owners].astype(float),
        tolerance_mm=tolerances(rows)[0][chosen],
        free_capacity=1 - used,
        material_kg=production.material_kg[chosen],
        machine_hours=production.machine_hours[chosen],
        distance_km=_distances(rows, owners),
    )


def _days(costing: Costing, build_days: Floats, chosen: Whole) -> tuple[Floats, Whole]:
    """Calendar days to delivery, as `lead_time.lead_time`, and from which day (its ordinal)."""
    rows = costing.rows
    queue = rows["queue_days"][chosen]
    if rows.order.express:
        queue = np.minimum(queue, rows["express_queue_days"][chosen])
    waited = rows["preparation_days"][chosen] + queue
    making = waited + build_days + costing.treatments.days[chosen]
    for i in np.flatnonzero(rows["booked"][chosen]).tolist():
        making[i] += _booked(rows, chosen[i], int(waited[i]), int(build_days[i]))
    return days_until_delivery(
        rows.table,
        rows.owners[chosen],
        rows.order,
        making,
        rows.shipping["days"][chosen],
    )


def _booked(rows: Rows, row: int, waited: int, build_days: int) -> int:
    """Working days that a row's order loses to what is booked."""
    contractor = rows.table.contractor(int(rows.owners[row]))
    assert isinstance(contractor, Contractor), "others have no rows"
    machine, calendar = contractor.machines[int(rows["machine"][row])], contractor.calendar
    lost = lost_to_bookings(machine, calendar, day_of(rows.order, calendar), waited, build_days)
    return sum(term.days for term in lost)


def _distances(rows: Rows, owners: Whole) -> Floats:
    """Not a number where it is not known."""
    countries, country_of = np.unique(rows.table.firms["country"][owners], return_inverse=True)
    kilometres = np.full(len(countries), np.nan)
    for i, country in enumerate(countries.tolist()):
        km = distance_km(text_of(country), rows.order.delivery_country)
        kilometres[i] = np.nan if km is None else km
    return kilometres[country_of]


def _nobody() -> Suitable:
    return Suitable(np.empty(0, dtype=np.int64), *([np.empty(0)] * 10))
