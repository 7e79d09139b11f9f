"""Shows a quote to its client: what they pay for, and not how its contractor calculates.

Preparation, set-up and margin are folded into the lines of what is made, each in proportion to its
amount, and the platform's fee into those and the surcharge for express. All such lines of a
contractor are so larger by one factor that nobody outside knows: quotes for several quantities, or
with and without express, tell only what it multiplies, not its parts.
"""

from collections.abc import Sequence
from decimal import Decimal

from service.manufacturing.quoting.currencies import smallest_unit, written
from service.manufacturing.quoting.quote_json import LineJson, QuoteViewJson

#: What a contractor calculates with.
HIDDEN = frozenset({"Preparation", "Set-up", "Margin", "Platform fee"})
#: What bears neither margin nor fee.
APART = frozenset({"Shipping", "Minimum order surcharge"})
#: Stands for all that is made where no line of it could bear the others.
MADE = "Production"


def for_client(quote: QuoteViewJson) -> QuoteViewJson:
    """A quote as its client sees it.

    Its lines are folded, and add up to the same total, unless its contractor `shows_calculation`.
    """
    shown = quote.copy()
    if shown.pop("shows_calculation", False):
        return shown
    currency = quote["total"]["currency"]
    amounts = [(line["name"], Decimal(line["amount"])) for line in quote["lines"]]
    unit = min((smallest_unit(currency), *map(_last_place, dict(amounts).values())))
    folded = _folded([(name, int(amount / unit)) for name, amount in amounts])
    lines: list[LineJson] = [
        {"name": name, "amount": written(units * unit, currency)} for name, units in folded
    ]
    return {**shown, "lines": lines}


def _last_place(amount: Decimal) -> Decimal:
    """What the last digit of an amount stands for; quotes of old have more of them in some."""
    return Decimal(1).scaleb(int(amount.as_tuple().exponent))


def _folded(lines: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """The lines in smallest units, in their order; none of them is hidden any more."""
    hidden = dict(lines)
    fee, express = hidden.get("Platform fee", 0), hidden.get("Express", 0)
    charged = sum(amount for name, amount in lines if name not in APART)
    if charged != fee:
        express = _nearest(express * charged, charged - fee)
    visible = [(name, amount) for name, amount in lines if name not in HIDDEN | APART | {"Express"}]
    shared = dict(_shared(charged - express, visible))
    folded = {**shared, **({"Express": express} if "Express" in hidden else {})}
    apart = {name: amount for name, amount in lines if name in APART}
    return list((folded | apart).items())


def _shared(total: int, lines: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """The total shared out in proportion, whole units to the largest remainders first."""
    whole = sum(amount for _, amount in lines)
    if whole <= 0:
        return [(MADE, total)]
    parts = [divmod(total * amount, whole) for _, amount in lines]
    left = total - sum(share for share, _ in parts)
    largest = sorted(range(len(parts)), key=lambda i: (-parts[i][1], i))[:left]
    return [
        (name, share + (i in largest))
        for i, ((name, _), (share, _)) in enumerate(zip(lines, parts, strict=True))
    ]


def _nearest(dividend: int, divisor: int) -> int:
    """The quotient, half up."""
    return (2 * dividend + divisor) // (2 * divisor)
