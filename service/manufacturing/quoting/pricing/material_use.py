"""How much material an order takes, supports included."""

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from itertools import repeat
from typing import NamedTuple

from service.manufacturing.quoting.build_jobs import LaidPlans
from service.manufacturing.quoting.catalogue import Candidate, Part
from service.manufacturing.quoting.pricing.price_line import ZERO


class MaterialUse(NamedTuple):
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

    def times(self, quantity: int) -> "MaterialUse":
        """The same for so many sets of parts."""
        shell, inside, part, mass, surface, support, sets = self
        return MaterialUse(
            shell * quantity,
            inside * quantity,
            part * quantity,
            mass * quantity,
            surface * quantity,
            support * quantity,
            sets * quantity,
        )


class Ways(NamedTuple):
    """The ways of laying an order's parts, and what one set of them takes in each."""

    laid: LaidPlans
    uses: tuple[MaterialUse, ...]


def ways_for(candidate: Candidate, laid: LaidPlans) -> Ways:
    """The ways of laying the candidate's order, supports as the parts lie."""
    if not _measured(candidate):
        return Ways(laid, (use_per_set(candidate),) * len(laid.plans))
    upwards = [tuple(packing.up for packing in each.plan) for each in laid.plans]
    uses = {ups: use_per_set(candidate, ups) for ups in dict.fromkeys(upwards)}
    return Ways(laid, tuple(uses[ups] for ups in upwards))


def use_per_set(candidate: Candidate, ups: Sequence[str] = ()) -> MaterialUse:
    """What one set of the order's parts takes; mm3 x g/cm3 / 1,000,000 gives kg.

    `ups` are the axes that point upwards; without them it takes the most supports of all ways.
    """
    parts, allowance = candidate.order.parts, candidate.machine.allowance_mm
    surface = sum((part.surface for part in parts), ZERO)
    volume = sum((part.volume for part in parts), ZERO) + surface * allowance
    support = sum(map(partial(_supports, candidate), parts, ups or repeat("")), ZERO)
    shell, inside = ZERO, volume
    if candidate.machine.technology == "MEX":
        speeds = candidate.speeds
        wall = speeds["shells"] * speeds["nozzle_mm"]
        shell = sum((min(part.volume, part.surface * wall) for part in parts), ZERO)
        inside = (volume - shell) * candidate.infill
    density = candidate.material.density_g_cm3 / 1_000_000
    return MaterialUse(
        shell_mm3=shell,
        inside_mm3=inside + support,
        part_kg=(shell + inside) * density,
        mass_kg=(shell + inside + support) * density,
        surface_mm2=surface,
        support_mm3=support,
    )


def _measured(candidate: Candidate) -> bool:
    """Whether supports depend on how a part lies."""
    filled = candidate.offered.support_fill is not None
    return filled and any(part.hanging for part in candidate.order.parts)


def _supports(candidate: Candidate, part: Part, up: str) -> Decimal:
    fill = candidate.offered.support_fill
    if fill is None or not part.hanging:
        return part.volume * candidate.offered.support_ratio
    return part.hanging.get(up, max(part.hanging.values())) * fill
