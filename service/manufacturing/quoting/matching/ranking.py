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
from typing import Any

from service.manufacturing.quoting.matching import punctuality

#: What a client can weigh, in the order in which it is shown.
PRIORITIES = ("cost", "time", "quality", "quantity", "resilience", "sustainability")
#: The weight of what a client has not weighed, 0..10.
USUAL_WEIGHT = 5
#: A way of so many km halves the part of distance: an assumption, some day's drive.
HALVING_KM = 1000.0

Quote = Mapping[str, Any]
Parts = dict[str, float | None]
Best = dict[str, float]
#: Merits of which less is better.
COMPARED_MERITS = ("tolerance_mm", "material_kg", "machine_hours")


@dataclass(frozen=True)
class Score:
    """How well a quote does among others: 0..1, as the weighted mean of its `parts`."""

    total: float
    parts: Mapping[str, float]
    weights: Mapping[str, int]
    missing: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
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
    quotes: Sequence[Quote], priorities: Mapping[str, int] | None
) -> list[tuple[Quote, Score]]:
    """The quotes of a record, best first within each currency, with their scores.

    Whoever delivers by the date that is wanted comes before whoever does not. Equal scores are
    told apart by total, days and the contractor's id.
    """
    stated = priorities or {}
    weights = {name: stated.get(name, USUAL_WEIGHT) for name in PRIORITIES}
    best = _best(quotes)
    scored = [(quote, _score(quote, best, weights)) for quote in quotes]
    often = Counter(map(_currency, quotes))

    def place(entry: tuple[Quote, Score]) -> tuple[Any, ...]:
        quote, score = entry
        currency = _currency(quote)
        beside = (_amount(quote), _days(quote), quote["contractor_id"])
        return -often[currency], currency, is_late(quote), -score.total, *beside

    return sorted(scored, key=place)


def preferred(
    quotes: Sequence[Quote], priorities: Mapping[str, int] | None
) -> list[tuple[Quote, Score]]:
    """The quotes with their scores: as ranked if the client has stated priorities, else cheapest
    first within each currency, as a record has them.
    """
    ranked = rank(quotes, priorities)
    if priorities is not None:
        return ranked
    scores = {quote["contractor_id"]: score for quote, score in ranked}
    return [(quote, scores[quote["contractor_id"]]) for quote in quotes]


def is_late(quote: Quote) -> bool:
    """Whether it arrives after the date that is wanted."""
    return any(
        check["verdict"] == "warn" and check.get("check") == punctuality.CHECK
        for check in quote["checks"]
    )


def _best(quotes: Iterable[Quote]) -> Best:
    """The least of all that are compared: totals by currency, days, merits."""
    best: Best = {}
    for quote in quotes:
        figures: dict[str, float | None] = {_currency(quote): _amount(quote), "days": _days(quote)}
        figures |= {name: _merit(quote, name) for name in COMPARED_MERITS}
        for name, value in figures.items():
            if value is not None:
                best[name] = min(value, best.get(name, value))
    return best


def _score(quote: Quote, best: Best, weights: Mapping[str, int]) -> Score:
    found: dict[str, float] = {}
    missing: list[str] = []
    for name, part in PARTS.items():
        details = part(quote, best)
        known = [value for value in details.values() if value is not None]
        missing += [detail for detail, value in details.items() if value is None]
        if known:
            found[name] = round(sum(known) / len(known), 4)
    weighing = {name: weights[name] for name in found}
    if not any(weighing.values()):
        weighing = dict.fromkeys(found, 1)
    total = sum(found[name] * weight for name, weight in weighing.items()) / sum(weighing.values())
    return Score(round(total, 4), found, weights, tuple(missing))


def _cost(quote: Quote, best: Best) -> Parts:
    return {"cost": _share(best[_currency(quote)], _amount(quote))}


def _time(quote: Quote, best: Best) -> Parts:
    return {"time": _share(best["days"], _days(quote))}


def _quality(quote: Quote, best: Best) -> Parts:
    warnings = sum(check["verdict"] == "warn" for check in quote["checks"]) - is_late(quote)
    return {"tolerance": _least("tolerance_mm", quote, best), "warnings": 1 / (1 + warnings)}


def _quantity(quote: Quote, best: Best) -> Parts:
    return {"free_capacity": _merit(quote, "free_capacity")}


def _resilience(quote: Quote, best: Best) -> Parts:
    machines = _merit(quote, "machines")
    return {"machines": 1 - 1 / machines if machines else None}


def _sustainability(quote: Quote, best: Best) -> Parts:
    km = _merit(quote, "distance_km")
    return {
        "material": _least("material_kg", quote, best),
        "machine_hours": _least("machine_hours", quote, best),
        "distance": None if km is None else 1 / (1 + km / HALVING_KM),
    }


PARTS: Mapping[str, Callable[[Quote, Best], Parts]] = {
    "cost": _cost,
    "time": _time,
    "quality": _quality,
    "quantity": _quantity,
    "resilience": _resilience,
    "sustainability": _sustainability,
}


def _least(name: str, quote: Quote, best: Best) -> float | None:
    """The smallest of all that are known / this one."""
    own = _merit(quote, name)
    return None if own is None else _share(best[name], own)


def _share(best: float, own: float) -> float:
    return best / own if own else 1.0


def _merit(quote: Quote, name: str) -> float | None:
    """None in records that were made before there were merits."""
    value: float | None = quote.get("merits", {}).get(name)
    return value


def _currency(quote: Quote) -> str:
    currency: str = quote["total"]["currency"]
    return currency


def _amount(quote: Quote) -> float:
    return float(quote["total"]["amount"])


def _days(quote: Quote) -> int:
    days: int = quote["lead_time"]["days"]
    return days
