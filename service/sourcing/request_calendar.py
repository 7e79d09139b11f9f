"""The calendar of a request: its dates among the contractor's working days and other orders."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.catalogue import calendars, occupancy
from service.database.models import Process, Request
from service.lifecycle import request_deadlines
from service.manufacturing.quoting.working_days import WorkingDays, holiday_name
from service.manufacturing.quoting.working_time import close_of, day_closing
from service.sourcing.delivery_dates import delivery_dates
from workflows.request import ANSWERABLE, RequestState

#: A calendar shows at most so many days, whatever a contract binds to.
MOST_DAYS = 98
#: Other orders that it names at most, those that leave first.
MOST_ORDERS = 100
WEEK = timedelta(days=7)
DAY = timedelta(days=1)


class DateKind(StrEnum):
    """What falls on a day."""

    ANSWER = "answer"
    OFFER = "offer"
    START = "start"
    SHIP = "ship"
    DELIVER = "deliver"


@dataclass(frozen=True)
class OtherOrder:
    """Another order of the contractor, by its request."""

    request_id: UUID
    number: str
    title: str | None


@dataclass(frozen=True)
class CalendarDay:
    """A day of the contractor: whether it works, what falls due of the request, and what leaves."""

    day: date
    works: bool
    holiday: str | None
    dates: tuple[DateKind, ...]
    leaving: tuple[OtherOrder, ...]


@dataclass(frozen=True)
class RequestCalendar:
    """The weeks from today's Monday to the last date of a request, but MOST_DAYS at most.

    `is_agreed` says whether the dates of shipping and delivery bind; else they are those of an
    offer that is accepted today with the lead time that was calculated.
    """

    today: date
    is_agreed: bool
    dates: tuple[tuple[DateKind, date], ...]
    days: tuple[CalendarDay, ...]


def calendar_of(
    db: Session, request: Request, process: Process, now: datetime, language: str = "en"
) -> RequestCalendar:
    """What a contractor that plans this request has to know of its days.

    Holidays are named in the language, if they have a name in it.
    """
    working = calendars.working_days_of(db, request.contractor_id)
    today = working.day_of(now)
    dates = _dates(db, request, process, working, today)
    first = today - timedelta(days=today.weekday())
    last = max([today, *(day for _, day in dates)])
    weeks = min((last - first) // WEEK + 1, MOST_DAYS // 7)
    days = [first + i * DAY for i in range(7 * weeks)]
    leaving = _leaving(db, request, days[0], days[-1])
    return RequestCalendar(
        today,
        _is_agreed(request, process),
        tuple(dates),
        tuple(
            CalendarDay(
                day,
                working.works_on(day),
                holiday_name(working.country, working.region, day, language),
                tuple(kind for kind, falls in dates if falls == day),
                tuple(leaving[day]),
            )
            for day in days
        ),
    )


def _is_agreed(request: Request, process: Process) -> bool:
    return request.state is RequestState.ACCEPTED and process.deliver_by is not None


def _dates(
    db: Session, request: Request, process: Process, working: WorkingDays, today: date
) -> list[tuple[DateKind, date]]:
    """What falls due, in the order of the days."""
    dates: list[tuple[DateKind, date | None]] = []
    if _is_agreed(request, process):
        bound = (process.start_by, process.ship_by, process.deliver_by)
        kinds = (DateKind.START, DateKind.SHIP, DateKind.DELIVER)
        dates += [(kind, at and day_closing(at)) for kind, at in zip(kinds, bound, strict=True)]
    elif request.state in ANSWERABLE:
        falls = request_deadlines.due_of(db, request)
        kind = DateKind.OFFER if request.state is RequestState.OFFERED else DateKind.ANSWER
        dates.append((kind, day_closing(falls.at) if falls else None))
        if lead_time := request.quote.get("lead_time_days"):
            expected = delivery_dates(working, today, lead_time, request.quote)
            dates += [(DateKind.SHIP, expected.ship), (DateKind.DELIVER, expected.deliver)]
    return sorted(((kind, day) for kind, day in dates if day), key=lambda entry: entry[1])


def _leaving(
    db: Session, request: Request, first: date, last: date
) -> dict[date, list[OtherOrder]]:
    """The contractor's other orders that are still to be made, by the day on which they leave."""
    rows = db.execute(
        sa.select(Request.id, Request.number, Process.title, Process.ship_by)
        .join(Process, Process.id == Request.process_id)
        .where(
            Process.contractor_id == request.contractor_id,
            Request.contractor_id == request.contractor_id,
            Request.state == RequestState.ACCEPTED,
            Request.id != request.id,
            Process.state.in_(occupancy.TAKING),
            Process.deleted_at.is_(None),
            Process.ship_by > close_of(first - DAY),
            Process.ship_by <= close_of(last),
        )
        .order_by(Process.ship_by, Request.id)
        .limit(MOST_ORDERS)
    )
    by_day: dict[date, list[OtherOrder]] = defaultdict(list)
    for id, number, title, ship_by in rows:
        assert ship_by is not None  # as the query says
        by_day[day_closing(ship_by)].append(OtherOrder(id, number, title))
    return by_day
