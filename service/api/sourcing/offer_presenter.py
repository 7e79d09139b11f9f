"""Shows offers beside each other: one line per contractor and part, and what the lines come to."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import Field

from service.api.http.fields import Shown
from service.api.orders.process_schemas import MoneyShown, OfferShown
from service.api.sourcing.request_presenter import show_offer
from service.database.models import Process
from service.manufacturing.quoting.currencies import money
from service.sourcing.comparison import ComparisonLine, Total


class LineShown(Shown):
    """One contractor's quote and newest offer for one part."""

    request_id: UUID
    contractor_id: UUID
    contractor: str
    state: str
    reason: str | None
    quoted: MoneyShown
    quoted_lead_time_days: int | None
    quoted_delivery_date: date | None
    offer: OfferShown | None
    price_difference: MoneyShown | None = Field(description="what the offer asks more; < 0: less")
    price_difference_percent: str | None
    lead_time_difference_days: int | None
    delivery_date: date | None = Field(description="of the offer, if it were accepted today")
    acceptable: bool = Field(description="the offer binds now")
    cheapest: bool | None = Field(description="of its currency; null for contractors")
    fastest: bool | None


class OfferPage(Shown):
    """The offers of a process, and the same beside each other."""

    items: list[OfferShown]
    next: str | None
    comparison: list[LineShown]


class ComparedProcess(Shown):
    """A part with the lines of all that were asked last."""

    process_id: UUID
    title: str
    state: str
    quantity: int | None
    lines: list[LineShown]


class TotalShown(Shown):
    """What one contractor's binding offers come to in one currency."""

    contractor_id: UUID
    contractor: str
    offered: MoneyShown
    quoted: MoneyShown
    difference: MoneyShown
    lines: int = Field(description="parts that it offers for")
    lead_time_days: int = Field(description="the longest of them")
    cheapest: bool | None = Field(
        description="in its currency, of those with the most lines; null for contractors"
    )


class OffersOfProject(Shown):
    """Some processes of a project with their offers, and the totals of these."""

    items: list[ComparedProcess]
    totals: list[TotalShown]
    next: str | None


def show_line(line: ComparisonLine) -> dict[str, Any]:
    """A line as it is compared."""
    request, offer, difference = line.request, line.offer, line.price_difference
    return {
        "request_id": request.id,
        "contractor_id": request.contractor_id,
        "contractor": line.contractor,
        "state": request.state.value,
        "reason": request.reason,
        "quoted": money(line.quoted, line.currency),
        "quoted_lead_time_days": line.quoted_days,
        "quoted_delivery_date": request.quote.get("delivery_date"),
        "offer": show_offer(offer, request, True) if offer else None,
        "price_difference": None if difference is None else money(difference, line.currency),
        "price_difference_percent": None if line.percent is None else str(line.percent),
        "lead_time_difference_days": line.days_difference,
        "delivery_date": line.arrives,
        "acceptable": line.binds,
        "cheapest": line.cheapest,
        "fastest": line.fastest,
    }


def show_compared(process: Process, lines: Sequence[ComparisonLine]) -> dict[str, Any]:
    """A process with its lines."""
    return {
        "process_id": process.id,
        "title": process.title,
        "state": process.state.value,
        "quantity": process.configuration.get("quantity"),
        "lines": [show_line(line) for line in lines],
    }


def show_total(total: Total, *, marked: bool) -> dict[str, Any]:
    """A contractor's total; `marked` says whether it may learn how it stands beside others."""
    return {
        "contractor_id": total.contractor_id,
        "contractor": total.contractor,
        "offered": money(total.offered, total.currency),
        "quoted": money(total.quoted, total.currency),
        "difference": money(total.offered - total.quoted, total.currency),
        "lines": total.lines,
        "lead_time_days": total.lead_time_days,
        "cheapest": total.cheapest if marked else None,
    }
