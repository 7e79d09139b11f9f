"""The curve of the price per piece over the quantity, as the answers of contractors give it."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from service.api.http.json_bodies import hides_prices
from service.api.verification.verifications import ContractorAnswer
from service.console.reader import as_json

#: Steps of a ladder of quantities in each power of ten, the common ones of catalogues (1-2-5).
STEPS = (1, 2, 5)
#: How many steps are shown below and above what is asked.
BELOW, ABOVE = 2, 4
#: The drawing, in its own units, and the room around the curve.
WIDTH, HEIGHT, MARGIN = 640, 200, 24


class QuantityPoint(NamedTuple):
    """The best price of so many pieces, who asks it, and where it lies in the drawing."""

    quantity: int
    unit_price: Any
    total: Any
    contractor: str
    lead_time_days: int | None
    x: int
    y: int


def quantities_around(quantity: int) -> list[int]:
    """The quantity itself, with some round ones below and above."""
    ladder = [step * 10**power for power in range(6) for step in STEPS]
    below = [each for each in ladder if each < quantity][-BELOW:]
    above = [each for each in ladder if each > quantity][:ABOVE]
    return [*below, quantity, *above]


def curve(able: Sequence[ContractorAnswer], quantity: int) -> list[QuantityPoint]:
    """The cheapest of the quotes for each quantity, in the currency of the first of them.

    For the quantity that was quoted they are the quotes themselves. Whoever may not see prices gets
    no curve, as its shape tells of them.
    """
    if hides_prices():
        return []
    best: dict[int, tuple[Decimal, ContractorAnswer, Any]] = {}
    quoted = [each for each in able if each.quote]
    currency = as_json(as_json(quoted[0].quote)["total"])["currency"] if quoted else ""
    for answer in quoted:
        quote = as_json(answer.quote)
        others = (as_json(tier) for tier in quote.get("tiers") or ())
        own = {**quote, "quantity": quantity}
        for tier in (own, *(tier for tier in others if tier["quantity"] != quantity)):
            price = tier.get("unit_price")
            if price is None or as_json(price)["currency"] != currency:
                continue
            pieces, amount = tier["quantity"], Decimal(as_json(price)["amount"])
            if pieces not in best or amount < best[pieces][0]:
                best[pieces] = amount, answer, tier
    return _placed(best) if len(best) > 1 else []


def _placed(best: dict[int, tuple[Decimal, ContractorAnswer, Any]]) -> list[QuantityPoint]:
    highest = max(amount for amount, *_ in best.values()) or Decimal(1)
    across = (WIDTH - 2 * MARGIN) / (len(best) - 1)
    return [
        QuantityPoint(
            quantity,
            tier["unit_price"],
            tier["total"],
            answer.name,
            tier.get("lead_time_days"),
            round(MARGIN + across * place),
            round(HEIGHT - MARGIN - float(amount / highest) * (HEIGHT - 2 * MARGIN)),
        )
        for place, (quantity, (amount, answer, tier)) in enumerate(sorted(best.items()))
    ]
