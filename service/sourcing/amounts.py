"""Reads amounts as people write them, and refuses what can be read in two ways."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from babel.numbers import (
    NumberFormatError,
    get_currency_symbol,
    get_decimal_symbol,
    get_group_symbol,
    list_currencies,
    parse_decimal,
)

from service.translations import languages

#: Letters that are looked at; more is no amount of money.
LONGEST = 40
#: What people set thousands apart with beside point and comma: spaces and apostrophes.
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘`´ʼ＇", "'"))
#: Digits that stand above or below others say something else than beside them: 12⁵⁰ is no 1250.
_RAISED = ("<super>", "<sub>", "<circle>", "<fraction>")
_UNIT = r"[^\d.,'+\-−]*"
_WITH_UNIT = re.compile(rf"({_UNIT})(.*?)(?:[.,][-–—]{{1,2}})?({_UNIT})", re.DOTALL)
_FIGURE = re.compile(r"[\d.,' ]*\d")
#: Countries write the point or the comma before decimals; the locales stand for these two customs.
_POINT, _COMMA = "en", "de"


class BadAmount(ValueError):
    """What was written is no amount; `why` names the reason, `values` what a sentence needs.

    `why` is one of: empty, unreadable, currency, ambiguous. An ambiguous one has two `readings`.
    """

    def __init__(self, why: str, **values: Any) -> None:
        super().__init__(f"{why}: {values}")
        self.why, self.values = why, values


def read(text: str, currency: str) -> Decimal:
    """The amount in `currency` that a text states, with all of its decimals; raises BadAmount.

    Thousands are set apart by points, commas, spaces or apostrophes, decimals by a point or a
    comma; the currency's code or sign may stand before or behind. One point or comma with three
    digits behind it can be both ("1.234"), whatever language somebody reads: that is not guessed.
    """
    if any(unicodedata.decomposition(character).startswith(_RAISED) for character in text):
        raise BadAmount("unreadable", typed=text[:LONGEST])
    typed = unicodedata.normalize("NFKC", text).translate(_APOSTROPHES).strip()
    if not typed:
        raise BadAmount("empty")
    typed = "".join(str(unicodedata.decimal(character, character)) for character in typed)
    figure = _without_unit(typed, currency)
    sign = -1 if figure[:1] in "-−" else 1
    figure = figure[1:].strip() if sign < 0 else figure
    both = (_reading(figure, locale) for locale in (_POINT, _COMMA))
    readings = {value for value in both if value is not None}
    if not readings:
        raise BadAmount("unreadable", typed=typed)
    if len(readings) > 1:
        raise BadAmount("ambiguous", typed=typed, readings=(max(readings), min(readings)))
    return sign * readings.pop()


def _reading(figure: str, locale: str) -> Decimal | None:
    """The figure as it reads with the decimal sign of a locale, and any one mark for thousands."""
    marks = set(figure) & set(".,' ") - {get_decimal_symbol(locale)}
    if len(marks) > 1 or not _FIGURE.fullmatch(figure):
        return None
    for mark in marks:
        figure = figure.replace(mark, get_group_symbol(locale))
    try:
        return parse_decimal(figure, locale, strict=True)
    except (NumberFormatError, InvalidOperation):
        return None


def _without_unit(typed: str, currency: str) -> str:
    match = _WITH_UNIT.fullmatch(typed)
    if match is None or len(typed) > LONGEST:
        raise BadAmount("unreadable", typed=typed[:LONGEST])
    units = [unit.strip().casefold() for unit in match.group(1, 3) if unit.strip()]
    if not set(units) <= _names(currency):
        foreign = len(units) == 1 and _is_currency(units[0])
        raise BadAmount("currency" if foreign else "unreadable", typed=typed, currency=currency)
    return match.group(2).strip()


@lru_cache(maxsize=512)
def _names(currency: str) -> frozenset[str]:
    """What a currency is called beside its amounts, as `read` compares it."""
    names = {currency, *(get_currency_symbol(currency, language) for language in languages())}
    return frozenset(unicodedata.normalize("NFKC", name).casefold() for name in names)


def _is_currency(unit: str) -> bool:
    signs = all(unicodedata.category(character) == "Sc" for character in unit)
    return signs or unit.upper() in list_currencies()
