"""Lays out what a contractor offers as rows of figures, so that an order meets all at once.

A row of `offers` is one machine of one contractor with one of its materials. Each contractor's
rows are made once; of a changed catalogue only the changed contractor's are made anew.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import orjson

from service.manufacturing.quoting import standards
from service.manufacturing.quoting.catalogue import (
    BadContractor,
    Contractor,
    Machine,
    MachineMaterial,
)
from service.manufacturing.quoting.currencies import minor_units
from service.manufacturing.quoting.screening.columns import (
    GROUPS,
    LIMITS,
    SPEEDS,
    Floats,
    number_of,
)

NO_LIMIT = (np.nan, np.nan)


@dataclass(frozen=True, eq=False)
class Block:
    """The rows of one contractor, by the groups of their columns."""

    contractor: Contractor | BadContractor
    rows: Mapping[str, Floats]

    @property
    def id(self) -> str:
        """The contractor's."""
        return self.contractor.id

    @property
    def name(self) -> str:
        """The contractor's."""
        return self.contractor.name


def block_of(contractor: Contractor | BadContractor) -> Block:
    """The rows of one contractor; of one whose data cannot be read there is nothing to know."""
    if isinstance(contractor, BadContractor):
        rows = {name: _rows(name, ()) for name in GROUPS}
        return Block(contractor, rows | {"firms": np.full((1, len(GROUPS["firms"])), np.nan)})
    rows_by_group = {
        "firms": [_of_firm(contractor)],
        "offers": _offers_of(contractor),
        "zones": _zones_of(contractor),
        "tiers": [[float(tier.from_quantity), float(tier.discount)] for tier in contractor.tiers],
        "closed": [[float(day.toordinal())] for day in sorted(contractor.calendar.free_days)],
        "treatments": _treatments_of(contractor),
    }
    return Block(contractor, {name: _rows(name, rows) for name, rows in rows_by_group.items()})


def _rows(group: str, rows: Sequence[Sequence[float]]) -> Floats:
    return np.array(rows, dtype=float).reshape(len(rows), len(GROUPS[group]))


def _listed(items: Iterable[object] | None) -> int:
    """The number of several texts, as JSON."""
    return number_of(orjson.dumps(None if items is None else list(items)).decode())


def _offers_of(contractor: Contractor) -> list[list[float]]:
    rows = []
    for place, machine in sorted(enumerate(contractor.machines), key=lambda pair: pair[1].id):
        of_machine = _of_machine(machine)
        for offered in sorted(machine.materials, key=lambda material: material.material_id):
            colors = _listed((name, offered.ral.get(name)) for name in sorted(offered.colors))
            numbers = (_lying(machine, offered), colors, place)
            figures = [*of_machine, *_of_material(machine, offered), *map(float, numbers)]
            rows.append(figures)
    return rows


def _lying(machine: Machine, offered: MachineMaterial) -> int:
    """The number of all that `laying` looks at."""
    figures = (
        *machine.build_volume_mm,
        machine.spacing_mm,
        machine.layer_height_mm,
        machine.stacks,
        machine.turns_freely,
        offered.support_ratio,
        offered.support_fill,
    )
    return _listed(map(str, figures))


def _zones_of(contractor: Contractor) -> list[list[float]]:
    return [
        [float(number_of(country)), float(zone.fixed), float(zone.per_kg), float(zone.days)]
        for zone in contractor.shipping
        for country in zone.countries
    ]


def _treatments_of(contractor: Contractor) -> list[list[float]]:
    return [
        [
            float(number_of(each.post_processing_id)),
            *(float(figure) for figure in (each.per_job, each.per_part, each.per_dm2)),
            float(each.days),
            float(_listed(each.material_ids)),
        ]
        for each in contractor.post_processings
    ]


def _of_firm(contractor: Contractor) -> list[float]:
    preparation, express = contractor.preparation, contractor.express
    figures = (
        number_of(contractor.currency),
        number_of(contractor.country),
        _calendar(contractor),
        _listed([contractor.country, *contractor.serves] if contractor.serves else None),
        _listed(contractor.certificates),
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
        10 ** minor_units(contractor.currency),
        contractor.min_order_value,
    )
    return [float(figure) for figure in figures]


def _calendar(contractor: Contractor) -> int:
    """The number of its working days but for its own free ones."""
    calendar = contractor.calendar
    return _listed([calendar.country, calendar.weekdays, calendar.region, calendar.time_zone])


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
            for bound in ((bounds.limit, bounds.warning) if bounds else NO_LIMIT)
        ),
    )
    return [float(figure) for figure in figures]
