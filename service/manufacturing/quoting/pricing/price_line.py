"""A line of a price, and how its amount is rounded."""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

#: The rounding rule, as records quote it.
ROUNDING = "half up, to the currency's smallest unit, per line"
ZERO = Decimal(0)


class PriceLine(NamedTuple):
    """One line of a price, rounded to its currency's smallest unit, with what it was made of."""

    name: str
    amount: Decimal
    inputs: Mapping[str, object]
