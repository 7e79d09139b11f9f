"""Who reads a page: their language and time zone, and how figures are written for them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from flask import Request

from service.access.permissions import Principal
from service.api.http.json_bodies import hides_prices
from service.documents import lifecycle, price_lines, reasons
from service.manufacturing.quoting.working_time import day_closing
from service.translations import (
    Language,
    choose_language,
    formats,
    gettext,
    languages,
    ngettext,
    say,
)
from service.values import time_zones
from service.values.prices import without_prices

#: What the browser keeps of a choice; neither says who somebody is.
LANGUAGE_COOKIE, ZONE_COOKIE = "werkbank_language", "werkbank_zone"

#: Instead of an amount, for whoever may not see prices.
NO_PRICE = "–"
#: How windows of days end: at midnight, or a second before it.
DAY_ENDS = (time(0, 0), time(23, 59, 59))


@dataclass(frozen=True)
class Reader:
    """Somebody who reads a page; `local_times` are those that it tells in their zone."""

    language: Language
    zone: ZoneInfo
    local_times: list[datetime] = field(default_factory=list, compare=False, repr=False)

    def text(self, message: str, **values: object) -> str:
        """A message of the catalogues in their language."""
        return gettext(message, self.language, **values)

    def count(self, singular: str, plural: str, number: int, **values: object) -> str:
        """The form of a message that goes with the number, which is `{count}` in it."""
        return ngettext(singular, plural, number, self.language, count=number, **values)

    def say(self, sentence: str) -> str:
        """A sentence of a rule or an error."""
        return say(sentence, self.language)

    def sentence(self, sentence: str) -> str:
        """The same with a capital letter, as it stands by itself."""
        return self.capital(self.say(sentence))

    def capital(self, text: str) -> str:
        """A text with a capital letter, and otherwise as it is."""
        return text[:1].upper() + text[1:]

    def money(self, shown: Any) -> str:
        """An amount as presenters show it, from a model or as it was kept; or NO_PRICE."""
        amount, currency = (
            (shown["amount"], shown["currency"])
            if isinstance(shown, Mapping)
            else (shown.amount, shown.currency)
        )
        if amount is None or hides_prices():
            return NO_PRICE
        return formats.money(Decimal(amount), currency, self.language)

    def list(self, texts: Iterable[str]) -> str:
        """Several texts in one: A, B and C."""
        return formats.enumeration([*texts], self.language)

    def day(self, value: date | datetime | str | None) -> str:
        """A date; of a moment the day in their zone, and of the end of a day that day."""
        if value is None:
            return "–"
        if isinstance(value, str):
            value = date.fromisoformat(value)
        if isinstance(value, datetime):
            value = self._local(value).date()
        return formats.short_day(value, self.language)

    def days(self, number: int) -> str:
        """A number of days."""
        return formats.day_count(number, self.language)

    def agreed_day(self, value: datetime | None) -> str:
        """The day that a deadline of a contract closes, wherever it is read."""
        return formats.short_day(day_closing(value), self.language) if value else "–"

    def moment(self, value: datetime) -> str:
        """A time in their zone, which stands at the foot of each page."""
        return formats.local_moment(self._local(value), self.language)

    def _local(self, value: datetime) -> datetime:
        self.local_times.append(value)
        return value.astimezone(self.zone)

    def moment_of(self, text: str) -> str:
        """A time that is kept as text (ISO 8601)."""
        return self.moment(datetime.fromisoformat(text))

    def clock_time(self, value: datetime) -> str:
        """A time of day in their zone."""
        return formats.local_time(value.astimezone(self.zone), self.language)

    def until(self, value: datetime) -> str:
        """When something ends: the day alone if it is the end of a day (in UTC, as windows are)."""
        utc = value.astimezone(UTC)
        if utc.time() in DAY_ENDS:
            return formats.day(day_closing(utc), self.language)
        return self.moment(value)

    def number(self, value: float | Decimal, places: int = 0) -> str:
        """A number with so many places."""
        return formats.number(value, places, self.language)

    def signed(self, value: Decimal, places: int = 0) -> str:
        """A difference: with its sign, of which a minus is the one for numbers."""
        sign = "+" if value > 0 else "−" if value < 0 else ""
        return f"{sign}{self.number(abs(value), places)}"

    def size(self, size_bytes: int) -> str:
        """The size of a file."""
        return formats.size(size_bytes, self.language)

    def state(self, name: str) -> str:
        """A state of a process or a request."""
        return lifecycle.state(name, self.language)

    def trigger(self, name: str) -> str:
        """A move, as the history names it."""
        return lifecycle.trigger(name, self.language)

    def role(self, name: str) -> str:
        """A side of an order."""
        return lifecycle.role(name, self.language)

    def reason(self, check: Any) -> str:
        """Why a check or a constraint says what it says."""
        kept = as_json(check)
        return reasons.reason(without_prices(kept) if hides_prices() else kept, self.language)

    def change(self, proposed: Any, constraints: Any = ()) -> str:
        """What would help."""
        return reasons.change(
            as_json(proposed), [as_json(each) for each in constraints], self.language
        )

    def price_line(self, name: str) -> str:
        """What a line of a price is called."""
        return price_lines.price_line(name, self.language)


def as_json(shown: Any) -> Mapping[str, Any]:
    """A shown model as its plain fields; what is kept as JSON stays what it is."""
    return shown if isinstance(shown, Mapping) else vars(shown) | (shown.model_extra or {})


def reader_of(request: Request, me: Principal) -> Reader:
    """As their profile says; else as they have chosen in this browser, or it says by itself.

    Without any of them it is English, in UTC.
    """
    wanted = [
        me.chosen_language or "",
        request.cookies.get(LANGUAGE_COOKIE, ""),
        *(tag.partition("-")[0].lower() for tag in request.accept_languages.values()),
    ]
    language = choose_language(next((tag for tag in wanted if tag in languages()), None))
    return Reader(language, zone_named(me.zone or zone_of_browser(request) or ""))


def zone_of_browser(request: Request) -> str | None:
    """The time zone that the browser has said, or None if it has said none that there is."""
    name = request.cookies.get(ZONE_COOKIE, "")
    return name if time_zones.is_known(name) else None


def zone_named(name: str) -> ZoneInfo:
    """The time zone of that name (IANA), or UTC."""
    return ZoneInfo(name) if time_zones.is_known(name) else ZoneInfo("UTC")
