"""Prices an order on one machine in one material: every term a line with its inputs.

Amounts are exact decimals in the contractor's one currency, rounded half up to its smallest unit,
line by line, so that the lines add up to the total. The total never falls when the quantity grows;
the price per piece never rises but for that rounding. Both hold across tiers, since a tier's
discount is given on the pieces from its first one on, not on those before.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from service.manufacturing.quoting.build_jobs import laid_plans
from service.manufacturing.quoting.catalogue import Candidate
from service.manufacturing.quoting.currencies import rounded
from service.manufacturing.quoting.exact import exactly
from service.manufacturing.quoting.pricing.machine_time import machine_seconds
from service.manufacturing.quoting.pricing.material_use import MaterialUse, Ways, ways_for
from service.manufacturing.quoting.pricing.price_line import ROUNDING, ZERO, PriceLine
from service.manufacturing.quoting.pricing.production import (
    Production,
    complexity,
    growing_cost,
    produce,
)
from service.manufacturing.quoting.quote_json import LineWithInputsJson, TaxJson

__all__ = [
    "ENGINE_VERSION",
    "ROUNDING",
    "Line",
    "Price",
    "Tax",
    "complexity",
    "machine_seconds",
    "price",
]

#: Grows whenever the same inputs would give another price or lead time.
ENGINE_VERSION = "5"


@dataclass(frozen=True)
class Line:
    """One named term of a price and the figures that it was made of."""

    name: str
    amount: Decimal
    inputs: Mapping[str, str]

    def to_record(self) -> LineWithInputsJson:
        """The line with all that it was made of."""
        return {"name": self.name, "amount": str(self.amount), "inputs": dict(self.inputs)}


@dataclass(frozen=True)
class Tax:
    """The tax on a price, shown apart and never in the total."""

    rate: Decimal
    amount: Decimal
    reason: str

    def to_dict(self) -> TaxJson:
        """Plain data for record and client."""
        return {"rate": str(self.rate), "amount": str(self.amount), "reason": self.reason}


@dataclass(frozen=True)
class Price:
    """The price of an order at one candidate; `total` is without tax."""

    terms: tuple[PriceLine, ...]
    total: Decimal
    tax: Tax
    production: Production

    @property
    def lines(self) -> tuple[Line, ...]:
        """The terms as a record keeps them, figures as texts."""
        return tuple(
            Line(term.name, term.amount, {name: spoken(v) for name, v in term.inputs.items()})
            for term in self.terms
        )


@exactly
def price(candidate: Candidate) -> Price | None:
    """Price the candidate's order, parts laid as is cheapest; None if a part does not fit.

    Raises BadData if the catalogue does not know the candidate's material.
    """
    laid = laid_plans(candidate.order.parts, candidate.machine, candidate.layer_mm)
    if not laid.plans:
        return None
    ways = ways_for(candidate, laid)
    production = produce(candidate, ways, candidate.order.quantity)
    tiers = _tiers(candidate, ways, production)
    subtotal = production.cost + sum((term.amount for term in tiers), ZERO)
    surcharges = _surcharges(candidate, subtotal, production.material_use)
    terms = (*production.terms, *tiers, *surcharges)
    total = sum((term.amount for term in terms), ZERO)
    return Price(terms, total, _tax(candidate, total), production)


def _tiers(candidate: Candidate, ways: Ways, production: Production) -> tuple[PriceLine, ...]:
    """The discount on what the pieces from each tier's first one on add to the cost.

    One line for all tiers: rounded apart, two of them could take more than one piece adds.
    """
    previous, amount, inputs = ZERO, ZERO, {}
    cost, constant_cost = production.cost, production.constant_cost
    for tier in candidate.contractor.tiers:
        before = tier.from_quantity - 1
        if candidate.order.quantity <= before:
            break
        cost_before = constant_cost + growing_cost(candidate, ways, before) if before else ZERO
        amount += (cost - cost_before) * (tier.discount - previous)
        previous = tier.discount
        inputs[f"discount_from_{tier.from_quantity}"] = tier.discount
        inputs[f"cost_before_{tier.from_quantity}"] = cost_before
    if not inputs:
        return ()
    discount = rounded(amount, candidate.contractor.currency)
    return (PriceLine("Quantity tiers", -discount, {"cost": cost, **inputs}),)


def _surcharges(
    candidate: Candidate, subtotal: Decimal, material_use: MaterialUse
) -> tuple[PriceLine, ...]:
    contractor, fee = candidate.contractor, candidate.catalogue.platform_fee
    terms, asked = [], subtotal

    def add(name: str, amount: Decimal, inputs: Mapping[str, object]) -> None:
        nonlocal asked
        terms.append(PriceLine(name, rounded(amount, contractor.currency), inputs))
        asked += terms[-1].amount

    add("Margin", asked * contractor.margin, {"subtotal": asked, "margin": contractor.margin})
    if candidate.order.express and contractor.express:
        surcharge = contractor.express.surcharge
        add("Express", asked * surcharge, {"subtotal": asked, "surcharge": surcharge})
    add("Platform fee", asked * fee, {"subtotal": asked, "platform_fee": fee})
    least = rounded(contractor.min_order_value, contractor.currency)
    if asked < least:
        inputs = {"subtotal": asked, "min_order_value": contractor.min_order_value}
        add("Minimum order surcharge", least - asked, inputs)
    return (*terms, *_shipping(candidate, material_use))


def _shipping(candidate: Candidate, material_use: MaterialUse) -> tuple[PriceLine, ...]:
    contractor = candidate.contractor
    country = candidate.order.delivery_country or contractor.country
    zone = contractor.zone(country)
    if zone is None:
        return ()  # the check of delivery has said so
    inputs = {
        "country": country,
        "fixed": zone.fixed,
        "part_kg": material_use.part_kg,
        "per_kg": zone.per_kg,
    }
    amount = rounded(zone.fixed + zone.per_kg * material_use.part_kg, contractor.currency)
    return (PriceLine("Shipping", amount, inputs),)


def _tax(candidate: Candidate, total: Decimal) -> Tax:
    """Value added tax between businesses: due at home, not for deliveries to another country.

    Within the EU the customer owes it (Directive 2006/112/EC, articles 138 and 196); exports
    are exempt (article 146).
    """
    home, currency = candidate.contractor.country, candidate.contractor.currency
    country = candidate.order.delivery_country or home
    if country != home:
        reason = f"no tax on a delivery from {home} to {country}"
        return Tax(ZERO, rounded(ZERO, currency), reason)
    rate = candidate.contractor.vat_rate
    return Tax(rate, rounded(total * rate, currency), f"value added tax within {home}")


def spoken(value: object) -> str:
    """A figure as a record keeps it: decimals in plain digits, at most twelve after the point."""
    if not isinstance(value, Decimal):
        return str(value)
    text = f"{value:f}"
    if len(text.partition(".")[2]) > 12:
        text = f"{value:.12f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
