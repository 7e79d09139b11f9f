"""Ranks quotes by what counts for the client: each gets a score from 0 to 1 with its parts.

A score is the mean of its parts, weighted by the client's priorities (0..10 each; all 0 count as
all equal). Every part runs from 0 to 1, the better the higher, and compares a quote with the best
of its field, so scores say nothing beyond the quotes that they were made among:

- cost: the lowest total in the same currency / the total. Amounts of different currencies are
  never compared, so quotes are ranked within their currency, the one most quoted in first.
- time: the fewest days to delivery / the days.
- quality: the mean of the finest tolerance / the tolerance that the machine holds at best over
  the part's largest side, and of 1 / (1 + warnings of the checks).
- quantity: the share of the contractor's capacity for one order that this one leaves free.
- resilience: 1 - 1 / the number of its machines that can make it; 0 if an outage of one stops it.
- sustainability: the mean of least material / material (supports and loss included), least
  machine hours / hours, and 1 / (1 + km / 1000) as the crow flies between capitals.

What is not known is left out, and named in `missing`: distances to countries outside the table or
without an address, ratings of contractors and CO2 of machines, for which there are no data at all.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from service.manufacturing.quoting.matching import punctuality
from service.manufacturing.quoting.quote_json import QuoteJson, ScoreJson

#: What a client can weigh, in the order in which it is shown.
PRIORITIES = ("cost", "time", "quality", "quantity", "resilience", "sustainability")
#: The weight of what a client has not weighed, 0..10.
USUAL_WEIGHT = 5
#: A way of so many km halves the part of distance: an assumption, some day's drive.
HALVING_KM = 1000.0

Parts = dict[str, float | None]
Best = dict[str, float]
#: Merits of which less is better.
COMPARED_MERITS = ("tolerance_mm", "material_kg", "machine_hours")


@dataclass(frozen=True)
class RankedQuote:
    """As much of a quote as ranking compares.

    `amount` is the total without tax in its currency, `days` are those to delivery. `warnings` are
    those of its checks but for the one that it `is_late` for the date that is wanted. `merits` are
    unknown in records that were made before there were any.
    """

    contractor_id: str
    name: str
    currency: str
    amount: float
    days: int
    is_late: bool
    warnings: int
    merits: Mapping[str, float | None]

    @classmethod
    def of(cls, quote: QuoteJson) -> "RankedQuote":
        """Of a quote as records have it."""
        warnings = [check["check"] for check in quote["checks"] if check["verdict"] == "warn"]
        is_late = punctuality.CHECK in warnings
        return cls(
            contractor_id=quote["contractor_id"],
            name=quote["name"],
            currency=quote["total"]["currency"],
            amount=float(quote["total"]["amount"]),
            days=quote["lead_time"]["days"],
            is_late=is_late,
            warnings=len(warnings) - is_late,
            merits=cast(Mapping[str, float | None], quote.get("merits", {})),
        )


@dataclass(frozen=True)
class Score:
    """How well a quote does among others: 0..1, as the weighted mean of its `parts`."""

    total: float
    parts: Mapping[str, float]
    weights: Mapping[str, int]
    missing: tuple[str, ...]

    def to_dict(self) -> ScoreJson:
        """Plain data for the client."""
        return {
            "total": self.total,
            "parts": {
                name: {"value": value, "weight": self.weights[name]}
                for name, value in self.parts.items()
            },
            "missing": list(self.missing),
        }


def rank(
    quotes: Sequence[RankedQuote], priorities: Mapping[str, int] | None
) -> list[tuple[RankedQuote, Score]]:
    """The quotes, best first within each currency, with their scores.

    Whoever delivers by the date that is wanted comes before whoever does not. Equal scores are
    told apart by total, days and the contractor's id.
    """
    stated = priorities or {}
    weights = {name: stated.get(name, USUAL_WEIGHT) for name in PRIORITIES}
    best = _best(quotes)
    scored = [(quote, _score(quote, best, weights)) for quote in quotes]
    often = Counter(quote.currency for quote in quotes)

    def place(entry: tuple[RankedQuote, Score]) -> tuple[object, ...]:
        quote, score = entry
        equals = (quote.amount, quote.days, quote.contractor_id)
        return -often[quote.currency], quote.currency, quote.is_late, -score.total, *equals

    return sorted(scored, key=place)


def preferred(
    quotes: Sequence[QuoteJson], priorities: Mapping[str, int] | None
) -> list[tuple[QuoteJson, Score]]:
    """The quotes of a record with their scores, ranked if the client has stated priorities.

    Else cheapest first within each currency, as the record has them.
    """
    ranked = rank([RankedQuote.of(quote) for quote in quotes], priorities)
    scores = {quote.contractor_id: score for quote, score in ranked}
    by_contractor = {quote["contractor_id"]: quote for quote in quotes}
    ids = scores if priorities is not None else by_contractor
    return [(by_contractor[id], scores[id]) for id in ids]


def _best(quotes: Iterable[RankedQuote]) -> Best:
    """The least of all that are compared: totals by currency, days, merits."""
    best: Best = {}
    for quote in quotes:
        figures: dict[str, float | None] = {quote.currency: quote.amount, "days": quote.days}
        figures |= {name: quote.merits.get(name) for name in COMPARED_MERITS}
        for name, value in figures.items():
            if value is not None:
                best[name] = min(value, best.get(name, value))
    return best


def _score(quote: RankedQuote, best: Best, weights: Mapping[str, int]) -> Score:
    parts: dict[str, float] = {}
    missing: list[str] = []
    for name, part_of in PARTS.items():
        details = part_of(quote, best)
        known = [value for value in details.values() if value is not None]
        missing += [detail for detail, value in details.items() if value is None]
        if known:
            parts[name] = round(sum(known) / len(known), 4)
    weighing = {name: weights[name] for name in parts}
    if not any(weighing.values()):
        weighing = dict.fromkeys(parts, 1)
    total = sum(parts[name] * weight for name, weight in weighing.items()) / sum(weighing.values())
    return Score(round(total, 4), parts, weights, tuple(missing))


def _cost(quote: RankedQuote, best: Best) -> Parts:
    return {"cost": _share(best[quote.currency], quote.amount)}


def _time(quote: RankedQuote, best: Best) -> Parts:
    return {"time": _share(best["days"], quote.days)}


def _quality(quote: RankedQuote, best: Best) -> Parts:
    tolerance = _least("tolerance_mm", quote, best)
    return {"tolerance": tolerance, "warnings": 1 / (1 + quote.warnings)}


def _quantity(quote: RankedQuote, best: Best) -> Parts:
    return {"free_capacity": quote.merits.get("free_capacity")}


def _resilience(quote: RankedQuote, best: Best) -> Parts:
    machines = quote.merits.get("machines")
    return {"machines": 1 - 1 / machines if machines else None}


def _sustainability(quote: RankedQuote, best: Best) -> Parts:
    km = quote.merits.get("distance_km")
    return {
        "material": _least("material_kg", quote, best),
        "machine_hours": _least("machine_hours", quote, best),
        "distance": None if km is None else 1 / (1 + km / HALVING_KM),
    }


PARTS: Mapping[str, Callable[[RankedQuote, Best], Parts]] = {
    "cost": _cost,
    "time": _time,
    "quality": _quality,
    "quantity": _quantity,
    "resilience": _resilience,
    "sustainability": _sustainability,
}


def _least(name: str, quote: RankedQuote, best: Best) -> float | None:
    """The smallest of all that are known / this one."""
    value = quote.merits.get(name)
    return None if value is None else _share(best[name], value)


def _share(best: float, value: float) -> float:
    return best / value if value else 1.0
