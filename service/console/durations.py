"""Says for how long something lasts, and how much of its time is left, in a reader's language."""

from datetime import datetime
from math import floor

from service import clock
from service.console.reader import Reader
from service.translations import gettext_noop as _
from service.translations import ngettext_noop

#: Seconds of each unit, the largest first; a unit is used from two of it on.
UNITS_OF_TIME = (
    (86_400, ngettext_noop("{count} day", "{count} days")),
    (3600, ngettext_noop("{count} hour", "{count} hours")),
    (60, ngettext_noop("{count} minute", "{count} minutes")),
    (1, ngettext_noop("{count} second", "{count} seconds")),
)
#: Seconds before the end of a time from which on it is nearly over.
NEARLY_OVER_S = 6 * 3600


def span(reader: Reader, seconds: float | None) -> str:
    """So long, in whole units of the largest kind that fits; nobody is promised more than that."""
    if seconds is None:
        return "–"
    size, words = next(unit for unit in UNITS_OF_TIME if seconds >= 2 * unit[0] or unit[0] == 1)
    return reader.count(*words, floor(seconds / size))


def time_left(reader: Reader, ends_at: datetime) -> str:
    """How long there is until then."""
    seconds = (ends_at - clock.now()).total_seconds()
    if seconds <= 0:
        return reader.text(_("time is up"))
    return reader.text(_("{span} left"), span=span(reader, seconds))


def is_nearly_over(ends_at: datetime) -> bool:
    """Whether somebody who waits any longer may be too late."""
    return (ends_at - clock.now()).total_seconds() < NEARLY_OVER_S
