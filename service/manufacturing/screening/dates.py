"""Says for many contractors at once how many days an order takes, each by its own calendar."""

from datetime import date, timedelta
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from service.manufacturing.screening.offers import Calendars, Floats, Whole
from service.manufacturing.working_days import WorkingDays, public_holidays

#: So many days ahead calendars are laid out; what takes longer is counted day by day.
HORIZON = 512


def days_until_delivery(
    calendars: Calendars, firms: Whole, placed_on: date, making: Floats, shipping: Floats
) -> Floats:
    """Calendar days to delivery at each firm, after working days of making and of shipping."""
    own = calendars.own[firms]
    worked = _worked(calendars, placed_on)[own]
    shipped = _after(worked, np.zeros(len(own), dtype=np.int64), making)
    delivered = _after(worked, shipped, shipping)
    beyond = np.flatnonzero((shipped >= HORIZON) | (delivered >= HORIZON))
    found = delivered.astype(float)
    for i in beyond.tolist():
        found[i] = _counted(
            calendars.different[own[i]], placed_on, int(making[i]), int(shipping[i])
        )
    return found


def _counted(calendar: WorkingDays, placed_on: date, making: int, shipping: int) -> float:
    """Infinite beyond the last day that there is."""
    try:
        delivery = calendar.after(calendar.after(placed_on, making), shipping)
    except OverflowError:
        return np.inf
    return float((delivery - placed_on).days)


def _after(worked: npt.NDArray[np.int16], starts: Whole, days: Floats) -> Whole:
    """As `WorkingDays.after`, in days from the first one of `worked`, HORIZON if it is beyond."""
    places = np.arange(len(starts))
    inside = np.minimum(starts, HORIZON - 1)
    before = np.where(inside > 0, worked[places, inside - 1], 0)
    done = worked[places, inside]
    # Without any day to pass it is the start itself, if that is a working day, else the next one.
    wanted = np.where(days > 0, done + days, np.where(done > before, done, done + 1))
    found = (worked < wanted[:, np.newaxis]).sum(axis=1)
    return np.where(starts >= HORIZON, HORIZON, np.maximum(found, inside))


@lru_cache(maxsize=2)
def _worked(calendars: Calendars, start: date) -> npt.NDArray[np.int16]:
    """For each calendar how many working days there are from `start` to each day, both included."""
    days = [start + timedelta(days=i) for i in range(HORIZON)]
    weekdays = np.array([day.weekday() for day in days])
    works = np.empty((len(calendars.different), HORIZON), dtype=bool)
    usual: dict[tuple[str, str | None, tuple[int, ...]], npt.NDArray[np.bool_]] = {}
    for i, calendar in enumerate(calendars.different):
        country, region = calendar.country, calendar.region
        key = country, region, calendar.weekdays
        if key not in usual:
            free = np.array([day in public_holidays(country, region, day.year) for day in days])
            usual[key] = np.isin(weekdays, calendar.weekdays) & ~free
        works[i] = usual[key]
        for day in calendar.free_days:
            if 0 <= (away := (day - start).days) < HORIZON:
                works[i, away] = False
    worked: npt.NDArray[np.int16] = works.cumsum(axis=1, dtype=np.int16)
    return worked
