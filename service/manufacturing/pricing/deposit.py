"""Says how much material an order takes, supports included."""

from dataclasses import dataclass
from decimal import Decimal

from service.manufacturing.catalogue import Candidate


@dataclass(frozen=True)
class Deposit:
    """What is put down for so many sets of parts: shells and inside in mm3, mass, surfaces.

    Only material extrusion knows shells; elsewhere everything is inside. Supports count as
    inside: they are as loosely or as densely laid.
    """

    shell_mm3: Decimal
    inside_mm3: Decimal
    part_kg: Decimal
    mass_kg: Decimal
    surface_mm2: Decimal
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
            self.sets * quantity,
        )


def deposit_of_one(candidate: Candidate) -> Deposit:
    """What one set of the order's parts takes; mm3 x g/cm3 / 1,000,000 gives kg."""
    parts = candidate.order.parts
    volume = sum((part.volume for part in parts), Decimal(0))
    surface = sum((part.surface for part in parts), Decimal(0))
    support = volume * candidate.offered.support_ratio
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
    )
