"""Notes the dates that follow from a contract: by when to start, to ship and to deliver."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from service import clock
from service.catalogue import calendars
from service.database.models import Offer, Process, Request
from service.lifecycle import transitions, windows
from service.manufacturing.quoting.working_time import close_of, last_working_day
from workflows.process import DEADLINES, ProcessState

DAY = timedelta(days=1)


def note_dates(db: Session, process: Process, request: Request, accepted: Offer) -> None:
    """The offer's days count from the day that it is at the contractor's.

    Each date is due at the end of its day (UTC).
    The parts leave on the last working day from which the way that the quote names still brings
    them in time. Production starts within its window, and not later than they leave.
    """
    calendar = calendars.of_contractor(db, request.contractor_id)
    today = calendar.day_of(clock.now())
    deliver = today + accepted.lead_time_days * DAY
    ship = last_working_day(calendar, deliver - _way(request))
    ship = max(ship, calendar.after(today, 0))
    project = transitions.project_of(db, process.project_id)
    lasts = windows.of_process(db, process, project, DEADLINES[ProcessState.CONFIRMED]).after
    start = last_working_day(calendar, calendar.day_of(clock.now() + lasts))
    process.deliver_by = close_of(max(deliver, ship))
    process.ship_by = close_of(ship)
    process.start_by = close_of(min(max(start, today), ship))


def _way(request: Request) -> timedelta:
    """How long the quote's parcel takes; nothing where it names no dates."""
    quote = request.quote
    if "ship_date" not in quote or "delivery_date" not in quote:
        return timedelta()
    return date.fromisoformat(quote["delivery_date"]) - date.fromisoformat(quote["ship_date"])
