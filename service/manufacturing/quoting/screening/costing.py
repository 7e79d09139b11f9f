"""Prices all rows at once: the lines of `quoting.pricing` for columns.

Amounts are in the smallest units of each row's currency. The formulas of machine time are those of
`pricing.machine_time` themselves. Every line is rounded as there, so that a total is the exact one
but for a line that lies on half a unit, where it may be a unit beside it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from service.manufacturing.quoting.pricing import complexity
from service.manufacturing.quoting.pricing.machine_time import MACHINE_TIME, MachineWork
from service.manufacturing.quoting.pricing.material_use import MaterialUse
from service.manufacturing.quoting.screening.columns import SPEEDS, Floats, Truths, Whole, number_of
from service.manufacturing.quoting.screening.counting import begun, rounded
from service.manufacturing.quoting.screening.laying import Jobs, Way, jobs_of, less, picked
from service.manufacturing.quoting.screening.post_processing import PostProcessingColumns
from service.manufacturing.quoting.screening.rows import Rows

Quantity = Floats | int


@dataclass(frozen=True)
class ProductionColumns:
    """What making costs, laid in the cheapest way of each row, and how long it takes.

    `least_days` and `most_days` bound the days of building over all ways that cost about as much.
    """

    units: Floats
    machine_hours: Floats
    material_kg: Floats
    build_days: Floats
    least_days: Floats
    most_days: Floats


@dataclass(frozen=True)
class Costing:
    """An order on every row; `ways` are those of laying its parts."""

    rows: Rows
    ways: tuple[Way, ...]
    treatments: PostProcessingColumns
    #: What one set takes, by the arrays of its supports.
    _uses: dict[tuple[int, ...], Any] = field(default_factory=dict, repr=False, compare=False)

    def some(self, which: Whole) -> "Costing":
        """The same of those at these places among the rows."""
        if len(which) == len(self.rows):
            return self
        rows = self.rows.some(which)
        return Costing(rows, picked(self.ways, which), PostProcessingColumns(rows))

    @cached_property
    def fits(self) -> Truths:
        """Where there is some way of laying the parts."""
        return np.asarray(np.any([_fits(way) for way in self.ways], axis=0))

    def of_one(self, way: Way) -> Any:
        """What one set of parts takes in each row, as `pricing.material_use.use_per_set`."""
        key = tuple(id(lain.support_mm3) for lain in way)  # which the ways hold on to
        if key not in self._uses:
            self._uses[key] = self._of_one(way)
        return self._uses[key]

    def _of_one(self, way: Way) -> Any:
        rows, parts = self.rows, self.rows.order.parts
        surface = float(sum(part.surface for part in parts))
        volume = float(sum(part.volume for part in parts)) + surface * rows["allowance_mm"]
        asked = rows.order.infill
        infill = rows["infill"] if asked is None else np.full(len(rows), float(asked))
        with np.errstate(invalid="ignore"):  # who does not extrude states no nozzle
            wall = np.where(rows.extrudes, rows["shells"] * rows["nozzle_mm"], 0)
        shell = sum(np.minimum(float(p.volume), float(p.surface) * wall) for p in parts)
        inside = (volume - shell) * np.where(rows.extrudes, infill, 1)
        support = sum((lain.support_mm3 for lain in way), np.zeros(len(rows)))
        density = rows.density_g_cm3 / 1_000_000
        part_kg, mass_kg = (shell + inside) * density, (shell + inside + support) * density
        figures: Sequence[Any] = (shell, inside + support, part_kg, mass_kg, surface, support)
        return MaterialUse(*figures)

    def produce(self, quantity: Quantity) -> ProductionColumns:
        """Making so many sets of the parts, as `pricing.production.produce`."""
        laid = [self._laid(way, quantity) for way in self.ways]
        best = laid[0]
        for other in laid[1:]:
            better = less(other.key, best.key)
            best = _Laid(*(np.where(better, *pair) for pair in zip(other, best, strict=True)))
        close = [np.where(each.varying <= best.varying + 100, each.days, np.nan) for each in laid]
        fixed = self._fixed(quantity)
        least, most = np.fmin.reduce(close), np.fmax.reduce(close)
        return ProductionColumns(
            fixed + best.varying, best.hours, best.material_kg, best.days, least, most
        )

    def total(self, production: ProductionColumns) -> Floats:
        """The total of the order's quantity without tax, as `pricing.price`."""
        rows, order = self.rows, self.rows.order
        subtotal = production.units + self._tiers(production)
        asked = subtotal + rounded(subtotal * rows["margin"])
        if order.express:
            asked = asked + rounded(asked * np.nan_to_num(rows["express_surcharge"]))
        asked = asked + rounded(asked * float(rows.catalogue.platform_fee))
        asked = np.maximum(asked, rounded(rows["min_order_value"] * rows["units"]))
        kg = self.of_one(self.ways[0]).part_kg * order.quantity
        zones = rows.shipping
        return asked + rounded((zones["fixed"] + zones["per_kg"] * kg) * rows["units"])

    def _tiers(self, production: ProductionColumns) -> Floats:
        amount, previous = np.zeros(len(self.rows)), np.zeros(len(self.rows))
        starts, discounts = (each[:, self.rows.owners] for each in self.rows.table.tiers)
        for start, discount in zip(starts, discounts, strict=True):
            before = start - 1
            reached = self.rows.order.quantity > before
            if not reached.any():
                break
            sooner, here = np.zeros(len(self.rows)), np.flatnonzero(reached & (before > 0))
            sooner[here] = self.some(here)._least(before[here])
            gained = production.units - sooner
            amount += np.where(reached, gained * (discount - previous), 0)
            previous = np.where(reached, discount, previous)
        return -rounded(amount)

    def _least(self, quantity: Quantity) -> Floats:
        """The units of `produce` alone."""
        varying = [self._priced(way, quantity).varying for way in self.ways]
        least: Floats = np.minimum.reduce(varying)
        return self._fixed(quantity) + least

    def _fixed(self, quantity: Quantity) -> Floats:
        """The terms that do not depend on how the parts are laid."""
        rows = self.rows
        hours = sum(rows[f"hours_{complexity(part)}"] for part in rows.order.parts)
        pieces = quantity * len(rows.order.parts)
        amounts = (
            hours * rows["engineering_hour"] + rows["equipment"],
            pieces * rows["handling_hours"] * rows["personnel_hour"],
            rows["fixed_costs"],
        )
        return sum((rounded(amount * rows["units"]) for amount in amounts), np.zeros(len(rows)))

    def _laid(self, way: Way, quantity: Quantity) -> "_Laid":
        rows, priced = self.rows, self._priced(way, quantity)
        days = self._days(priced.jobs, priced.material_use)
        only = len(rows.order.parts) == 1  # of several the ways come in the order of preference
        zero = np.zeros(len(rows))
        lain = way[0]
        height, fill = (lain.height_mm, -lain.per_job) if only else (zero, zero)
        support = lain.support_mm3 if only else zero  # of two like each other the lighter one
        return _Laid(priced.varying, height, fill, support, priced.hours, priced.material_kg, days)

    def _priced(self, way: Way, quantity: Quantity) -> "_PricedWay":
        rows, jobs = self.rows, jobs_of(self.rows, way, quantity)
        material_use = self.of_one(way).times(quantity)
        hours = self._hours(jobs.charged_layers, material_use)
        setting_up = rows["setup_hours"] * rows["personnel_hour"] + rows["setup_fixed"]
        pieces = quantity * len(rows.order.parts)
        material_kg = material_use.mass_kg * (1 + rows["loss"]) + self._refreshed_kg(
            jobs, material_use
        )
        varying = (
            rounded(setting_up * jobs.charged_jobs * rows["units"])
            + rounded(hours * rows["hour"] * rows["units"])
            + rounded(material_kg * rows["price_per_kg"] * rows["units"])
            + self.treatments.cost(jobs, pieces, material_use.surface_mm2)
        )
        varying = np.where(_fits(way), varying, np.inf)
        return _PricedWay(jobs, material_use, hours, material_kg, varying)

    def _refreshed_kg(self, jobs: Jobs, material_use: Any) -> Floats:
        """Powder around the parts that new powder takes the place of."""
        rows = self.rows
        bed_mm3 = rows["x"] * rows["y"] * jobs.charged_layers * rows.layer_mm
        unfused = np.maximum(0, bed_mm3 - material_use.volume_mm3)
        kg: Floats = unfused * rows["powder_g_cm3"] * rows["refresh"] / 1_000_000
        return kg

    def _days(self, jobs: Jobs, material_use: Any) -> Floats:
        """Working days of building, as `lead_time.build_time`."""
        rows = self.rows
        per_job = self._hours(jobs.layers, material_use) / jobs.jobs + rows["cooling_hours"]
        rounds = begun(jobs.jobs / rows["count"])
        return np.maximum(1, begun(per_job * rounds / rows["hours_per_day"]))

    def _hours(self, layers: Floats, material_use: Any) -> Floats:
        """Machine hours by the formula of each row's technology."""
        hours = np.zeros(len(self.rows))
        for code, places in self._by_technology.items():
            figures: Any = (layers[places], self.rows.layer_mm[places], _some(material_use, places))
            work = MachineWork(*figures)
            speeds: Any = {name: self.rows[name][places] for name in SPEEDS}
            hours[places] = MACHINE_TIME[code](work, speeds) / 3600
        return hours

    @cached_property
    def _by_technology(self) -> Mapping[str, Whole | slice]:
        numbers = {code: number_of(code) for code in MACHINE_TIME}
        here = {code: self.rows["technology"] == number for code, number in numbers.items()}
        if everywhere := [code for code, some in here.items() if some.all()]:
            return {everywhere[0]: slice(None)}
        return {code: np.flatnonzero(some) for code, some in here.items() if some.any()}


@dataclass(frozen=True)
class _PricedWay:
    """One way: its jobs, what they take, and what of the cost depends on it."""

    jobs: Jobs
    material_use: Any
    hours: Floats
    material_kg: Floats
    varying: Floats


@dataclass(frozen=True)
class _Laid:
    """One way: what of the cost depends on it, and what tells ways apart that cost the same."""

    varying: Floats
    height: Floats
    fill: Floats
    support: Floats
    hours: Floats
    material_kg: Floats
    days: Floats

    @property
    def key(self) -> tuple[Floats, Floats, Floats, Floats]:
        return self.varying, self.height, self.fill, self.support

    def __iter__(self) -> Any:
        return iter((*self.key, self.hours, self.material_kg, self.days))


def _fits(way: Way) -> Truths:
    return np.asarray(np.all([lain.fits for lain in way], axis=0))


def _some(material_use: Any, places: Whole | slice) -> Any:
    """The material_use of some rows."""
    columns = ("shell_mm3", "inside_mm3", "part_kg", "mass_kg", "surface_mm2", "support_mm3")
    figures: list[Any] = [getattr(material_use, name) for name in columns]
    return MaterialUse(*(some[places] if np.ndim(some) else some for some in figures))
