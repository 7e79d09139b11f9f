"""Shows offers by themselves and beside each other, and what a contractor's come to."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from service.api.http.fields import Shown
from service.api.http.money import MoneyShown, show_money
from service.api.orders.batches import DryRun
from service.database.models import Offer, Process, Request
from service.sourcing.award import is_as_quoted
from service.sourcing.comparison import ComparisonLine, Total
from service.values.prices import MONEY
from workflows.process import ProcessState
from workflows.request import RequestState


class OfferShown(Shown):
    """A binding offer; a later one of the same request supersedes it."""

    id: UUID
    request_id: UUID
    contractor_id: UUID
    number: int
    price: MoneyShown
    lead_time_days: int = Field(
        description="calendar days from the acceptance to the arrival at the client"
    )
    valid_until: datetime
    note: str
    superseded: bool
    as_quoted: bool = Field(description="it asks no more than its quote, neither money nor time")
    created_at: datetime
    dry_run: DryRun | None = None


class LineShown(Shown):
    """One contractor's quote and newest offer for one part."""

    request_id: UUID
    contractor_id: UUID
    contractor: str
    state: RequestState
    reason: str | None
    quoted: MoneyShown
    quoted_lead_time_days: int | None
    quoted_delivery_date: date | None
    offer: OfferShown | None
    price_difference: MoneyShown | None = Field(description="what the offer asks more; < 0: less")
    price_difference_percent: Annotated[str | None, MONEY]
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
    state: ProcessState
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


def show_offer(offer: Offer, request: Request, newest: bool) -> OfferShown:
    """An offer; `superseded` once a later one of the same request exists."""
    return OfferShown.model_construct(
        id=offer.id,
        request_id=offer.request_id,
        contractor_id=offer.contractor_id,
        number=offer.number,
        price=show_money(offer.amount, offer.currency),
        lead_time_days=offer.lead_time_days,
        valid_until=offer.valid_until,
        note=offer.note,
        superseded=not newest,
        as_quoted=is_as_quoted(offer, request),
        created_at=offer.created_at,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def show_line(line: ComparisonLine) -> LineShown:
    """A line as it is compared."""
    request, offer, difference = line.request, line.offer, line.price_difference
    return LineShown.model_construct(
        request_id=request.id,
        contractor_id=request.contractor_id,
        contractor=line.contractor,
        state=request.state,
        reason=request.reason,
        quoted=show_money(line.quoted, line.currency),
        quoted_lead_time_days=line.quoted_days,
        quoted_delivery_date=_day(request.quote.get("delivery_date")),
        offer=show_offer(offer, request, True) if offer else None,
        price_difference=None if difference is None else show_money(difference, line.currency),
        price_difference_percent=None if line.percent is None else str(line.percent),
        lead_time_difference_days=line.days_difference,
        delivery_date=line.arrives,
        acceptable=line.binds,
        cheapest=line.cheapest,
        fastest=line.fastest,
    )


def show_compared(process: Process, lines: Sequence[ComparisonLine]) -> ComparedProcess:
    """A process with its lines."""
    return ComparedProcess.model_construct(
        process_id=process.id,
        title=process.title,
        state=process.state,
        quantity=process.configuration.get("quantity"),
        lines=[show_line(line) for line in lines],
    )


def show_total(total: Total, *, marked: bool) -> TotalShown:
    """A contractor's total; `marked` says whether it may learn how it stands beside others."""
    return TotalShown.model_construct(
        contractor_id=total.contractor_id,
        contractor=total.contractor,
        offered=show_money(total.offered, total.currency),
        quoted=show_money(total.quoted, total.currency),
        difference=show_money(total.offered - total.quoted, total.currency),
        lines=total.lines,
        lead_time_days=total.lead_time_days,
        cheapest=total.cheapest if marked else None,
    )
