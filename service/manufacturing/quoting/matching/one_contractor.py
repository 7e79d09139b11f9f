"""Asks one contractor for an order: its cheapest feasible machine, or every reason against it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from service.manufacturing.quoting.catalogue import (
    BadContractor,
    BadData,
    Candidate,
    CandidateKey,
    Catalogue,
    Contractor,
    Order,
)
from service.manufacturing.quoting.checks import (
    CONTRACTOR_CHECKS,
    Check,
    check_candidate,
    check_parts,
    failed,
)
from service.manufacturing.quoting.checks.contractors import quantity as check_quantity
from service.manufacturing.quoting.lead_time import LeadTime, LeadTimeTerm, build_time, lead_time
from service.manufacturing.quoting.matching.candidates import candidates, obstacles
from service.manufacturing.quoting.matching.capacity import capacity, in_time, value
from service.manufacturing.quoting.matching.changes import smallest_changes
from service.manufacturing.quoting.matching.merits import merits_of
from service.manufacturing.quoting.matching.options import options
from service.manufacturing.quoting.matching.punctuality import is_late, punctuality
from service.manufacturing.quoting.matching.quotes import QuantityPrice, Quote
from service.manufacturing.quoting.matching.refusals import Constraint, Unsuitable
from service.manufacturing.quoting.pricing import Price, price


@dataclass(frozen=True)
class MatchingQuestion:
    """What every contractor is asked: the order, and what else so many pieces would cost."""

    order: Order
    catalogue: Catalogue
    part_checks: tuple[Check, ...]
    quantities: tuple[int, ...] = ()

    def changed_to(self, order: Order) -> "MatchingQuestion":
        """The question for the order as it is changed; parts that are the same are checked."""
        same = order.parts is self.order.parts
        checks = self.part_checks if same else check_parts(order)
        return MatchingQuestion(order, self.catalogue, checks)


@dataclass(frozen=True)
class _Tried:
    """A candidate with the answers to all checks that do not depend on the quantity."""

    candidate: Candidate
    checks: tuple[Check, ...]


@dataclass(frozen=True)
class _Feasible:
    candidate: Candidate
    checks: tuple[Check, ...]
    price: Price
    build: LeadTimeTerm


def ask(question: MatchingQuestion, contractor: Contractor | BadContractor) -> Quote | Unsuitable:
    """The contractor's answer; raises nothing, its bad data is its own constraint."""
    if isinstance(contractor, BadContractor):
        return _bad_data(contractor, contractor.reason)
    try:
        return _consider(question, contractor)
    except BadData as bad:
        return _bad_data(contractor, str(bad))
    except ArithmeticError as bad:  # rates beyond all that can be calculated
        return _bad_data(contractor, f"its figures cannot be calculated with ({bad!r:.100})")


def _bad_data(contractor: Contractor | BadContractor, reason: str) -> Unsuitable:
    constraint = Constraint("catalogue_data", None, None, "", f"unusable data: {reason}")
    return Unsuitable(contractor.id, contractor.name, (constraint,))


def _consider(question: MatchingQuestion, contractor: Contractor) -> Quote | Unsuitable:
    general, tried = _in_general(question, contractor), list(_tried(question, contractor))
    able = [each for each in tried if not failed(each.checks)]
    answers = [] if failed(general) else [_priced(each) for each in able]
    feasible = [answer for answer in answers if isinstance(answer, _Feasible)]
    if feasible:
        return _quote(question, able, feasible, general)
    slow = {
        each.candidate.key: (answer,)
        for each, answer in zip(able, answers, strict=False)
        if isinstance(answer, Check)
    }
    failing = {each.candidate.key: failed(each.checks) for each in tried}
    return _refuse(question, contractor, failed(general), failing, slow)


def _in_general(question: MatchingQuestion, contractor: Contractor) -> tuple[Check, ...]:
    """What holds whatever the machine."""
    order, catalogue = question.order, question.catalogue
    results = (check(order, contractor, catalogue) for check in CONTRACTOR_CHECKS)
    return (*question.part_checks, *(check for check in results if check is not None))


def _tried(question: MatchingQuestion, contractor: Contractor) -> Iterator[_Tried]:
    order = question.order
    for candidate in candidates(order, contractor, question.catalogue) if order.parts else ():
        yield _Tried(candidate, check_candidate(candidate))


def _priced(tried: _Tried) -> _Feasible | Check | None:
    """The candidate with its price; the check that this fails; None if it does not fit."""
    asked = price(tried.candidate)
    if asked is None:
        return None
    build = build_time(tried.candidate, asked)
    results = (capacity(tried.candidate, build), value(tried.candidate, asked.total))
    checks = tuple(check for check in results if check)
    if failing := failed(checks):
        return failing[0]
    return _Feasible(tried.candidate, (*tried.checks, *checks), asked, build)


def _quote(
    question: MatchingQuestion,
    able: Sequence[_Tried],
    feasible: Sequence[_Feasible],
    general: tuple[Check, ...],
) -> Quote:
    chosen, dates, earliest = _best(feasible)
    candidate = chosen.candidate
    arrival = punctuality(candidate.order, dates.delivery_date, earliest)
    contractor, machine = candidate.contractor, candidate.machine
    counts = {each.candidate.machine.id: each.candidate.machine.count for each in feasible}
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
        quantity=candidate.order.quantity,
        price=chosen.price,
        lead_time=dates,
        checks=(*general, *chosen.checks, *([arrival] if arrival else [])),
        merits=merits_of(candidate, chosen.price, chosen.build.days, sum(counts.values())),
        tiers=tuple(_at(quantity, able) for quantity in question.quantities),
        shows_calculation=contractor.shows_calculation,
    )


def _best(feasible: Sequence[_Feasible]) -> tuple[_Feasible, LeadTime, date]:
    """The cheapest in time, else the cheapest, with its dates; the earliest delivery of all."""
    first = min(feasible, key=_preference)
    dates = lead_time(first.candidate, first.build)
    if not is_late(first.candidate.order, dates.delivery_date):
        return first, dates, dates.delivery_date
    timed = [(each, lead_time(each.candidate, each.build)) for each in feasible]
    chosen, dates = min(
        timed,
        key=lambda pair: (
            is_late(pair[0].candidate.order, pair[1].delivery_date),
            *_preference(pair[0]),
        ),
    )
    return chosen, dates, min(each.delivery_date for _, each in timed)


def _preference(feasible: _Feasible) -> tuple[object, ...]:
    machine, offered = feasible.candidate.machine, feasible.candidate.offered
    return feasible.price.total, feasible.build.days, machine.id, offered.material_id


def _at(quantity: int, able: Sequence[_Tried]) -> QuantityPrice:
    """What so many pieces cost on whichever of the contractor's machines makes them cheapest."""
    first = able[0].candidate
    order, contractor = replace(first.order, quantity=quantity), first.contractor
    answers = [
        check_quantity(order, contractor, first.catalogue),
        *(_priced(_Tried(each.candidate.with_order(order), each.checks)) for each in able),
    ]
    feasible = [answer for answer in answers if isinstance(answer, _Feasible)]
    failing = failed(answer for answer in answers if isinstance(answer, Check))
    if not feasible or answers[0] in failing:
        return QuantityPrice(quantity, contractor.currency, reason=failing[0].reason)
    best, dates, _ = _best(feasible)
    return QuantityPrice(quantity, contractor.currency, best.price.total, dates.days)


def suits(
    order: Order, contractor: Contractor, catalogue: Catalogue, able: CandidateKey | None = None
) -> bool:
    """Whether the contractor would make the order; without any reason, so that it is soon known.

    The candidate `able` is known to pass its checks, in time and not too dear.
    """
    return _suits(MatchingQuestion(order, catalogue, check_parts(order)), contractor, able)


def _suits(
    question: MatchingQuestion, contractor: Contractor, able: CandidateKey | None = None
) -> bool:
    try:
        if failed(_in_general(question, contractor)):
            return False
        return any(
            candidate.key == able or (not failed(check_candidate(candidate)) and in_time(candidate))
            for candidate in candidates(question.order, contractor, question.catalogue)
        )
    except (BadData, ArithmeticError):
        return False


def _refuse(
    question: MatchingQuestion,
    contractor: Contractor,
    general: tuple[Check, ...],
    failing: Mapping[CandidateKey, tuple[Check, ...]],
    slow: Mapping[CandidateKey, tuple[Check, ...]],
) -> Unsuitable:
    """With what fails by candidate; against those of `slow` only time or price speaks."""
    order = question.order
    there = options(order, contractor, question.catalogue)
    changes = smallest_changes(
        there,
        general,
        failing,
        lambda changed, able: _suits(question.changed_to(changed), contractor, able),
    )
    constraints = [Constraint.of(check) for check in general]
    if all(option.changes for option in there):
        nearby = (*changes, *(change for option in there for change in option.changes))
        constraints += obstacles(order, contractor, nearby)
    names = {machine.id: machine.name for machine in contractor.machines}
    constraints += [
        Constraint.of(check, names[machine_id])
        for (machine_id, _), checks in {**failing, **slow}.items()
        for check in checks
    ]
    return Unsuitable(contractor.id, contractor.name, tuple(dict.fromkeys(constraints)), changes)
