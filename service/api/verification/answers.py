"""What contractors answer to a part, as it is shown: quotes, and what keeps them from making it.

Records have all of it as plain data, which is shown as it was kept: models describe the fields,
those of old records may lack some.
"""

from datetime import date
from typing import Any
from uuid import UUID

from pydantic import ConfigDict, Field

from service.api.http.enumerations import Technology, VerdictName
from service.api.http.fields import Shown
from service.api.http.money import MoneyShown
from service.values.prices import Amount


class ChangeShown(Shown):
    """The nearest change that would let a check pass."""

    field: str = Field(
        description="of the configuration; `box_mm` and `files` are changed in the model",
        examples=["tolerance_mm"],
    )
    to: Any = Field(description="the nearest value that passes")
    detail: str = Field(description="a sentence")
    alternatives: list["ChangeShown"] = Field([], description="other values, and other fields")


class CheckShown(Shown):
    """What a part was held against, in numbers."""

    model_config = ConfigDict(extra="allow")

    check: str = Field(description="which check it is", examples=["walls"])
    verdict: VerdictName
    value: float | str | None = Field(description="what the part has")
    limit: float | str | None = Field(description="what it was held against")
    unit: str = Field(description="of value and limit", examples=["mm"])
    reason: str = Field(description="a sentence with both in it")
    where: str | None = Field(None, description="the file, and the place in it in mm")
    machine: str | None = Field(None, description="on which it was checked")
    change: ChangeShown | None = Field(None, description="what would help")


class ConstraintShown(Shown):
    """One thing that keeps a contractor from making the part, in numbers."""

    model_config = ConfigDict(extra="allow")

    check: str = Field(description="which check failed", examples=["build_volume"])
    value: float | str | None = Field(description="what the order has")
    limit: float | str | None = Field(description="what the contractor can")
    unit: str = Field(description="of value and limit", examples=["mm"])
    reason: str = Field(description="a sentence with both in it")
    where: str | None = Field(None, description="the file, and the place in it in mm")
    machine: str | None = Field(None, description="on which it was checked")
    change: ChangeShown | None = Field(None, description="the nearest one that would help")


class RefusalOfContractor(Shown):
    """A contractor that cannot make the part, and why."""

    model_config = ConfigDict(extra="allow")

    contractor_id: UUID = Field(description="who cannot")
    name: str = Field(description="what the contractor is called")
    constraints: list[ConstraintShown] = Field(description="everything that keeps it from it")
    changes: list[ChangeShown] = Field(
        description="the smallest set that together would let it; empty if nothing would"
    )


class QuoteLine(Shown):
    """One line of a quote."""

    name: str = Field(description="what it is for", examples=["Material"])
    amount: Amount = Field(description="in the currency of the total", examples=["4.20"])


class TaxShown(Shown):
    """The tax on a quote, which is never in its total."""

    rate: str = Field(description="0.19 for 19 %", examples=["0.19"])
    amount: Amount = Field(description="in the currency of the total", examples=["2.34"])
    reason: str = Field(description="why this rate holds")


class QuantityPriceShown(Shown):
    """What so many pieces cost, without tax; or the reason why they cannot be made."""

    quantity: int = Field(description="pieces")
    total: MoneyShown | None = Field(None, description="for all of them, without tax")
    unit_price: MoneyShown | None = Field(None, description="for each of them")
    lead_time_days: int | None = Field(None, description="calendar days until they arrive")
    reason: str | None = Field(None, description="why they cannot be made")


class ScoreShown(Shown):
    """How good a quote is among these, 0 to 1: the mean of its parts, weighted by priorities."""

    total: float = Field(description="0 to 1; the higher the better")
    parts: dict[str, dict[str, float]] = Field(description="by priority: its value and weight")
    missing: list[str] = Field(description="what is not known and was left out")


class QuoteShown(Shown):
    """What a contractor asks for a part, on the cheapest of its machines that can make it."""

    model_config = ConfigDict(extra="allow")

    contractor_id: UUID = Field(description="who quotes")
    name: str | None = Field(None, description="what the contractor is called")
    country: str | None = Field(None, description="ISO 3166-1 alpha-2, from where it ships")
    machine: str | None = Field(None, description="the kind of machine that it is made on")
    material_id: str | None = Field(None, description="an id of GET /materials")
    technology: Technology | None = None
    process: str | None = Field(None, description="the technology by its trade name")
    total: MoneyShown = Field(description="for all pieces, without tax")
    unit_price: MoneyShown | None = Field(None, description="the total per piece, rounded")
    tax: TaxShown | None = Field(None, description="on top of the total")
    lines: list[QuoteLine] = Field(description="they add up to the total")
    lead_time_days: int | None = Field(
        None, description="calendar days from the acceptance to the arrival"
    )
    ship_date: date | None = Field(None, description="when the parts leave, if accepted in time")
    delivery_date: date | None = Field(None, description="when they arrive")
    warnings: list[CheckShown] = Field([], description="what forbids nothing, but matters")
    tiers: list[QuantityPriceShown] = Field([], description="what other quantities cost")
    score: ScoreShown | None = Field(None, description="among all quotes, by the priorities")
    sealed: str | None = Field(None, description="the digest of the quote with all its rates")
