"""Counts working days: a contractor's weekdays without its country's holidays."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache

MonthDay = tuple[int, int]

# Nationwide public holidays by each country's law; regional ones are a contractor's own free
# days. Switzerland has one federal holiday (August 1st): the others are kept in most cantons.
#: Per country: fixed holidays as (month, day), and days after Easter Sunday.
HOLIDAYS: dict[str, tuple[Sequence[MonthDay], Sequence[int]]] = {
    "AT": (
        ((1, 1), (1, 6), (5, 1), (8, 15), (10, 26), (11, 1), (12, 8), (12, 25), (12, 26)),
        (1, 39, 50, 60),
    ),
    "BE": (((1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25)), (1, 39, 50)),
    "CH": (((1, 1), (8, 1), (12, 25), (12, 26)), (-2, 1, 39, 50)),
    "CZ": (
        (
            *((1, 1), (5, 1), (5, 8), (7, 5), (7, 6), (9, 28), (10, 28), (11, 17)),
            *((12, 24), (12, 25), (12, 26)),
        ),
        (-2, 1),
    ),
    "DE": (((1, 1), (5, 1), (10, 3), (12, 25), (12, 26)), (-2, 1, 39, 50)),
    "DK": (((1, 1), (12, 25), (12, 26)), (-3, -2, 1, 39, 50)),
    "ES": (
        ((1, 1), (1, 6), (5, 1), (8, 15), (10, 12), (11, 1), (12, 6), (12, 8), (12, 25)),
        (-2,),
    ),
    "FR": (
        ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)),
        (1, 39, 50),
    ),
    "IT": (
        (
            *((1, 1), (1, 6), (4, 25), (5, 1), (6, 2), (8, 15), (10, 4), (11, 1)),
            *((12, 8), (12, 25), (12, 26)),
        ),
        (1,),
    ),
    "NL": (((1, 1), (4, 27), (12, 25), (12, 26)), (1, 39, 50)),
    "PL": (
        (
            *((1, 1), (1, 6), (5, 1), (5, 3), (8, 15), (11, 1), (11, 11)),
            *((12, 24), (12, 25), (12, 26)),
        ),
        (1, 60),
    ),
    "SE": (((1, 1), (1, 6), (5, 1), (6, 6), (12, 25), (12, 26)), (-2, 1, 39)),
}


@dataclass(frozen=True)
class WorkingDays:
    """Who works when: weekdays (Monday is 0), the country's holidays and own free days.

    A country that HOLIDAYS does not know has weekends only.
    """

    country: str
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)
    free_days: frozenset[date] = frozenset()

    def works_on(self, day: date) -> bool:
        """Whether that day is a working day."""
        return (
            day.weekday() in self.weekdays
            and day not in holidays(self.country, day.year)
            and day not in self.free_days
        )

    def after(self, start: date, days: int) -> date:
        """The day on which `days` working days after `start` have passed.

        Zero days end on `start` itself, or on the next working day.
        """
        return _after(self, start, days)


@lru_cache(maxsize=16_384)
def _after(calendar: WorkingDays, start: date, days: int) -> date:
    day, left = start, days
    while left or not calendar.works_on(day):
        day += timedelta(days=1)
        if left and calendar.works_on(day):
            left -= 1
    return day


@cache
def holidays(country: str, year: int) -> frozenset[date]:
    """The country's nationwide holidays in a year; none for a country that is not known."""
    fixed, movable = HOLIDAYS.get(country, ((), ()))
    sunday = easter(year)
    return frozenset(
        [date(year, month, day) for month, day in fixed]
        + [sunday + timedelta(days=offset) for offset in movable]
    )


def easter(year: int) -> date:
    """Easter Sunday of a Gregorian year, by the algorithm of Meeus, Jones and Butcher (1876)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    shift = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - century // 4 - shift + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
