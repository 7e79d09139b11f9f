"""Finds which machines and materials of a contractor an order asks for, or why none."""

from collections.abc import Iterator, Sequence

from service.manufacturing.quoting import standards
from service.manufacturing.quoting.catalogue import Candidate, Catalogue, Contractor, Machine, Order
from service.manufacturing.quoting.checks import Change
from service.manufacturing.quoting.matching.refusals import Constraint
from service.manufacturing.quoting.standards import ResolvedTechnology


def candidates(order: Order, contractor: Contractor, catalogue: Catalogue) -> Iterator[Candidate]:
    """The contractor's machines of that technology with that material, in its own order.

    Without a material every material of the technology is a candidate; an order with neither
    has none.
    """
    asked = standards.resolve(order.technology) if order.technology else None
    if (order.technology and asked is None) or not (order.technology or order.material_id):
        return
    for machine in contractor.machines:
        if asked and not works(machine, asked):
            continue
        for offered in machine.materials:
            if order.material_id in (None, offered.material_id):
                yield Candidate(order, contractor, machine, offered, catalogue)


def works(machine: Machine, asked: ResolvedTechnology) -> bool:
    """Whether the machine is of the category, and of the process if a trade name was asked."""
    if machine.technology != asked.code:
        return False
    process = standards.process(machine.technology, machine.process)
    return asked.process is None or (process is not None and process.name == asked.process)


def obstacles(
    order: Order, contractor: Contractor, nearby: Sequence[Change]
) -> tuple[Constraint, ...]:
    """Why a contractor has no candidate for the order, in terms of what was asked for.

    `nearby` are changes of material and technology that the contractor has, nearest first.
    """
    material = next((change for change in nearby if change.field == "material_id"), None)
    technology = next((change for change in nearby if change.field == "technology"), None)
    if not (order.technology or order.material_id):
        reason = "neither a material nor a technology is chosen"
        return (Constraint("material", None, None, "", reason, change=material),)
    asked = standards.resolve(order.technology) if order.technology else None
    constraints = []
    if order.technology and (
        asked is None or not any(works(machine, asked) for machine in contractor.machines)
    ):
        constraints.append(_no_technology(order.technology, asked, contractor, technology))
    if order.material_id:
        offered = [m.material_id for machine in contractor.machines for m in machine.materials]
        if order.material_id not in offered or not constraints:
            constraints.append(_no_material(order, offered, material))
    return tuple(constraints)


def _no_technology(
    name: str, asked: ResolvedTechnology | None, contractor: Contractor, change: Change | None
) -> Constraint:
    there = ", ".join(
        dict.fromkeys(
            f"{machine.technology} ({machine.process})" for machine in contractor.machines
        )
    )
    reason = (
        f"there is no machine for {name}; there is {there or 'none'}"
        if asked
        else f"no technology is called {name!r}; use a code such as PBF or a trade name such as SLS"
    )
    return Constraint("technology", name, there, "", reason, change=change)


def _no_material(order: Order, offered: list[str], change: Change | None) -> Constraint:
    there = ", ".join(sorted(set(offered)))
    reason = (
        f"{order.material_id} is not built by {order.technology} here"
        if order.material_id in offered
        else f"{order.material_id} is not offered; offered are {there or 'none'}"
    )
    return Constraint("material", order.material_id, there, "", reason, change=change)
