"""Says what a term of a price is, and how its amount is rounded."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

#: The rounding rule, as records quote it.
ROUNDING = "half up, to the cent, per line"
CENT = Decimal("0.01")
ZERO = Decimal(0)


@dataclass(frozen=True)
class Term:
    """One term of a price, rounded to the cent, with the figures that it was made of."""

    name: str
    amount: Decimal
    inputs: Mapping[str, object]


def cent(amount: Decimal) -> Decimal:
    """Round half up to the cent."""
    return amount.quantize(CENT, ROUND_HALF_UP)
