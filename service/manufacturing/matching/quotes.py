"""Says what matching answers: a quote from whoever can make the order, reasons from the rest."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from service.manufacturing.checks import Check, Verdict
from service.manufacturing.lead_time import LeadTime
from service.manufacturing.pricing import ENGINE_VERSION, ROUNDING, Line, Tax
from service.manufacturing.standards import RULES_VERSION


@dataclass(frozen=True)
class Quote:
    """What a suitable contractor asks for the order, on its cheapest machine that can make it.

    `total` is without tax, `unit_price` the total per set of parts, rounded to the cent.
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
    total: Decimal
    unit_price: Decimal
    tax: Tax
    lines: tuple[Line, ...]
    lead_time: LeadTime
    checks: tuple[Check, ...]

    @property
    def warnings(self) -> tuple[Check, ...]:
        """The checks that do not forbid making it but that the client should know of."""
        return tuple(check for check in self.checks if check.verdict is Verdict.WARN)

    def to_record(self) -> dict[str, Any]:
        """All of it for the record: every line with its inputs, amounts as texts."""
        return {
            **self._common(),
            "machine_id": self.machine_id,
            "lines": [line.to_record() for line in self.lines],
            "lead_time": self.lead_time.to_dict(),
            "checks": [check.to_dict() for check in self.checks],
            "rounding": ROUNDING,
            "engine_version": ENGINE_VERSION,
            "rules_version": RULES_VERSION,
        }

    def for_client(self) -> dict[str, Any]:
        """What the client sees: lines and total, none of the contractor's rates."""
        return {
            **self._common(),
            "lines": [line.for_client() for line in self.lines],
            "lead_time_days": self.lead_time.days,
            "ship_date": self.lead_time.ship_date.isoformat(),
            "delivery_date": self.lead_time.delivery_date.isoformat(),
            "warnings": [check.to_dict() for check in self.warnings],
        }

    def _common(self) -> dict[str, Any]:
        return {
            "contractor_id": self.contractor_id,
            "name": self.name,
            "country": self.country,
            "machine": self.machine_name,
            "material_id": self.material_id,
            "technology": self.technology,
            "process": self.process,
            "total": {"amount": str(self.total), "currency": self.currency},
            "unit_price": {"amount": str(self.unit_price), "currency": self.currency},
            "tax": self.tax.to_dict(),
        }


@dataclass(frozen=True)
class Constraint:
    """One thing that keeps a contractor from making the order, in numbers."""

    check: str
    value: float | int | str | None
    limit: float | int | str | None
    unit: str
    reason: str
    machine: str | None = None

    @classmethod
    def of(cls, check: Check, machine: str | None = None) -> "Constraint":
        """The constraint that a failed check means, on the machine it was held against."""
        plain = check.to_dict()
        return cls(check.check, plain["value"], plain["limit"], check.unit, check.reason, machine)

    def to_dict(self) -> dict[str, Any]:
        """Plain data for record and client."""
        return {
            "check": self.check,
            "value": self.value,
            "limit": self.limit,
            "unit": self.unit,
            "reason": self.reason,
            "machine": self.machine,
        }


@dataclass(frozen=True)
class Unsuitable:
    """A contractor that cannot make the order, with every constraint that failed."""

    contractor_id: str
    name: str
    constraints: tuple[Constraint, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain data for record and client."""
        return {
            "contractor_id": self.contractor_id,
            "name": self.name,
            "constraints": [constraint.to_dict() for constraint in self.constraints],
        }


@dataclass(frozen=True)
class Matching:
    """Every contractor once, in `quotes` or in `unsuitable`; `checks` are of the parts alone.

    Quotes are grouped by currency, the one most quoted in first, and cheapest first within it;
    amounts of different currencies are never compared.
    """

    quotes: tuple[Quote, ...]
    unsuitable: tuple[Unsuitable, ...]
    checks: tuple[Check, ...]
