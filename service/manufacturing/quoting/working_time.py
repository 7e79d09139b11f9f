"""Counts time that passes only while a contractor works: hours of its working days, in UTC."""

from datetime import UTC, date, datetime, time, timedelta

from service.manufacturing.quoting.working_days import WorkingDays

DAY = timedelta(days=1)
NOTHING = timedelta()


def end_of(calendar: WorkingDays, start: datetime, window: timedelta) -> datetime:
    """When a window that begins at `start` is over.

    Only working days count, each from midnight to midnight. A window of less than a day is meant
    by the clock: whoever grants hours wants an answer within hours.
    """
    if window < DAY:
        return start + window
    now, left = start.astimezone(UTC), window
    while True:
        midnight = _midnight(now.date() + DAY)
        if calendar.works_on(now.date()):
            if now + left <= midnight:
                return now + left
            left -= midnight - now
        now = midnight


def before(calendar: WorkingDays, end: datetime, window: timedelta) -> datetime:
    """The moment from which on `window` is left until `end`, counted as `end_of` does."""
    if window < DAY:
        return end - window
    now, left = end.astimezone(UTC), window
    while True:
        day = day_closing(now)
        midnight = _midnight(day)
        if calendar.works_on(day):
            if now - left >= midnight:
                return now - left
            left -= now - midnight
        now = midnight


def last_working_day(calendar: WorkingDays, latest: date) -> date:
    """The last working day that is not after `latest`."""
    while not calendar.works_on(latest):
        latest -= DAY
    return latest


def close_of(day: date) -> datetime:
    """The end of a day: what is due on it is due then."""
    return _midnight(day + DAY)


def day_closing(end: datetime) -> date:
    """The day that an end belongs to: a midnight belongs to the day that ends with it."""
    return (end - timedelta.resolution).date()


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
