"""Lays out what contractors offer as columns of figures, so that an order meets all at once.

A row is one machine of one contractor with one of its materials. Each contractor's rows are made
once; of a changed catalogue only the changed contractor's are made anew.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from typing import Any

import numpy as np
import numpy.typing as npt

from service.manufacturing.quoting import standards
from service.manufacturing.quoting.catalogue import (
    BadContractor,
    Contractor,
    Machine,
    MachineMaterial,
)
from service.manufacturing.quoting.catalogue.contractors import ANYWHERE
from service.manufacturing.quoting.currencies import minor_units
from service.manufacturing.quoting.lead_time import calendar_of
from service.manufacturing.quoting.working_days import WorkingDays

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Truths = npt.NDArray[np.bool_]

LIMITS = tuple(sorted(standards.LIMIT_NAMES))
#: A speed that a category can do without is endless where a machine does not state it.
SPEEDS = tuple(
    sorted({s for each in standards.CATEGORIES for s in each.speeds | each.optional_speeds})
)
OF_MACHINE = (
    *("technology", "process", "stacks", "x", "y", "z", "spacing_mm", "layer_mm", "turns"),
    *("layer_min_mm", "layer_max_mm", "infill", "count", "hours_per_day", "cooling_hours"),
    *(
        "queue_days",
        "booked",
        "hour",
        "personnel_hour",
        "setup_hours",
        "setup_fixed",
        "handling_hours",
    ),
    *("shared_job_fill", "allowance_mm"),
)
OF_MATERIAL = (
    *("material", "price_per_kg", "loss", "refresh", "powder_g_cm3", "support_ratio"),
    *("support_fill", *SPEEDS),
)
OF_LIMITS = tuple(f"{bound}_{name}" for name in LIMITS for bound in ("limit", "warning"))
OFFER = {name: i for i, name in enumerate((*OF_MACHINE, *OF_MATERIAL, *OF_LIMITS, "machine"))}
OF_FIRM = (
    *("currency", "country", "margin", "max_quantity", "max_build_days", "express_surcharge"),
    *("express_queue_days", "fixed_costs", "engineering_hour", "equipment", "preparation_days"),
    *("hours_0", "hours_1", "hours_2", "hours_3", "hours_4"),
    *("limits_value", "chooses_countries", "units", "min_order_value"),
)
FIRM = {name: i for i, name in enumerate(OF_FIRM)}

#: Texts as numbers, for comparing alone; the same in all tables of this process.
_numbers: defaultdict[Any, int] = defaultdict(count().__next__)


def number_of(text: str) -> int:
    """The number that stands for a text in a table."""
    return _numbers[text]


@dataclass(frozen=True, eq=False)
class Block:
    """The rows of one contractor, and what it says of itself.

    `zones` has a row for each country that it delivers to: its number, fixed, per kg, days.
    """

    contractor: Contractor | BadContractor
    firm: Floats
    offers: Floats
    colors: tuple[frozenset[str], ...] = ()
    tiers: tuple[tuple[float, float], ...] = ()
    zones: Floats = field(default_factory=lambda: np.empty((0, 4)))
    calendar: WorkingDays | None = None


@dataclass(frozen=True, eq=False)
class Calendars:
    """The different calendars of a table, and for each contractor which one is its own."""

    different: tuple[WorkingDays, ...]
    of_firm: Whole

    @cached_property
    def zones(self) -> tuple[tuple[WorkingDays, ...], Whole]:
        """One calendar in each time zone, and for each contractor which of them is in its own."""
        names = [calendar.time_zone for calendar in self.different]
        one_in_each = dict(zip(names, self.different, strict=True))
        places = {name: place for place, name in enumerate(one_in_each)}
        return tuple(one_in_each.values()), np.array([places[name] for name in names])[self.of_firm]


@dataclass(frozen=True, eq=False)
class Table:
    """The rows of all contractors; `owners` has for each row its contractor's place."""

    blocks: tuple[Block, ...]
    firms: Floats
    offers: Floats
    owners: Whole

    @classmethod
    def of(cls, blocks: Sequence[Block]) -> "Table":
        """A table of these contractors, in their order; there is one at least."""
        lengths = [len(block.offers) for block in blocks]
        return cls(
            tuple(blocks),
            np.stack([block.firm for block in blocks]),
            np.concatenate([block.offers for block in blocks]),
            np.repeat(np.arange(len(blocks)), lengths),
        )

    @cached_property
    def by_name(self) -> Whole:
        """The places of all contractors, sorted by their names."""
        names = [(block.contractor.name, block.contractor.id) for block in self.blocks]
        return np.array(sorted(range(len(names)), key=names.__getitem__))

    @cached_property
    def places(self) -> dict[str, int]:
        """Of each contractor's id its place."""
        return {block.contractor.id: i for i, block in enumerate(self.blocks)}

    @cached_property
    def colors(self) -> list[frozenset[str]]:
        """Of each row the colours that it comes in, in small letters."""
        return [colors for block in self.blocks for colors in block.colors]

    @cached_property
    def tiers(self) -> tuple[Floats, Floats]:
        """From how many pieces on, and how much less: one row for each tier, a column per firm."""
        most = max(len(block.tiers) for block in self.blocks)
        starts = np.full((most, len(self.blocks)), np.inf)
        discounts = np.zeros((most, len(self.blocks)))
        for place, block in enumerate(self.blocks):
            for i, (start, discount) in enumerate(block.tiers):
                starts[i, place], discounts[i, place] = start, discount
        return starts, discounts

    @cached_property
    def calendars(self) -> Calendars:
        """On which days the contractors work."""
        numbers: dict[WorkingDays, int] = {}
        nobody = WorkingDays("")
        calendar_of = [numbers.setdefault(b.calendar or nobody, len(numbers)) for b in self.blocks]
        return Calendars(tuple(numbers), np.array(calendar_of))

    @cached_property
    def _zones(self) -> tuple[Floats, Whole]:
        lengths = [len(block.zones) for block in self.blocks]
        rows = np.concatenate([block.zones for block in self.blocks])
        return rows, np.repeat(np.arange(len(self.blocks)), lengths)

    def shipping(self, country: str | None) -> Floats:
        """As `Contractor.zone` for all: fixed, per kg and days, not a number where there is none.

        Without a country it is each contractor's own.
        """
        zones, owners = self._zones
        there = number_of(country) if country else self.firms[owners, FIRM["country"]]
        parcels = np.full((len(self.blocks), 3), np.nan)
        for wanted in (number_of(ANYWHERE), there):  # whoever names the country means it
            places = np.flatnonzero(zones[:, 0] == wanted)[::-1]  # of several the first one
            parcels[owners[places]] = zones[places, 1:]
        return parcels


def block_of(contractor: Contractor | BadContractor) -> Block:
    """The rows of one contractor; of one whose data cannot be read none."""
    if isinstance(contractor, BadContractor):
        return Block(contractor, np.full(len(FIRM), np.nan), np.empty((0, len(OFFER))))
    rows, colors = [], []
    for place, machine in sorted(enumerate(contractor.machines), key=lambda pair: pair[1].id):
        of_machine = _of_machine(machine)
        for offered in sorted(machine.materials, key=lambda material: material.material_id):
            rows.append([*of_machine, *_of_material(machine, offered), float(place)])
            colors.append(offered.color_keys)
    return Block(
        contractor,
        np.array(_of_firm(contractor)),
        np.array(rows).reshape(len(rows), len(OFFER)),
        tuple(colors),
        tuple((float(tier.from_quantity), float(tier.discount)) for tier in contractor.tiers),
        _zones_of(contractor),
        calendar_of(contractor),
    )


def _zones_of(contractor: Contractor) -> Floats:
    rows = [
        [float(number_of(country)), float(zone.fixed), float(zone.per_kg), float(zone.days)]
        for zone in contractor.shipping
        for country in zone.countries
    ]
    return np.array(rows).reshape(len(rows), 4)


def _of_firm(contractor: Contractor) -> list[float]:
    preparation, express = contractor.preparation, contractor.express
    figures = (
        number_of(contractor.currency),
        number_of(contractor.country),
        contractor.margin,
        contractor.max_quantity,
        contractor.max_build_days,
        express.surcharge if express else np.nan,
        express.queue_days if express else np.nan,
        contractor.fixed_costs,
        preparation.engineering_hour,
        preparation.equipment,
        preparation.days,
        *preparation.hours_by_complexity,
        contractor.max_order_value is not None,
        bool(contractor.serves),
        10 ** minor_units(contractor.currency),
        contractor.min_order_value,
    )
    return [float(figure) for figure in figures]


def _of_machine(machine: Machine) -> list[float]:
    process = standards.process(machine.technology, machine.process)
    rates, layers = machine.rates, machine.layer_heights
    figures = (
        number_of(machine.technology),
        number_of(process.name if process else machine.process),
        machine.stacks,
        *machine.build_volume_mm,
        machine.spacing_mm,
        machine.layer_height_mm,
        machine.turns_freely,
        *layers,
        machine.infill,
        machine.count,
        machine.hours_per_day,
        machine.cooling_hours,
        machine.queue_days,
        len(machine.booked),
        rates.hour,
        rates.personnel_hour,
        rates.setup_hours,
        rates.setup_fixed,
        rates.handling_hours,
        machine.shared_job_fill or np.nan,
        machine.allowance_mm,
    )
    return [float(figure) for figure in figures]


def _of_material(machine: Machine, offered: MachineMaterial) -> list[float]:
    limits = [machine.limit(name, offered) for name in LIMITS]
    speeds = {**machine.speeds, **offered.speeds}
    figures = (
        number_of(offered.material_id),
        offered.price_per_kg,
        offered.loss,
        offered.refresh,
        offered.powder_g_cm3 or 0,
        offered.support_ratio,
        np.nan if offered.support_fill is None else offered.support_fill,
        *(speeds.get(name, np.inf) for name in SPEEDS),
        *(
            bound
            for bounds in limits
            for bound in ((bounds.limit, bounds.warning) if bounds else _NO_LIMIT)
        ),
    )
    return [float(figure) for figure in figures]


_NO_LIMIT = (np.nan, np.nan)
