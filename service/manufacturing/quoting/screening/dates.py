"""How many days an order takes at many contractors at once, each by its own calendar."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache

import numpy as np
import orjson

from service.manufacturing.quoting.catalogue import Contractor, Order
from service.manufacturing.quoting.lead_time import day_of
from service.manufacturing.quoting.screening.columns import Floats, Truths, Whole, text_of
from service.manufacturing.quoting.screening.table import Table
from service.manufacturing.quoting.working_days import WorkingDays, delivery_days

#: So many days ahead calendars are laid out; what takes longer is counted day by day.
HORIZON = 512


def days_until_delivery(
    table: Table, firms: Whole, order: Order, making: Floats, shipping: Floats
) -> tuple[Floats, Whole]:
    """Calendar days to delivery at each firm, after working days of making and of shipping.

    They count from each firm's own day on which the order is placed, which is the second result,
    as the ordinal of the date.
    """
    if not len(firms):
        return np.empty(0), np.empty(0, dtype=np.int64)
    calendars = _Calendars.of(table, firms, order)
    starts = calendars.starts
    shipped = calendars.after(starts, making)
    delivered = calendars.after(shipped, shipping)
    there = calendars.received(delivered)
    days = (there - starts).astype(float)
    for i in np.flatnonzero((shipped >= HORIZON) | (delivered >= HORIZON) | (there < 0)).tolist():
        contractor = table.contractor(int(firms[i]))
        assert isinstance(contractor, Contractor), "others have no rows"
        placed_on = calendars.first + timedelta(days=int(starts[i]))
        days[i] = _counted(contractor, order, placed_on, int(making[i]), int(shipping[i]))
    return days, starts + calendars.first.toordinal()


def _counted(
    contractor: Contractor, order: Order, placed_on: date, making: int, shipping: int
) -> float:
    """Infinite beyond the last day that there is."""
    calendar = contractor.calendar
    receives = delivery_days(order.delivery_country or calendar.country)
    try:
        arrival = calendar.after(calendar.after(placed_on, making), shipping)
        delivery = receives.after(arrival, 0)
    except OverflowError:
        return np.inf
    return float((delivery - placed_on).days)


@dataclass(frozen=True, eq=False)
class _Calendars:
    """The calendars of some firms, in days from `first` on; `kinds` are the different usual ones.

    A calendar's own free days are counted beside its usual ones, which many share.
    """

    table: Table
    firms: Whole
    order: Order
    kinds: tuple[WorkingDays, ...]
    kind_of: Whole
    days_placed: tuple[date, ...]

    @classmethod
    def of(cls, table: Table, firms: Whole, order: Order) -> "_Calendars":
        numbers, kind_of = np.unique(table.firms["calendar"][firms], return_inverse=True)
        kinds = tuple(_usual(number) for number in numbers.tolist())
        days_placed = tuple(day_of(order, calendar) for calendar in kinds)
        return cls(table, firms, order, kinds, kind_of, days_placed)

    @cached_property
    def first(self) -> date:
        """The earliest day on which the order is placed anywhere."""
        return min(self.days_placed)

    @cached_property
    def starts(self) -> Whole:
        """On which day each firm gets the order."""
        return np.array([(day - self.first).days for day in self.days_placed])[self.kind_of]

    def after(self, starts: Whole, days: Floats) -> Whole:
        """As `WorkingDays.after`, HORIZON if it is beyond.

        Each own free day until then takes another working day: so the end is looked for from the
        start on until no further one lies before it.
        """
        inside = np.minimum(starts, HORIZON - 1)
        before = np.where(inside > 0, self._done(inside - 1), 0)
        done = self._done(inside)
        # Without any day to pass it is the start itself, if that is a working day, else the next.
        wanted = np.where(days > 0, done + days, np.where(done > before, done, done + 1))
        wanted = np.nan_to_num(wanted, posinf=HORIZON).clip(0, HORIZON).astype(np.int64)
        end, sooner = inside, None
        while sooner is None or (end != sooner).any():
            sooner = end
            counted = np.minimum(wanted + self._closed_until(sooner), HORIZON)
            end = self._day_of_count[self.kind_of, counted]
        return np.where(starts >= HORIZON, HORIZON, np.maximum(end, inside))

    def received(self, delivered: Whole) -> Whole:
        """The next day on which a parcel is handed over; -1 where it lies beyond the horizon."""
        countries = [self.order.delivery_country or calendar.country for calendar in self.kinds]
        next_days = np.stack([_next_days(country, self.first) for country in countries])
        days: Whole = next_days[self.kind_of, np.minimum(delivered, HORIZON - 1)]
        return days

    def _done(self, until: Whole) -> Whole:
        """How many working days there are from the first day until this one, both included."""
        done: Whole = self._usually_done[self.kind_of, until] - self._closed_until(until)
        return done

    @cached_property
    def _usually_done(self) -> Whole:
        return np.stack([_usual_days(kind, self.first).cumsum() for kind in self.kinds])

    @cached_property
    def _day_of_count(self) -> Whole:
        """For each kind the day with which so many working days are done, HORIZON if none is."""
        counts = np.arange(HORIZON + 1)
        return np.stack([np.searchsorted(done, counts) for done in self._usually_done])

    def _closed_until(self, day: Whole) -> Whole:
        """Of each firm the own free days until this one on which it would work otherwise."""
        keys = self._closed_keys
        here = self.firms * HORIZON
        reached = np.searchsorted(keys, here + np.minimum(day, HORIZON - 1), side="right")
        return reached - self._closed_before

    @cached_property
    def _closed_before(self) -> Whole:
        return np.searchsorted(self._closed_keys, self.firms * HORIZON)

    @cached_property
    def _closed_keys(self) -> Whole:
        """The own free days of all firms concerned, sorted by firm and day."""
        kind_of = np.full(len(self.table), -1)
        kind_of[self.firms] = self.kind_of
        closed = self.table.closed
        away = closed["day"].astype(np.int64) - self.first.toordinal()
        kinds = kind_of[closed.owners]
        kept = np.flatnonzero((kinds >= 0) & (away >= 0) & (away < HORIZON))
        usual = np.stack([_usual_days(kind, self.first) for kind in self.kinds])
        kept = kept[usual[kinds[kept], away[kept]]]
        keys: Whole = closed.owners[kept] * HORIZON + away[kept]
        return keys


@lru_cache(maxsize=4096)
def _usual(number: float) -> WorkingDays:
    country, weekdays, region, time_zone = orjson.loads(text_of(number))
    return WorkingDays(country, tuple(weekdays), frozenset(), region, time_zone)


@lru_cache(maxsize=1024)
def _usual_days(calendar: WorkingDays, first: date) -> Truths:
    """Whether it is a working day, for each day of the horizon."""
    return np.array([calendar.works_on(first + timedelta(days=i)) for i in range(HORIZON)])


@lru_cache(maxsize=1024)
def _next_days(country: str, first: date) -> Whole:
    """For each day of the horizon the next one on which a parcel is handed over, or -1."""
    receives = _usual_days(delivery_days(country), first)
    next_days, following = np.empty(HORIZON, dtype=np.int64), -1
    for i in reversed(range(HORIZON)):
        following = i if receives[i] else following
        next_days[i] = following
    return next_days
