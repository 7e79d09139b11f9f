"""Checks an order at one contractor, whatever its machine."""

from service.manufacturing.catalogue import Catalogue, Contractor, Order
from service.manufacturing.checks.check import Check, Verdict


def quantity(order: Order, contractor: Contractor, catalogue: Catalogue) -> Check:
    """The number of pieces lies within what the contractor takes on in one order."""
    pieces, limit = order.quantity * max(1, len(order.parts)), contractor.max_quantity
    enough = 1 <= pieces <= limit
    return Check(
        check="quantity",
        verdict=Verdict.PASS if enough else Verdict.FAIL,
        value=pieces,
        limit=limit if pieces else 1,
        unit="pieces",
        reason=f"{pieces} pieces are within {limit}"
        if enough
        else (f"{pieces} pieces > {limit} in one order" if pieces else "0 pieces < 1"),
    )


def express(order: Order, contractor: Contractor, catalogue: Catalogue) -> Check | None:
    """An order in a hurry finds a contractor that takes such orders."""
    if not order.express:
        return None
    offered = contractor.express
    return Check(
        check="express",
        verdict=Verdict.PASS if offered else Verdict.FAIL,
        value="express",
        limit=None,
        unit="",
        reason=f"queues at most {offered.queue_days} working days"
        if offered
        else "takes no express orders",
    )


def delivery(order: Order, contractor: Contractor, catalogue: Catalogue) -> Check:
    """The contractor delivers to the country; without one, within its own is assumed."""
    country = order.delivery_country or contractor.country
    zone = contractor.zone(country)
    return Check(
        check="delivery",
        verdict=Verdict.PASS if zone else Verdict.FAIL,
        value=country,
        limit=None,
        unit="",
        reason=f"delivers to {country} in {zone.days} working days"
        if zone
        else f"does not deliver to {country}",
    )
