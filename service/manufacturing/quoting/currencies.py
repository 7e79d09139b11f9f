"""Knows currencies: which are in use, and in how many decimal places each one's amounts are.

Both come from Unicode CLDR, through Babel. Where CLDR and ISO 4217 differ (HUF, IDR: 2 places in
the standard), CLDR's places are those that people pay in.
"""

from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from babel.core import get_global
from babel.numbers import get_currency_precision

from service.manufacturing.quoting.exact import EXACT, PLAIN, settled
from service.manufacturing.quoting.quote_json import MoneyJson

#: What CLDR gives to a territory and is none: CNH is not in ISO 4217, XXX means no currency.
NO_CURRENCIES = frozenset({"CNH", "XXX"})
#: CLDR's territory of what belongs to none: metals, drawing rights, codes for tests.
NOWHERE = "ZZ"


@cache
def in_use() -> frozenset[str]:
    """The ISO 4217 codes of all currencies that some territory uses now, funds included."""
    territories = get_global("territory_currencies")
    return (
        frozenset(
            code
            for territory, rows in territories.items()
            if territory != NOWHERE
            for code, _, until, _ in rows
            if until is None
        )
        - NO_CURRENCIES
    )


@cache
def minor_units(currency: str) -> int:
    """Decimal places of a currency's amounts: 2 for EUR, 0 for JPY, 3 for KWD.

    Old codes have those that they had, unknown ones 2.
    """
    return get_currency_precision(currency)


@cache
def smallest_unit(currency: str) -> Decimal:
    """The least amount of a currency: 0.01 EUR, 1 JPY, 0.001 KWD."""
    return Decimal(1).scaleb(-minor_units(currency))


def rounded(amount: Decimal, currency: str) -> Decimal:
    """Round half up to the currency's smallest unit.

    Raises decimal.InvalidOperation for an amount of more than 28 digits.
    """
    return settled(amount).quantize(smallest_unit(currency), ROUND_HALF_UP, PLAIN)


def fits(amount: Decimal, currency: str) -> bool:
    """Whether the amount is a whole number of the currency's smallest units."""
    return not EXACT.remainder(amount, smallest_unit(currency))


def written(amount: Decimal, currency: str) -> str:
    """The amount in plain digits, with the currency's decimal places and never a digit less."""
    exponent = int(amount.normalize(EXACT).as_tuple().exponent)
    return f"{amount:.{max(minor_units(currency), -exponent)}f}"


def money(amount: Decimal, currency: str) -> MoneyJson:
    """An amount as it goes over the wire: {amount, currency}."""
    return {"amount": written(amount, currency), "currency": currency}
