"""The arithmetic of amounts and counts, in which no half cent is lost.

Sums and products of stated figures are exact. Only a quotient may have no end; it is cut off so
far behind the point that settling gives a tie, or a whole number, back as what it is.
"""

from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_HALF_EVEN, Context, Decimal, getcontext, setcontext
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

#: For calculating. Figures have at most 15 digits before and some 20 behind the point (those of
#: geometry are the shortest texts of floats), a line of a price multiplies and divides by some
#: ten of them.
EXACT = Context(prec=200, rounding=ROUND_HALF_EVEN)
#: For what has been calculated: an amount of more digits is an error in somebody's figures.
PLAIN = Context(prec=28, rounding=ROUND_HALF_EVEN)
#: Nearer than half of this to each other, two results are the same one.
NEAREST = Decimal(1).scaleb(-100)


def exactly(function: Callable[P, R]) -> Callable[P, R]:
    """Let a function calculate in EXACT, whatever its caller calculates in."""

    @wraps(function)
    def calculated(*args: P.args, **kwargs: P.kwargs) -> R:
        before = getcontext()
        if before is EXACT:
            return function(*args, **kwargs)
        setcontext(EXACT)
        try:
            return function(*args, **kwargs)
        finally:
            setcontext(before)

    return calculated


def settled(value: Decimal) -> Decimal:
    """The value without what cutting off a quotient has left behind the hundredth place."""
    return value.quantize(NEAREST, None, EXACT)  # by their places, three times as fast as by name


def whole(value: Decimal) -> int:
    """The least whole number that is not below the value."""
    return int(settled(value).to_integral_value(ROUND_CEILING))
