"""Writes numbers, money, dates and sizes as the readers of a language do, after Unicode CLDR."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from babel import Locale
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, get_currency_precision

from service.translations.catalogues import SOURCE, Language, ngettext
from service.values.texts import sort_key

#: English as it is written between countries: with the day before the month.
LOCALES = {SOURCE: "en_001"}
#: Signs that stand instead of the ISO 4217 code; other currencies are written by their code.
SIGNS = {"EUR": "€", "USD": "$", "GBP": "£"}

#: What CLDR names beside countries: unions, pseudo-locales, what is unknown.
NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})


def number(value: float | Decimal, places: int, language: Language, *, grouped: bool = True) -> str:
    """A number with that many places, half up, thousands set apart: 1,234.50 or 1.234,50."""
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    locale = _locale(language)
    whole, _, _ = locale.decimal_formats[None].pattern.partition(".")
    pattern = f"{whole}.{'0' * places}"
    rounded = _half_up(exact, places)
    return _minus(format_decimal(rounded, pattern, locale, group_separator=grouped))


def short_number(value: float | Decimal, language: Language) -> str:
    """A number with the places that it has, three at most: 0.45, 250."""
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    places = next((n for n in range(3) if round(exact, n) == exact), 3)
    return number(exact, places, language)


def money(amount: Decimal, currency: str, language: Language) -> str:
    """An amount with its currency: €1,234.50 or CHF 1,234.50; 1.234,50 € or 1.234,50 CHF."""
    locale = _locale(language)
    pattern = locale.currency_formats["standard"].pattern
    if currency in SIGNS:
        pattern = pattern.replace("¤", SIGNS[currency])
    else:
        pattern = pattern.replace("¤#", "¤\N{NO-BREAK SPACE}#").replace("¤", "¤¤")
    rounded = _half_up(amount, get_currency_precision(currency))
    return _minus(format_currency(rounded, currency, pattern, locale))


def day(value: date, language: Language) -> str:
    """A date with the month in letters: 3 December 2026, 3. Dezember 2026."""
    return format_date(value, "long", _locale(language))


def short_day(value: date, language: Language) -> str:
    """A date for tables: 3 Dec 2026, 03.12.2026."""
    return format_date(value, "medium", _locale(language))


def day_count(days: int, language: Language) -> str:
    """A number of days: 1 day, 9 days."""
    return ngettext("{count} day", "{count} days", days, language, count=days)


def moment(value: datetime, language: Language, zone: tzinfo = UTC) -> str:
    """An aware time to the minute in that zone: 3 December 2026, 14:30 UTC."""
    there = value.astimezone(zone)
    return f"{day(there, language)}, {clock_time(there, language, zone)}"


def clock_time(value: datetime, language: Language, zone: tzinfo = UTC) -> str:
    """The time of day of an aware time in that zone, with how far it is from UTC: 15:30 UTC+1.

    Names of zones are short in few languages only, and one stands for several of them.
    """
    there = value.astimezone(zone)
    minutes = round((there.utcoffset() or timedelta()).total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    ahead = f"{'−' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}"
    return f"{format_time(there, 'HH:mm', locale=_locale(language))} UTC{ahead if minutes else ''}"


def local_moment(value: datetime, language: Language) -> str:
    """A time to the minute without its zone, where that stands elsewhere: 3 December 2026, 14:30.

    The zone is that of `value`.
    """
    return f"{day(value, language)}, {local_time(value, language)}"


def local_time(value: datetime, language: Language) -> str:
    """The time of day without its zone: 14:30."""
    return format_time(value, "HH:mm", locale=_locale(language))


def choice(texts: Sequence[str], language: Language) -> str:
    """One of several: 1234 or 1.23."""
    return format_list(texts, "or", _locale(language))


def enumeration(texts: Sequence[str], language: Language) -> str:
    """All of several: A, B and C."""
    return format_list(texts, "standard", _locale(language))


def size(size_bytes: int, language: Language) -> str:
    """A file size in kB or MB (powers of ten, as in IEC 80000-13)."""
    if size_bytes < 1_000_000:
        return f"{number(max(size_bytes, 100) / 1_000, 1, language)} kB"
    return f"{number(size_bytes / 1_000_000, 1, language)} MB"


def exact_number(value: Decimal, language: Language) -> str:
    """A number with all the places that it has: 0.0005, 0.50; as it is with more than nine."""
    places = max(0, -int(value.as_tuple().exponent))
    return number(value, places, language) if places <= 9 else str(value)


def box(box_mm: tuple[float, float, float], language: Language) -> str:
    """The three sides of a box in mm."""
    return " × ".join(number(side, 2, language) for side in box_mm) + " mm"


@cache
def countries(language: Language) -> dict[str, str]:
    """The names of countries by their codes (ISO 3166-1 alpha-2), in the order of the alphabet."""
    names = {
        code: name
        for code, name in _locale(language).territories.items()
        if len(code) == 2 and code.isalpha() and code not in NO_COUNTRIES
    }
    return dict(sorted(names.items(), key=lambda entry: sort_key(entry[1])))


@cache
def _locale(language: Language) -> Locale:
    return Locale.parse(LOCALES.get(language, language))


def _half_up(value: Decimal, places: int) -> Decimal:
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return rounded or abs(rounded)  # nothing has no sign


def _minus(text: str) -> str:
    return text.replace("-", "\N{MINUS SIGN}")
