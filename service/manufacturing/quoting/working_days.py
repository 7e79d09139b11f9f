"""Counts working days: a contractor's weekdays without public holidays and its own free days."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

import holidays


@dataclass(frozen=True)
class WorkingDays:
    """Who works when: weekdays (Monday is 0), public holidays and own free days.

    Its day is that of `time_zone` (IANA). Holidays are those of the country, and of its `region`
    (ISO 3166-2 without the country) where one is named. A country that is not known has weekends
    only.
    """

    country: str
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)
    free_days: frozenset[date] = frozenset()
    region: str | None = None
    time_zone: str = "UTC"

    def day_of(self, moment: datetime) -> date:
        """Which day it is there at that moment."""
        return moment.astimezone(ZoneInfo(self.time_zone)).date()

    def works_on(self, day: date) -> bool:
        """Whether that day is a working day."""
        return (
            day.weekday() in self.weekdays
            and day not in public_holidays(self.country, self.region, day.year)
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
def delivery_days(country: str) -> WorkingDays:
    """On which days a parcel is handed over in a country: not on its weekend or its holidays."""
    weekend = {5, 6}
    if country in regions():
        weekend = set(holidays.country_holidays(country).weekend)
    return WorkingDays(country, tuple(day for day in range(7) if day not in weekend))


@cache
def public_holidays(country: str, region: str | None, year: int) -> frozenset[date]:
    """The public holidays of a year; none for a country that is not known."""
    if country not in regions():
        return frozenset()
    return frozenset(holidays.country_holidays(country, subdiv=region, years=year))


def holiday_name(country: str, region: str | None, day: date, language: str) -> str | None:
    """What the public holiday of that day is called, or None if it is none.

    In the language (ISO 639-1) where the name is known in it, else in the country's own.
    """
    if day not in public_holidays(country, region, day.year):
        return None
    return _holiday_names(country, region, day.year, language)[day]


@cache
def _holiday_names(country: str, region: str | None, year: int, language: str) -> dict[date, str]:
    variant = {"en": "en_US"}.get(language, language)
    return dict(holidays.country_holidays(country, region, years=year, language=variant))


@cache
def regions() -> dict[str, tuple[str, ...]]:
    """Of each country whose holidays are known the regions that have some of their own."""
    return {country: tuple(names) for country, names in holidays.list_supported_countries().items()}
