"""The price of making an order, from preparation to post-processing.

Each term never falls with the quantity and, per piece, never rises: the first build job is
charged in full, every further one as full as it is; of shared jobs all are.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from service.manufacturing.quoting.build_jobs import BuildJobs
from service.manufacturing.quoting.catalogue import Candidate, Part
from service.manufacturing.quoting.currencies import rounded
from service.manufacturing.quoting.pricing.machine_time import MACHINE_TIME, MachineWork
from service.manufacturing.quoting.pricing.material_use import MaterialUse, Ways
from service.manufacturing.quoting.pricing.post_processing import (
    offered_post_processings,
    post_processing_lines,
    post_processing_price,
)
from service.manufacturing.quoting.pricing.price_line import ZERO, PriceLine

#: Volume over box from which on a part counts as this complex or simpler; below the last, 4.
#: An assumption: a full block needs no thought, a lattice much.
COMPLEXITY_BOUNDS = (Decimal("0.8"), Decimal("0.5"), Decimal("0.25"), Decimal("0.1"))


@dataclass(frozen=True)
class Production:
    """Everything that making `quantity` sets of the parts costs, and the jobs it takes.

    `constant_cost` is what of it is the same whatever the quantity.
    """

    terms: tuple[PriceLine, ...]
    jobs: BuildJobs
    material_use: MaterialUse
    machine_hours: Decimal
    material_kg: Decimal
    cost: Decimal
    constant_cost: Decimal


class _Work(NamedTuple):
    """The order laid in one way: its jobs, what it takes, and the amounts that depend on that.

    `unfused_mm3` is the powder around the parts, in the height that is charged.
    """

    candidate: Candidate
    jobs: BuildJobs
    material_use: MaterialUse
    seconds: Decimal
    unfused_mm3: Decimal
    refreshed_kg: Decimal
    material_kg: Decimal
    setting_up: Decimal
    running: Decimal
    material: Decimal
    treated: Decimal

    @property
    def varying_cost(self) -> Decimal:
        """The lines that depend on how parts are laid: their sum never falls with quantity."""
        return self.setting_up + self.running + self.material + self.treated


def complexity(part: Part) -> int:
    """0 (a full block) to 4 (mostly empty), from the part's volume against its box."""
    x, y, z = part.sides
    box = x * y * z
    return sum(part.volume < bound * box for bound in COMPLEXITY_BOUNDS) if box else 4


def produce(candidate: Candidate, ways: Ways, quantity: int) -> Production:
    """Price `quantity` sets, laid in the cheapest of the ways."""
    work = _cheapest(candidate, ways, quantity)
    jobs, material_use = work.jobs, work.material_use
    terms = (
        _preparation(candidate),
        _setup(work),
        _machine_time(work),
        _material(work),
        _handling(candidate, quantity),
        *post_processing_lines(candidate, jobs, material_use),
    )
    if fixed := candidate.contractor.fixed_costs:
        amount = rounded(fixed, candidate.contractor.currency)
        terms = (*terms, PriceLine("Fixed costs", amount, {"fixed_costs": fixed}))
    cost = sum((term.amount for term in terms), ZERO)
    constant_cost = cost - _growing_cost(work, quantity)
    hours = work.seconds / 3600
    return Production(terms, jobs, material_use, hours, work.material_kg, cost, constant_cost)


def growing_cost(candidate: Candidate, ways: Ways, quantity: int) -> Decimal:
    """What `produce` adds for so many sets to what is the same whatever the quantity."""
    return _growing_cost(_cheapest(candidate, ways, quantity), quantity)


def _growing_cost(work: _Work, quantity: int) -> Decimal:
    return work.varying_cost + _handling_cost(work.candidate, quantity)


def _cheapest(candidate: Candidate, ways: Ways, quantity: int) -> _Work:
    works = _works(candidate, ways, quantity)
    return min(works, key=lambda work: work.varying_cost)


def _works(candidate: Candidate, ways: Ways, quantity: int) -> Iterator[_Work]:
    """`quantity` sets laid in each of the ways."""
    machine, offered, currency = candidate.machine, candidate.offered, candidate.contractor.currency
    per_job = machine.rates.setup_hours * machine.rates.personnel_hour + machine.rates.setup_fixed
    per_hour, layer_mm, treated_with = (
        machine.rates.hour,
        candidate.layer_mm,
        tuple(offered_post_processings(candidate)),
    )
    seconds_of, speeds = MACHINE_TIME[machine.technology], candidate.speeds
    x, y, _ = machine.build_volume_mm
    layer_mm3 = x * y * layer_mm
    use_before = material_use = None
    jobs_of_ways = ways.laid.jobs(quantity, machine.shared_job_fill)
    for jobs, use in zip(jobs_of_ways, ways.uses, strict=True):
        if material_use is None or use is not use_before:
            use_before, material_use = use, use.times(quantity)
        seconds = seconds_of(MachineWork(jobs.charged_layers, layer_mm, material_use), speeds)
        unfused_mm3 = refreshed_kg = ZERO
        if offered.refresh and offered.powder_g_cm3:
            unfused_mm3 = max(ZERO, layer_mm3 * jobs.charged_layers - material_use.volume_mm3)
            refreshed_kg = unfused_mm3 * offered.powder_g_cm3 * offered.refresh / 1_000_000
        material_kg = material_use.mass_kg * (1 + offered.loss) + refreshed_kg
        yield _Work(
            candidate,
            jobs,
            material_use,
            seconds,
            unfused_mm3,
            refreshed_kg,
            material_kg,
            setting_up=rounded(per_job * jobs.charged_jobs, currency),
            running=rounded(seconds * per_hour / 3600, currency),
            material=rounded(material_kg * offered.price_per_kg, currency),
            treated=sum(
                [post_processing_price(t, candidate, jobs, material_use) for t in treated_with],
                ZERO,
            ),
        )


def _preparation(candidate: Candidate) -> PriceLine:
    rates = candidate.contractor.preparation
    grades = [complexity(part) for part in candidate.order.parts]
    hours = sum((rates.hours_by_complexity[grade] for grade in grades), ZERO)
    return PriceLine(
        "Preparation",
        rounded(hours * rates.engineering_hour + rates.equipment, candidate.contractor.currency),
        {
            "complexity": ", ".join(map(str, grades)),
            "hours": hours,
            "engineering_hour": rates.engineering_hour,
            "equipment": rates.equipment,
        },
    )


def _setup(work: _Work) -> PriceLine:
    machine, jobs = work.candidate.machine, work.jobs
    shared = machine.shared_job_fill
    return PriceLine(
        "Set-up",
        work.setting_up,
        {
            "jobs": jobs.jobs,
            "parts_per_job": ", ".join(str(packing.per_job) for packing in jobs.plan),
            "upwards": ", ".join(packing.up for packing in jobs.plan),
            "turned_deg": ", ".join(f"{packing.turned_deg:.3f}" for packing in jobs.plan),
            "last_job_fill": jobs.last_fill,
            **({} if shared is None else {"shared_job_fill": shared}),
            "charged_jobs": jobs.charged_jobs,
            "setup_hours": machine.rates.setup_hours,
            "personnel_hour": machine.rates.personnel_hour,
            "setup_fixed": machine.rates.setup_fixed,
        },
    )


def _machine_time(work: _Work) -> PriceLine:
    candidate, material_use, rates = work.candidate, work.material_use, work.candidate.machine.rates
    return PriceLine(
        "Machine time",
        work.running,
        {
            "hours": work.seconds / 3600,
            "hourly_rate": rates.hour,
            "machine_hour": rates.machine_hour,
            "energy_hour": rates.energy_hour,
            "gas_hour": rates.gas_hour,
            "room_hour": rates.room_hour,
            "repair_hour": rates.repair_hour,
            "charged_layers": work.jobs.charged_layers,
            "layer_mm": candidate.layer_mm,
            "shell_mm3": material_use.shell_mm3,
            "inside_mm3": material_use.inside_mm3,
            "mass_kg": material_use.mass_kg,
            "surface_mm2": material_use.surface_mm2,
            **candidate.speeds,
        },
    )


def _material(work: _Work) -> PriceLine:
    offered, material_use = work.candidate.offered, work.material_use
    inputs: dict[str, object] = {
        "volume_mm3": material_use.volume_mm3,
        "support_mm3": material_use.support_mm3,
        "density_g_cm3": work.candidate.material.density_g_cm3,
        "mass_kg": material_use.mass_kg,
        "price_per_kg": offered.price_per_kg,
        "loss": offered.loss,
    }
    if allowance := work.candidate.machine.allowance_mm:
        inputs["allowance_mm"] = allowance
    if offered.support_fill is None:
        inputs["support_ratio"] = offered.support_ratio
    else:
        inputs["support_fill"] = offered.support_fill
    if offered.refresh:
        inputs |= {
            "unfused_mm3": work.unfused_mm3,
            "powder_g_cm3": offered.powder_g_cm3,
            "refresh": offered.refresh,
            "refreshed_kg": work.refreshed_kg,
        }
    return PriceLine("Material", work.material, inputs)


def _handling(candidate: Candidate, quantity: int) -> PriceLine:
    rates = candidate.machine.rates
    return PriceLine(
        "Handling",
        _handling_cost(candidate, quantity),
        {
            "pieces": quantity * len(candidate.order.parts),
            "handling_hours": rates.handling_hours,
            "personnel_hour": rates.personnel_hour,
        },
    )


def _handling_cost(candidate: Candidate, quantity: int) -> Decimal:
    rates, pieces = candidate.machine.rates, quantity * len(candidate.order.parts)
    amount = pieces * rates.handling_hours * rates.personnel_hour
    return rounded(amount, candidate.contractor.currency)
