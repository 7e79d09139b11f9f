"""On which days the parts of an offer leave and arrive, if it is accepted on a given day."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from service.catalogue import calendars
from service.database.models import Request
from service.manufacturing.quoting.working_days import WorkingDays
from service.manufacturing.quoting.working_time import last_working_day

#: By a lead time in calendar days: the day of arrival.
Arrivals = Callable[[int], date]


@dataclass(frozen=True)
class DeliveryDates:
    """The days on which parts leave the contractor and are with the client."""

    ship: date
    deliver: date


def delivery_dates(
    calendar: WorkingDays, accepted: date, lead_time_days: int, quote: Mapping[str, Any]
) -> DeliveryDates:
    """What a contract binds that is made on the contractor's day `accepted`.

    The parts leave on the last working day from which the way that the quote names still brings
    them within the lead time (calendar days), but not before the contractor works again; then they
    arrive on the day on which they leave.
    """
    latest = accepted + timedelta(days=lead_time_days)
    ship = last_working_day(calendar, latest - _way(quote))
    ship = max(ship, calendar.after(accepted, 0))
    return DeliveryDates(ship, max(latest, ship))


def arrivals(db: Session, request: Request, accepted_at: datetime) -> Arrivals:
    """When the parts of a request are with the client, if its offer is accepted at that moment."""
    calendar = calendars.working_days_of(db, request.contractor_id)
    accepted, quote = calendar.day_of(accepted_at), request.quote
    return lambda days: delivery_dates(calendar, accepted, days, quote).deliver


def _way(quote: Mapping[str, Any]) -> timedelta:
    """How long the quote's parcel takes; nothing where it names no dates."""
    if "ship_date" not in quote or "delivery_date" not in quote:
        return timedelta()
    return date.fromisoformat(quote["delivery_date"]) - date.fromisoformat(quote["ship_date"])
