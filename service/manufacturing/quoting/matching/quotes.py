"""What a suitable contractor charges for an order, and for larger quantities."""

from dataclasses import dataclass
from decimal import Decimal

from service.manufacturing.quoting.checks import Check, Verdict
from service.manufacturing.quoting.currencies import money, rounded
from service.manufacturing.quoting.lead_time import LeadTime
from service.manufacturing.quoting.matching import punctuality
from service.manufacturing.quoting.matching.merits import Merits
from service.manufacturing.quoting.matching.refusals import Unsuitable
from service.manufacturing.quoting.pricing import ENGINE_VERSION, ROUNDING, Line, Price, Tax
from service.manufacturing.quoting.quote_json import QuantityPriceJson, QuoteJson
from service.manufacturing.quoting.standards import RULES_VERSION


@dataclass(frozen=True)
class QuantityPrice:
    """What a contractor asks for another number of pieces; or the `reason` why it cannot."""

    quantity: int
    currency: str
    total: Decimal | None = None
    lead_time_days: int | None = None
    reason: str | None = None

    def to_dict(self) -> QuantityPriceJson:
        """Plain data for record and client."""
        if self.total is None:
            return {"quantity": self.quantity, "reason": self.reason}
        return {
            "quantity": self.quantity,
            "total": money(self.total, self.currency),
            "unit_price": money(rounded(self.total / self.quantity, self.currency), self.currency),
            "lead_time_days": self.lead_time_days,
        }


@dataclass(frozen=True)
class Quote:
    """What a suitable contractor asks for the order, on its cheapest machine that can make it.

    `total` is without tax, `unit_price` the total per set of parts, rounded. `tiers`
    are other quantities, each on the machine that is the cheapest for it.
    Clients see its lines as they are if it `shows_calculation`, else folded.
    """

    contractor_id: str
    name: str
    country: str
    machine_id: str
    machine_name: str
    material_id: str
    technology: str
    process: str
    currency: str
    quantity: int
    price: Price
    lead_time: LeadTime
    checks: tuple[Check, ...]
    merits: Merits
    tiers: tuple[QuantityPrice, ...] = ()
    shows_calculation: bool = False

    @property
    def total(self) -> Decimal:
        """What it costs, without tax."""
        return self.price.total

    @property
    def unit_price(self) -> Decimal:
        """The total per set of parts."""
        return rounded(self.total / self.quantity, self.currency)

    @property
    def tax(self) -> Tax:
        """The tax on it."""
        return self.price.tax

    @property
    def lines(self) -> tuple[Line, ...]:
        """What the total is made of."""
        return self.price.lines

    @property
    def warnings(self) -> tuple[Check, ...]:
        """The checks that do not forbid making it but that the client should know of."""
        return tuple(check for check in self.checks if check.verdict is Verdict.WARN)

    @property
    def is_late(self) -> bool:
        """Whether it arrives after the date that is wanted."""
        return any(check.check == punctuality.CHECK for check in self.warnings)

    def to_record(self) -> QuoteJson:
        """All of it for the record: every line with its inputs, amounts as texts."""
        quote: QuoteJson = {
            "contractor_id": self.contractor_id,
            "name": self.name,
            "country": self.country,
            "machine_id": self.machine_id,
            "machine": self.machine_name,
            "material_id": self.material_id,
            "technology": self.technology,
            "process": self.process,
            "laid": [packing.to_dict() for packing in self.price.production.jobs.plan],
            "total": money(self.total, self.currency),
            "unit_price": money(self.unit_price, self.currency),
            "tax": self.tax.to_dict(),
            "lines": [line.to_record() for line in self.lines],
            "lead_time": self.lead_time.to_dict(),
            "checks": [check.to_dict() for check in self.checks],
            "merits": self.merits.to_dict(),
            "rounding": ROUNDING,
            "engine_version": ENGINE_VERSION,
            "rules_version": RULES_VERSION,
        }
        if self.tiers:
            quote["tiers"] = [tier.to_dict() for tier in self.tiers]
        if self.shows_calculation:
            quote["shows_calculation"] = True
        return quote


@dataclass(frozen=True)
class Matching:
    """Every contractor once, in `quotes` or in `unsuitable`; `checks` are of the parts alone.

    Of a large catalogue only the first few of both are there: `asked` contractors in all, of whom
    so many are `suitable`. Quotes are grouped by currency, the one most quoted in first, and
    cheapest first within it; amounts of different currencies are never compared.
    """

    quotes: tuple[Quote, ...]
    unsuitable: tuple[Unsuitable, ...]
    checks: tuple[Check, ...]
    asked: int
    suitable: int
