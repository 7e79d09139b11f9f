"""Checks an order at one contractor, whatever its machine."""

from service.manufacturing.catalogue import Catalogue, Contractor, Order
from service.manufacturing.checks.change import Change
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
        change=None if enough else _other_quantity(order, limit),
    )


def _other_quantity(order: Order, limit: int) -> Change | None:
    if order.quantity < 1:
        return Change("quantity", 1, "order at least 1")
    most = limit // len(order.parts)
    if not most:
        return None
    detail = f"order {most} at a time" if most > 1 else "order one at a time"
    return Change("quantity", most, detail, extent=1 - most / order.quantity)


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
        change=None if offered else Change("express", False, "do without express"),
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
        change=None if zone else _other_country(contractor),
    )


def _other_country(contractor: Contractor) -> Change | None:
    """Its own country if it delivers there, else the first that it names."""
    named = [country for zone in contractor.shipping for country in zone.countries]
    there = contractor.country if contractor.zone(contractor.country) else next(iter(named), None)
    if there is None:
        return None
    return Change("delivery_address.country", there, f"have it delivered to {there}")


def certificate(order: Order, contractor: Contractor, catalogue: Catalogue) -> Check | None:
    """The contractor issues the certificate asked for; it warns where that is not known."""
    asked, issued = order.certificate, contractor.certificates
    if asked is None:
        return None
    if issued is None:
        verdict = Verdict.WARN
        reason = f"does not say whether it issues a certificate of {asked}; ask before you order"
    elif asked in issued:
        verdict, reason = Verdict.PASS, f"issues a certificate of {asked}"
    else:
        verdict, reason = Verdict.FAIL, f"issues no certificate of {asked}"
    return Check(
        check="certificate",
        verdict=verdict,
        value=asked,
        limit=", ".join(issued) if issued else None,
        unit="",
        reason=reason,
        change=Change("certificate", None, "do without the certificate")
        if verdict is Verdict.FAIL
        else None,
    )
