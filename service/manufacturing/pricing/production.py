"""Prices what making an order costs a contractor: preparation to post-processing.

Each term never falls with the quantity and, per piece, never rises: the first build job is
charged in full, every further one as full as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from service.manufacturing.build_jobs import BuildJobs, Plan, build_jobs
from service.manufacturing.catalogue import Candidate, Part, Rates
from service.manufacturing.pricing.deposit import Deposit
from service.manufacturing.pricing.machine_time import machine_hours
from service.manufacturing.pricing.terms import ZERO, Term, cent
from service.manufacturing.pricing.treatments import post_processings, treating, treatments

#: Volume over box from which on a part counts as this complex or simpler; below the last, 4.
#: An assumption: a full block needs no thought, a lattice much.
COMPLEXITY_BOUNDS = (Decimal("0.8"), Decimal("0.5"), Decimal("0.25"), Decimal("0.1"))


@dataclass(frozen=True)
class Production:
    """Everything that making `quantity` sets of the parts costs, and the jobs it takes."""

    terms: tuple[Term, ...]
    jobs: BuildJobs
    deposit: Deposit
    machine_hours: Decimal
    cost: Decimal


def complexity(part: Part) -> int:
    """0 (a full block) to 4 (mostly empty), from the part's volume against its box."""
    x, y, z = part.sides
    box = x * y * z
    share = part.volume / box if box else ZERO
    return sum(share < bound for bound in COMPLEXITY_BOUNDS)


def produce(candidate: Candidate, ways: Sequence[Plan], one: Deposit, quantity: int) -> Production:
    """Price `quantity` sets, laid in the cheapest of the ways; `one` is what one set takes."""
    deposit = one.times(quantity)
    works = [_work(candidate, plan, deposit, quantity) for plan in ways]
    jobs, hours = min(works, key=lambda work: _varying_cost(candidate, deposit, *work))
    terms = (
        _preparation(candidate),
        _setup(candidate, jobs),
        _machine_time(candidate, jobs, deposit, hours),
        _material(candidate, deposit),
        _handling(candidate, deposit),
        *post_processings(candidate, jobs, deposit),
    )
    if fixed := candidate.contractor.fixed_costs:
        terms = (*terms, Term("Fixed costs", cent(fixed), {"fixed_costs": fixed}))
    return Production(terms, jobs, deposit, hours, sum((term.amount for term in terms), ZERO))


def _work(
    candidate: Candidate, plan: Plan, deposit: Deposit, quantity: int
) -> tuple[BuildJobs, Decimal]:
    """The jobs after a plan, and the machine hours that a price charges for them."""
    jobs = build_jobs(plan, quantity, candidate.layer_mm)
    return jobs, machine_hours(candidate, jobs.charged_layers, deposit)


def _varying_cost(
    candidate: Candidate, deposit: Deposit, jobs: BuildJobs, hours: Decimal
) -> Decimal:
    """The lines that depend on how parts are laid, rounded: their sum never falls with quantity."""
    treated = sum((treating(own, candidate, jobs, deposit) for own in treatments(candidate)), ZERO)
    rates = candidate.machine.rates
    return cent(_setting_up(rates, jobs)) + cent(hours * rates.hour) + treated


def _setting_up(rates: Rates, jobs: BuildJobs) -> Decimal:
    return (rates.setup_hours * rates.personnel_hour + rates.setup_fixed) * jobs.charged_jobs


def _preparation(candidate: Candidate) -> Term:
    rates = candidate.contractor.preparation
    grades = [complexity(part) for part in candidate.order.parts]
    hours = sum((rates.hours_by_complexity[grade] for grade in grades), ZERO)
    return Term(
        "Preparation",
        cent(hours * rates.engineering_hour + rates.equipment),
        {
            "complexity": ", ".join(map(str, grades)),
            "hours": hours,
            "engineering_hour": rates.engineering_hour,
            "equipment": rates.equipment,
        },
    )


def _setup(candidate: Candidate, jobs: BuildJobs) -> Term:
    rates = candidate.machine.rates
    return Term(
        "Set-up",
        cent(_setting_up(rates, jobs)),
        {
            "jobs": jobs.jobs,
            "parts_per_job": ", ".join(str(packing.per_job) for packing in jobs.plan),
            "upwards": ", ".join(packing.up for packing in jobs.plan),
            "turned_deg": ", ".join(f"{packing.turned_deg:.3f}" for packing in jobs.plan),
            "last_job_fill": jobs.last_fill,
            "charged_jobs": jobs.charged_jobs,
            "setup_hours": rates.setup_hours,
            "personnel_hour": rates.personnel_hour,
            "setup_fixed": rates.setup_fixed,
        },
    )


def _machine_time(candidate: Candidate, jobs: BuildJobs, deposit: Deposit, hours: Decimal) -> Term:
    rates = candidate.machine.rates
    return Term(
        "Machine time",
        cent(hours * rates.hour),
        {
            "hours": hours,
            "hourly_rate": rates.hour,
            "machine_hour": rates.machine_hour,
            "energy_hour": rates.energy_hour,
            "gas_hour": rates.gas_hour,
            "room_hour": rates.room_hour,
            "repair_hour": rates.repair_hour,
            "charged_layers": jobs.charged_layers,
            "layer_mm": candidate.layer_mm,
            "shell_mm3": deposit.shell_mm3,
            "inside_mm3": deposit.inside_mm3,
            "mass_kg": deposit.mass_kg,
            "surface_mm2": deposit.surface_mm2,
            **candidate.speeds,
        },
    )


def _material(candidate: Candidate, deposit: Deposit) -> Term:
    offered = candidate.offered
    return Term(
        "Material",
        cent(deposit.mass_kg * offered.price_per_kg * (1 + offered.loss)),
        {
            "volume_mm3": deposit.volume_mm3,
            "density_g_cm3": candidate.material.density_g_cm3,
            "mass_kg": deposit.mass_kg,
            "support_ratio": offered.support_ratio,
            "price_per_kg": offered.price_per_kg,
            "loss": offered.loss,
        },
    )


def _handling(candidate: Candidate, deposit: Deposit) -> Term:
    rates, pieces = candidate.machine.rates, deposit.sets * len(candidate.order.parts)
    return Term(
        "Handling",
        cent(pieces * rates.handling_hours * rates.personnel_hour),
        {
            "pieces": pieces,
            "handling_hours": rates.handling_hours,
            "personnel_hour": rates.personnel_hour,
        },
    )
