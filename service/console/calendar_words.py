"""The calendar of a job as its page shows it: weeks of days, and the dates in words."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from service import clock
from service.console.reader import Reader
from service.database import Session
from service.database.models import Process, Request
from service.sourcing.request_calendar import CalendarDay, DateKind, OtherOrder, calendar_of
from service.translations import gettext_noop as _
from service.translations import ngettext_noop

#: What falls on a day, in the words of a list.
DATES: Mapping[DateKind, str] = {
    DateKind.ANSWER: _("Answer until"),
    DateKind.OFFER: _("Your offer binds until"),
    DateKind.START: _("Production starts by"),
    DateKind.SHIP: _("Leaves by"),
    DateKind.DELIVER: _("With the client by"),
}
#: The same where no offer is accepted yet.
EXPECTED: Mapping[DateKind, str] = {
    DateKind.SHIP: _("Leaves, if ordered today as calculated"),
    DateKind.DELIVER: _("With the client, if ordered today as calculated"),
}
OTHERS_LEAVE = ngettext_noop("{count} other order leaves", "{count} other orders leave")


class DayCell(NamedTuple):
    """A day in the grid; `words` is all that is on it, as it is read aloud."""

    number: int
    words: str
    is_free: bool
    is_past: bool
    is_today: bool
    dates: Sequence[DateKind]
    orders: int


class CalendarPage(NamedTuple):
    """The weeks, Monday first; then the request's dates, free weekdays and what else leaves."""

    weeks: Sequence[Sequence[DayCell]]
    dates: Sequence[tuple[str, date]]
    holidays: Sequence[tuple[str, date]]
    leaving: Sequence[tuple[date, Sequence[OtherOrder]]]


def calendar_page(db: Session, request: Request, process: Process, reader: Reader) -> CalendarPage:
    """What a contractor has to know of its days to plan a job."""
    found = calendar_of(db, request, process, clock.now(), reader.language)
    names = DATES if found.is_agreed else {**DATES, **EXPECTED}
    cells = [_cell(day, found.today, names, reader) for day in found.days]
    return CalendarPage(
        [cells[i : i + 7] for i in range(0, len(cells), 7)],
        [(reader.text(names[kind]), day) for kind, day in found.dates],
        [(each.holiday, each.day) for each in found.days if each.holiday],
        [(each.day, each.leaving) for each in found.days if each.leaving],
    )


def _cell(each: CalendarDay, today: date, names: Mapping[DateKind, str], reader: Reader) -> DayCell:
    words = [reader.day(each.day), *(reader.text(names[kind]) for kind in each.dates)]
    if not each.works:
        words.append(each.holiday or reader.text(_("no work")))
    if each.leaving:
        words.append(reader.count(*OTHERS_LEAVE, len(each.leaving)))
    return DayCell(
        each.day.day,
        "; ".join(words),
        not each.works,
        each.day < today,
        each.day == today,
        each.dates,
        len(each.leaving),
    )
