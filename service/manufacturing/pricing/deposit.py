"""Says how much material an order takes, supports included."""

from dataclasses import dataclass
from decimal import Decimal

from service.manufacturing.build_jobs import Plan
from service.manufacturing.catalogue import Candidate, Part


@dataclass(frozen=True)
class Deposit:
    """What is put down for so many sets of parts: shells and inside in mm3, mass, surfaces.

    Only material extrusion knows shells; elsewhere everything is inside. Supports, which are
    `support_mm3` of it, count as inside: they are as loosely or as densely laid.
    """

    shell_mm3: Decimal
    inside_mm3: Decimal
    part_kg: Decimal
    mass_kg: Decimal
    surface_mm2: Decimal
    support_mm3: Decimal
    sets: int = 1

    @property
    def volume_mm3(self) -> Decimal:
        """All that is put down."""
        return self.shell_mm3 + self.inside_mm3

    def times(self, quantity: int) -> "Deposit":
        """The same for so many sets of parts."""
        return Deposit(
            self.shell_mm3 * quantity,
            self.inside_mm3 * quantity,
            self.part_kg * quantity,
            self.mass_kg * quantity,
            self.surface_mm2 * quantity,
            self.support_mm3 * quantity,
            self.sets * quantity,
        )


def deposit_of_one(candidate: Candidate, plan: Plan | None) -> Deposit:
    """What one set of the order's parts takes, laid so; mm3 x g/cm3 / 1,000,000 gives kg.

    Without a plan with the most supports that any way of laying them needs.
    """
    parts, allowance = candidate.order.parts, candidate.machine.allowance_mm
    surface = sum((part.surface for part in parts), Decimal(0))
    volume = sum((part.volume for part in parts), Decimal(0)) + surface * allowance
    ups = [packing.up for packing in plan] if plan else [None] * len(parts)
    supports = [_supports(candidate, *pair) for pair in zip(parts, ups, strict=True)]
    support = sum(supports, Decimal(0))
    shell, inside = Decimal(0), volume
    if candidate.machine.technology == "MEX":
        speeds = candidate.speeds
        wall = speeds["shells"] * speeds["nozzle_mm"]
        shell = sum((min(part.volume, part.surface * wall) for part in parts), Decimal(0))
        inside = (volume - shell) * candidate.infill
    density = candidate.material.density_g_cm3 / 1_000_000
    return Deposit(
        shell_mm3=shell,
        inside_mm3=inside + support,
        part_kg=(shell + inside) * density,
        mass_kg=(shell + inside + support) * density,
        surface_mm2=surface,
        support_mm3=support,
    )


def _supports(candidate: Candidate, part: Part, up: str | None) -> Decimal:
    offered = candidate.offered
    if offered.support_fill is None or not part.hanging:
        return part.volume * offered.support_ratio
    room = part.hanging.get(up) if up else None
    return (max(part.hanging.values()) if room is None else room) * offered.support_fill
