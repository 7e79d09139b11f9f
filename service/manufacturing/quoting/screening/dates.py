"""How many days an order takes at many contractors at once, each by its own calendar."""

from datetime import date, timedelta
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from service.manufacturing.quoting.catalogue import Order
from service.manufacturing.quoting.lead_time import day_of
from service.manufacturing.quoting.screening.offers import Calendars, Floats, Whole
from service.manufacturing.quoting.working_days import WorkingDays, delivery_days, public_holidays

#: So many days ahead calendars are laid out; what takes longer is counted day by day.
HORIZON = 512


def days_until_delivery(
    calendars: Calendars, firms: Whole, order: Order, making: Floats, shipping: Floats
) -> tuple[Floats, Whole]:
    """Calendar days to delivery at each firm, after working days of making and of shipping.

    They count from each firm's own day on which the order is placed, which is the second result,
    as the ordinal of the date.
    """
    calendar_of_firm = calendars.of_firm[firms]
    in_zones, zone_of_firm = calendars.zones
    days_there = [day_of(order, calendar) for calendar in in_zones]
    first = min(days_there)
    starts = np.array([(day - first).days for day in days_there])[zone_of_firm[firms]]
    worked = _worked(calendars, first)[calendar_of_firm]
    shipped = _after(worked, starts, making)
    delivered = _after(worked, shipped, shipping)
    received = _received(calendars, first, order.delivery_country)
    there = received[calendar_of_firm, np.minimum(delivered, HORIZON - 1)]
    days = (there - starts).astype(float)
    for i in np.flatnonzero((shipped >= HORIZON) | (delivered >= HORIZON) | (there < 0)).tolist():
        calendar = calendars.different[calendar_of_firm[i]]
        placed_on = first + timedelta(days=int(starts[i]))
        receives = delivery_days(order.delivery_country or calendar.country)
        days[i] = _counted(calendar, receives, placed_on, int(making[i]), int(shipping[i]))
    return days, starts + first.toordinal()


def _counted(
    calendar: WorkingDays, receives: WorkingDays, placed_on: date, making: int, shipping: int
) -> float:
    """Infinite beyond the last day that there is."""
    try:
        arrival = calendar.after(calendar.after(placed_on, making), shipping)
        delivery = receives.after(arrival, 0)
    except OverflowError:
        return np.inf
    return float((delivery - placed_on).days)


@lru_cache(maxsize=8)
def _received(calendars: Calendars, first: date, country: str | None) -> npt.NDArray[np.int64]:
    """For each calendar and day from `first` on the next one on which a parcel is handed over.

    In the country, else in that of each calendar; -1 where it lies beyond the horizon.
    """
    countries = [country or calendar.country for calendar in calendars.different]
    next_days = {name: _next_days(delivery_days(name), first) for name in dict.fromkeys(countries)}
    return np.stack([next_days[name] for name in countries])


def _next_days(receives: WorkingDays, first: date) -> npt.NDArray[np.int64]:
    next_days, following = np.empty(HORIZON, dtype=np.int64), -1
    for i in reversed(range(HORIZON)):
        if receives.works_on(first + timedelta(days=i)):
            following = i
        next_days[i] = following
    return next_days


def _after(worked: npt.NDArray[np.int16], starts: Whole, days: Floats) -> Whole:
    """As `WorkingDays.after`, in days from the first one of `worked`, HORIZON if it is beyond."""
    places = np.arange(len(starts))
    inside = np.minimum(starts, HORIZON - 1)
    before = np.where(inside > 0, worked[places, inside - 1], 0)
    done = worked[places, inside]
    # Without any day to pass it is the start itself, if that is a working day, else the next one.
    wanted = np.where(days > 0, done + days, np.where(done > before, done, done + 1))
    passed = (worked < wanted[:, np.newaxis]).sum(axis=1)
    return np.where(starts >= HORIZON, HORIZON, np.maximum(passed, inside))


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
