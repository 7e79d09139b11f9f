"""Matches an order with contractors: for each a quote, or every reason why there is none."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from service.manufacturing.catalogue import (
    BadContractor,
    BadData,
    Candidate,
    Catalogue,
    Contractor,
    Order,
)
from service.manufacturing.checks import (
    CANDIDATE_CHECKS,
    CONTRACTOR_CHECKS,
    Check,
    Verdict,
    check_parts,
    failed,
)
from service.manufacturing.lead_time import LeadTime, LeadTimeTerm, build_time, lead_time
from service.manufacturing.matching.candidates import candidates, obstacles
from service.manufacturing.matching.quotes import Constraint, Matching, Quote, Unsuitable
from service.manufacturing.pricing import Price, price
from service.manufacturing.pricing.production import cent

__all__ = ["Constraint", "Matching", "Quote", "Unsuitable", "match"]


def match(
    order: Order, contractors: Iterable[Contractor | BadContractor], catalogue: Catalogue
) -> Matching:
    """Ask every contractor for the order; the same arguments give the same answer.

    Raises nothing for a contractor's bad data: that is this contractor's own constraint
    `catalogue_data`.
    """
    checks = check_parts(order)
    quotes, unsuitable = [], []
    for contractor in contractors:
        answer = _ask(order, contractor, catalogue, checks)
        if isinstance(answer, Quote):
            quotes.append(answer)
        else:
            unsuitable.append(answer)
    often = Counter(quote.currency for quote in quotes)
    quotes.sort(
        key=lambda quote: (
            -often[quote.currency],
            quote.currency,
            quote.total,
            quote.lead_time.days,
            quote.contractor_id,
        )
    )
    unsuitable.sort(key=lambda refusal: (refusal.name, refusal.contractor_id))
    return Matching(tuple(quotes), tuple(unsuitable), checks)


@dataclass(frozen=True)
class _Feasible:
    candidate: Candidate
    checks: tuple[Check, ...]
    price: Price
    build: LeadTimeTerm


def _ask(
    order: Order,
    contractor: Contractor | BadContractor,
    catalogue: Catalogue,
    part_checks: tuple[Check, ...],
) -> Quote | Unsuitable:
    if isinstance(contractor, BadContractor):
        return _bad_data(contractor, contractor.reason)
    try:
        return _consider(order, contractor, catalogue, part_checks)
    except BadData as bad:
        return _bad_data(contractor, str(bad))
    except ArithmeticError as bad:  # rates beyond all that can be calculated
        return _bad_data(contractor, f"its figures cannot be calculated with ({bad!r:.100})")


def _bad_data(contractor: Contractor | BadContractor, reason: str) -> Unsuitable:
    constraint = Constraint("catalogue_data", None, None, "", f"unusable data: {reason}")
    return Unsuitable(contractor.id, contractor.name, (constraint,))


def _consider(
    order: Order, contractor: Contractor, catalogue: Catalogue, part_checks: tuple[Check, ...]
) -> Quote | Unsuitable:
    general = (
        *part_checks,
        *(
            found
            for check in CONTRACTOR_CHECKS
            if (found := check(order, contractor, catalogue)) is not None
        ),
    )
    constraints = [Constraint.of(check) for check in failed(general)]
    considered = tuple(candidates(order, contractor, catalogue))
    if not considered:
        constraints += obstacles(order, contractor)
    feasible = []
    for candidate in considered if order.parts else ():
        answer = _try(candidate, priced=not failed(general))
        if isinstance(answer, _Feasible):
            feasible.append(answer)
        else:
            constraints += [Constraint.of(check, candidate.machine.name) for check in answer]
    if feasible and not failed(general):
        return _quote(min(feasible, key=_preference), general)
    return Unsuitable(contractor.id, contractor.name, tuple(dict.fromkeys(constraints)))


def _try(candidate: Candidate, *, priced: bool) -> _Feasible | tuple[Check, ...]:
    """The candidate with its price, or the checks that it fails; none if it is not priced."""
    checks = tuple(found for check in CANDIDATE_CHECKS if (found := check(candidate)) is not None)
    if failed(checks) or not priced:
        return failed(checks)
    asked = price(candidate)
    if asked is None:
        return ()
    build = build_time(candidate, asked)
    limit = candidate.contractor.max_build_days
    capacity = Check(
        check="capacity",
        verdict=Verdict.PASS if build.days <= limit else Verdict.FAIL,
        value=build.days,
        limit=limit,
        unit="working days",
        reason=f"building takes {build.days} of at most {limit} working days"
        if build.days <= limit
        else f"building takes {build.days} working days > {limit}",
    )
    if failed((capacity,)):
        return (capacity,)
    return _Feasible(candidate, (*checks, capacity), asked, build)


def _preference(feasible: _Feasible) -> tuple[object, ...]:
    machine, offered = feasible.candidate.machine, feasible.candidate.offered
    return feasible.price.total, feasible.build.days, machine.id, offered.material_id


def _quote(chosen: _Feasible, general: tuple[Check, ...]) -> Quote:
    candidate = chosen.candidate
    contractor, machine = candidate.contractor, candidate.machine
    when: LeadTime = lead_time(candidate, chosen.build)
    return Quote(
        contractor_id=contractor.id,
        name=contractor.name,
        country=contractor.country,
        machine_id=machine.id,
        machine_name=machine.name,
        material_id=candidate.offered.material_id,
        technology=machine.technology,
        process=machine.process,
        currency=contractor.currency,
        total=chosen.price.total,
        unit_price=cent(chosen.price.total / candidate.order.quantity),
        tax=chosen.price.tax,
        lines=chosen.price.lines,
        lead_time=when,
        checks=(*general, *chosen.checks),
    )
