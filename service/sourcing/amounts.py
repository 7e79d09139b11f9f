"""Reads amounts as people write them, and refuses what can be read in two ways."""

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import Any

from babel.numbers import get_currency_symbol, list_currencies

#: Letters that are looked at; more is no amount of money.
LONGEST = 40
#: What people set thousands apart with beside point and comma: spaces and apostrophes.
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘`´ʼ＇", "'"))
#: Digits that stand above or below others say something else than beside them: 12⁵⁰ is no 1250.
_RAISED = ("<super>", "<sub>", "<circle>", "<fraction>")
_UNIT = r"[^\d.,'+\-−]*"
_WITH_UNIT = re.compile(rf"({_UNIT})(.*?)(?:[.,][-–—]{{1,2}})?({_UNIT})", re.DOTALL)
_GROUPED = re.compile(r"([1-9]\d{0,2})(?P<mark>[.,' ])(\d{3}(?:(?P=mark)\d{3})*)(?:([.,])(\d+))?")
_PLAIN = re.compile(r"(\d*)(?:([.,])(\d+))?")
#: The languages in which contractors write the signs of currencies.
_LANGUAGES = ("en", "de", "de_CH")


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
    return sign * _value(figure, typed)


def _without_unit(typed: str, currency: str) -> str:
    match = _WITH_UNIT.fullmatch(typed)
    if match is None or len(typed) > LONGEST:
        raise BadAmount("unreadable", typed=typed[:LONGEST])
    units = [unit.strip().casefold() for unit in match.group(1, 3) if unit.strip()]
    if not set(units) <= _names(currency):
        foreign = len(units) == 1 and _is_currency(units[0])
        raise BadAmount("currency" if foreign else "unreadable", typed=typed, currency=currency)
    return match.group(2).strip()


def _value(figure: str, typed: str) -> Decimal:
    if match := _GROUPED.fullmatch(figure):
        first, mark, rest, point, decimals = match.groups()
        digits = first + rest.replace(mark, "")
        if point is None and mark in ".," and mark not in rest:
            readings = Decimal(digits), Decimal(f"{first}.{rest}")
            raise BadAmount("ambiguous", typed=typed, readings=readings)
        if point != mark:
            return Decimal(f"{digits}.{decimals or 0}")
    match = _PLAIN.fullmatch(figure)
    if match is None or not figure:
        raise BadAmount("unreadable", typed=typed)
    digits, _, decimals = match.groups()
    return Decimal(f"{digits or 0}.{decimals or 0}")


@lru_cache(maxsize=512)
def _names(currency: str) -> frozenset[str]:
    """What a currency is called beside its amounts, as `read` compares it."""
    names = {currency, *(get_currency_symbol(currency, language) for language in _LANGUAGES)}
    return frozenset(unicodedata.normalize("NFKC", name).casefold() for name in names)


def _is_currency(unit: str) -> bool:
    signs = all(unicodedata.category(character) == "Sc" for character in unit)
    return signs or unit.upper() in list_currencies()
