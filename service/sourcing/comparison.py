"""Compares offers line by line: with their quotes, and with each other where that can be done."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from service.access.lookup import organization_names
from service.database.models import Offer, Request
from service.sourcing import inbox
from service.sourcing.delivery_dates import arrivals
from workflows.request import RequestState

PERCENT = Decimal("0.1")


@dataclass
class ComparisonLine:
    """One contractor's answer for one part; amounts are without tax, in the line's currency."""

    request: Request
    contractor: str
    offer: Offer | None
    #: the newest offer can be accepted now
    binds: bool
    #: on which day the parts arrive if the offer is accepted now, as its contract would count
    arrives: date | None = None
    #: among the offers that bind, of those in the same currency; None where nobody compares
    cheapest: bool | None = None
    #: among the offers that bind
    fastest: bool | None = None

    @property
    def currency(self) -> str:
        """The only one of the line: no offer may change it."""
        return str(self.request.quote["total"]["currency"])

    @property
    def quoted(self) -> Decimal:
        """What the verification's quote comes to."""
        return Decimal(self.request.quote["total"]["amount"])

    @property
    def quoted_days(self) -> int | None:
        """The quote's lead time."""
        days: int | None = self.request.quote.get("lead_time_days")
        return days

    @property
    def price_difference(self) -> Decimal | None:
        """What the offer asks more than the quote; less than zero: less."""
        return self.offer.amount - self.quoted if self.offer else None

    @property
    def percent(self) -> Decimal | None:
        """The same in percent of the quote."""
        if self.price_difference is None or not self.quoted:
            return None
        return (100 * self.price_difference / self.quoted).quantize(PERCENT, ROUND_HALF_UP)

    @property
    def days_difference(self) -> int | None:
        """How many days longer than the quote the offer takes."""
        if self.offer is None or self.quoted_days is None:
            return None
        return self.offer.lead_time_days - self.quoted_days


@dataclass
class Total:
    """What one contractor asks for several parts in one currency."""

    contractor_id: UUID
    contractor: str
    currency: str
    offered: Decimal
    quoted: Decimal
    lines: int
    #: the longest lead time of its lines
    lead_time_days: int
    cheapest: bool = False


def lines(
    db: Session, requests: Sequence[Request], now: datetime
) -> dict[UUID, list[ComparisonLine]]:
    """By process the lines of these requests, in their order."""
    # Oldest first: of one request the newest offer stays.
    offers = inbox.offers_of(db, [request.id for request in requests])
    newest = {offer.request_id: offer for offer in offers}
    contractor_ids = {request.contractor_id for request in requests}
    names = organization_names(db, contractor_ids)
    by_process: dict[UUID, list[ComparisonLine]] = defaultdict(list)
    for request in requests:
        offer = newest.get(request.id)
        holds = request.state is RequestState.OFFERED and offer is not None
        binds = holds and offer is not None and offer.valid_until > now
        arrives = arrivals(db, request, now)(offer.lead_time_days) if offer else None
        name = names.get(request.contractor_id, "")
        line = ComparisonLine(request, name, offer, binds, arrives)
        by_process[request.process_id].append(line)
    return by_process


def mark(compared: Sequence[ComparisonLine]) -> None:
    """Mark the cheapest offers of each currency, and the fastest ones, of those that bind."""
    binding = [line for line in compared if line.binds and line.offer]
    days = min((line.offer.lead_time_days for line in binding if line.offer), default=None)
    lowest: dict[str, Decimal] = {}
    for line in binding:
        assert line.offer, "only what was offered binds"
        amount = line.offer.amount
        lowest[line.currency] = min(amount, lowest.get(line.currency, amount))
    for line in compared:
        offer = line.offer if line.binds else None
        line.cheapest = offer is not None and offer.amount == lowest[line.currency]
        line.fastest = offer is not None and offer.lead_time_days == days


def totals(compared: Iterable[ComparisonLine]) -> list[Total]:
    """What each contractor's binding offers come to, most lines first, then cheapest first.

    The cheapest are marked among those that cover equally many lines as anybody does, within
    their currency.
    """
    by_contractor: dict[tuple[UUID, str], list[ComparisonLine]] = defaultdict(list)
    for line in compared:
        if line.binds:
            by_contractor[line.request.contractor_id, line.currency].append(line)
    sums = [
        Total(
            contractor_id,
            binding[0].contractor,
            currency,
            sum((line.offer.amount for line in binding if line.offer), Decimal()),
            sum((line.quoted for line in binding), Decimal()),
            len(binding),
            max(line.offer.lead_time_days for line in binding if line.offer),
        )
        for (contractor_id, currency), binding in by_contractor.items()
    ]
    most = max((total.lines for total in sums), default=0)
    for total in sums:
        rivals = [t for t in sums if t.currency == total.currency and t.lines == most]
        best = min((t.offered for t in rivals), default=None)
        total.cheapest = total.lines == most and total.offered == best
    sums.sort(key=lambda t: (-t.lines, t.currency, t.offered, t.contractor))
    return sums
