"""Whether an order is small enough for a contractor, and how many pieces would be."""

from dataclasses import replace
from decimal import Decimal

from service.manufacturing.quoting.catalogue import Candidate
from service.manufacturing.quoting.checks import Change, Check, Verdict
from service.manufacturing.quoting.checks.contractors import order_value
from service.manufacturing.quoting.lead_time import LeadTimeTerm, build_time
from service.manufacturing.quoting.pricing import machine_seconds, price
from service.manufacturing.quoting.pricing.material_use import use_per_set


def capacity(candidate: Candidate, build: LeadTimeTerm) -> Check:
    """Building takes no longer than the contractor's machines may build for one order."""
    limit = candidate.contractor.max_build_days
    enough = build.days <= limit
    return Check(
        check="capacity",
        verdict=Verdict.PASS if enough else Verdict.FAIL,
        value=build.days,
        limit=limit,
        unit="working days",
        reason=f"building takes {build.days} of at most {limit} working days"
        if enough
        else f"building takes {build.days} working days > {limit}",
        change=None if enough else fewer_pieces(candidate),
    )


def value(candidate: Candidate, total: Decimal) -> Check | None:
    """The order comes to no more than its contractor takes on; None if it has set no limit."""
    check = order_value(candidate.contractor, total)
    if check is None or check.verdict is Verdict.PASS:
        return check
    return check._replace(change=fewer_pieces(candidate))


def fewer_pieces(candidate: Candidate, wanted: int | None = None) -> Change | None:
    """The most pieces, at most those of the order, that are few enough; None if not even one is.

    `wanted` are the pieces that the client asked for, where the order has fewer already.
    """
    possible, impossible = 0, candidate.order.quantity + 1
    while impossible - possible > 1:
        middle = (possible + impossible) // 2
        if _in_time(candidate, middle):
            possible = middle
        else:
            impossible = middle
    if not possible:
        return None
    extent = 1 - possible / (wanted or candidate.order.quantity)
    detail = f"order {possible} at a time" if possible > 1 else "order one at a time"
    return Change("quantity", possible, detail, extent=extent)


def surely_in_time(candidate: Candidate) -> bool:
    """Whether even job after job with one set of parts each, standing upright, is soon enough.

    Spares the planning of jobs where capacity is no question.
    """
    order, machine = candidate.order, candidate.machine
    if candidate.contractor.max_order_value is not None:
        return False  # the price may speak against it
    tallest = max(part.sides[2] for part in order.parts) / candidate.layer_mm + 1
    seconds = machine_seconds(candidate, tallest, use_per_set(candidate))
    hours = seconds / 3600 + machine.cooling_hours
    jobs = Decimal(order.quantity * len(order.parts))
    return jobs * hours / machine.hours_per_day + 1 <= candidate.contractor.max_build_days


def in_time(candidate: Candidate) -> bool:
    """Whether the candidate's order, which fits its machine, is built in time and not too dear."""
    return surely_in_time(candidate) or _in_time(candidate, candidate.order.quantity)


def _in_time(candidate: Candidate, quantity: int) -> bool:
    order, fewer = candidate.order, candidate
    if quantity != order.quantity:
        fewer = candidate.with_order(replace(order, quantity=quantity))
    asked = price(fewer)
    if asked is None:
        return False
    check = order_value(candidate.contractor, asked.total)
    if check and check.verdict is Verdict.FAIL:
        return False
    return build_time(fewer, asked).days <= candidate.contractor.max_build_days
