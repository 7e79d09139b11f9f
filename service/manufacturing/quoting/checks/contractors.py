"""Checks an order at one contractor, whatever its machine."""

import re
from collections.abc import Iterator
from decimal import Decimal

from service.manufacturing.quoting.catalogue import Catalogue, Contractor, Order
from service.manufacturing.quoting.checks.change import Change
from service.manufacturing.quoting.checks.check import Check, Verdict

#: A country as addresses name it; zones may also name what stands for all others.
COUNTRY = re.compile("[A-Z]{2}")


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
    most = limit // max(1, len(order.parts))
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


def serves(order: Order, contractor: Contractor, catalogue: Catalogue) -> Check | None:
    """The contractor takes orders for the country, if it has named those that it serves."""
    country = order.delivery_country or contractor.country
    return served(contractor, country)


def served(contractor: Contractor, country: str) -> Check | None:
    """Whether the contractor takes orders for a country; None if it has named none."""
    if not contractor.serves:
        return None
    takes = country in contractor.serves
    named = ", ".join(contractor.serves)
    return Check(
        check="served_country",
        verdict=Verdict.PASS if takes else Verdict.FAIL,
        value=country,
        limit=named,
        unit="",
        reason=f"takes orders for {country}"
        if takes
        else f"takes no orders for {country}, only for {named}",
        change=None if takes else _other_country(contractor),
    )


def order_value(contractor: Contractor, total: Decimal) -> Check | None:
    """The order comes to no more than the contractor takes on; None if it has set no limit."""
    limit = contractor.max_order_value
    if limit is None:
        return None
    within = total <= limit
    return Check(
        check="order_value",
        verdict=Verdict.PASS if within else Verdict.FAIL,
        value=total,
        limit=limit,
        unit=contractor.currency,
        reason=f"{total} {contractor.currency} are within {limit} {contractor.currency}"
        if within
        else f"an order of {total} {contractor.currency} > {limit} {contractor.currency}",
    )


def workload(contractor: Contractor, open_requests: int) -> Check | None:
    """The contractor has room for one more open request; None if it has set no limit."""
    limit = contractor.max_open_requests
    if limit is None:
        return None
    room = open_requests < limit
    return Check(
        check="open_requests",
        verdict=Verdict.PASS if room else Verdict.FAIL,
        value=open_requests,
        limit=limit,
        unit="requests",
        reason=f"{open_requests} of at most {limit} requests are open"
        if room
        else f"{open_requests} requests are open, and it answers {limit} at once",
    )


def delivered_to(contractor: Contractor) -> Iterator[str]:
    """The countries that it names and both takes orders for and delivers to, its own one first."""
    zones = (country for zone in contractor.shipping for country in zone.countries)
    for country in dict.fromkeys((contractor.country, *contractor.serves, *zones)):
        served = country in contractor.serves or not contractor.serves
        if served and COUNTRY.fullmatch(country) and contractor.zone(country):
            yield country


def _other_country(contractor: Contractor) -> Change | None:
    there = next(delivered_to(contractor), None)
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
