"""Lists what a contractor could make an order of and with, nearest to what was asked for first."""

from typing import NamedTuple

from service.manufacturing.quoting import standards
from service.manufacturing.quoting.catalogue import (
    Candidate,
    Catalogue,
    Contractor,
    Machine,
    Material,
    Order,
)
from service.manufacturing.quoting.checks import Change
from service.manufacturing.quoting.checks.boxes import too_long
from service.manufacturing.quoting.matching.candidates import works


class Option(NamedTuple):
    """One of the contractor's machines with one of its materials, and what choosing it changes."""

    candidate: Candidate
    changes: tuple[Change, ...]
    least: int
    """So many changes it takes at least: one more if a part does not fit the machine."""


def options(order: Order, contractor: Contractor, catalogue: Catalogue) -> list[Option]:
    """All that the contractor has. Nearer is what changes less, then what keeps the technology,
    then a material of the same family, then one of its category, then the larger machine.
    """
    wanted = catalogue.materials.get(order.material_id or "")
    ranked: list[tuple[int, int, int, float, int, Option]] = []
    for machine in contractor.machines:
        technology = _other_technology(order, machine)
        excess = _excess(order, machine)
        for offered in machine.materials:
            material = _other_material(order, offered.material_id)
            candidate = Candidate(order, contractor, machine, offered, catalogue)
            changes = (*technology, *material)
            option = Option(candidate, changes, len(changes) + (excess > 0))
            strange = _strangeness(wanted, catalogue.materials.get(offered.material_id))
            ranked.append((option.least, len(technology), strange, excess, len(ranked), option))
    return [entry[-1] for entry in sorted(ranked, key=lambda entry: entry[:-1])]


def _other_technology(order: Order, machine: Machine) -> tuple[Change, ...]:
    if not order.technology:
        return ()
    asked = standards.resolve(order.technology)
    if asked and works(machine, asked):
        return ()
    code = machine.technology
    return (Change("technology", code, f"choose {code} ({machine.process})"),)


def _other_material(order: Order, material_id: str) -> tuple[Change, ...]:
    chosen = order.material_id in (None, material_id)
    if chosen and (order.material_id or order.technology):
        return ()
    return (Change("material_id", material_id, f"choose {material_id}"),)


def _excess(order: Order, machine: Machine) -> float:
    """By which share of the room the side that sticks out most does so; 0 if all parts fit."""
    sides = [side for part in order.parts for side in too_long(part, machine)]
    return max((float(side.length / side.wanted) - 1 for side in sides), default=0.0)


def _strangeness(wanted: Material | None, offered: Material | None) -> int:
    if wanted is None or offered is None:
        return 0
    if wanted.family and wanted.family == offered.family:
        return 0
    return 1 if wanted.category == offered.category else 2
