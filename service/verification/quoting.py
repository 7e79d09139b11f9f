"""Asks all contractors of the catalogue to quote for an order, and caches their answers.

Of a large catalogue the answers of a few are kept; those of others are worked out when somebody
wants them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple
from weakref import ref

from service.catalogue.snapshot import CatalogueSnapshot
from service.manufacturing.quoting.catalogue import Order
from service.manufacturing.quoting.matching import (
    Matching,
    Quote,
    Standings,
    match,
    standings,
)
from service.manufacturing.quoting.matching.ranking import RankedQuote, rank
from service.manufacturing.quoting.quote_json import QuoteJson
from service.manufacturing.quoting.record import MOST_ANSWERS

#: Answers that are kept for the next order of the same parts in the same quarter of an hour. The
#: order and the catalogue's digest are all that they depend on, so none goes out of date.
REMEMBERED = 256
#: Of large catalogues, each holds on to all the rows of one.
REMEMBERED_RANKINGS = 4

#: How many could make an order and for how much: a few numbers for each.
REMEMBERED_CHEAPEST = 4096

#: By contractor.
Quotes = dict[str, QuoteJson]


class CheapestQuote(NamedTuple):
    """The cheapest quote of an order: its total without tax, and calendar days until it arrives."""

    amount: Decimal
    currency: str
    days: int


class CheapestQuotes(NamedTuple):
    """How many suit an order, and the cheapest quote in each currency, that of most first."""

    suitable: int
    quotes: tuple[CheapestQuote, ...]

    def of(self, currency: str | None) -> CheapestQuote | None:
        """The one in that currency, if there is one; None: in that of most."""
        return next((each for each in self.quotes if currency in (None, each.currency)), None)


@dataclass(frozen=True)
class _ByDigest:
    """A catalogue that is equal to any other of the same digest, so that answers can be kept.

    What is kept does not hold on to the catalogue, of which each edit makes another.
    """

    digest: str
    _held: ref[CatalogueSnapshot] = field(compare=False)

    @classmethod
    def of(cls, current: CatalogueSnapshot) -> "_ByDigest":
        """The key of a catalogue that its caller holds."""
        return cls(current.digest, ref(current))

    @property
    def current(self) -> CatalogueSnapshot:
        """The catalogue itself."""
        current = self._held()
        assert current is not None, "whoever asks holds it"
        return current


def matching(order: Order, current: CatalogueSnapshot) -> Matching:
    """What all answer; of a catalogue of more than MOST_ANSWERS those that a record keeps."""
    return _matching(order, _ByDigest.of(current))


def ranking(order: Order, current: CatalogueSnapshot) -> Standings:
    """How all contractors of a catalogue, which has some, stand towards the order."""
    return _ranking(order, _ByDigest.of(current))


def cheapest(order: Order, current: CatalogueSnapshot) -> CheapestQuotes:
    """How many contractors of a catalogue, which has some, suit the order, and for how much."""
    return _cheapest(order, _ByDigest.of(current))


def further_quotes(
    order: Order,
    current: CatalogueSnapshot,
    answered: Matching,
    chosen: Sequence[str],
    priorities: Mapping[str, int] | None,
) -> Quotes:
    """Quotes that are wanted beside those in `answered`, as records have them, by contractor.

    Those of chosen contractors, and first of all that of the one which the priorities prefer.
    """
    quoted = {quote.contractor_id for quote in answered.quotes}
    if answered.suitable == len(quoted):
        return {}
    everybody = ranking(order, current)
    contractor_ids = list(chosen)
    if priorities is not None:
        best, _ = rank(ranked_quotes(everybody), priorities)[0]
        contractor_ids.insert(0, best.contractor_id)
    unquoted = [id for id in contractor_ids if id not in quoted and id in current.entries]
    answers = {id: everybody.ask(id) for id in dict.fromkeys(unquoted)}
    return {id: quote.to_record() for id, quote in answers.items() if isinstance(quote, Quote)}


def ranked_quotes(everybody: Standings) -> list[RankedQuote]:
    """Of the quotes of all who suit as much as ranking compares."""
    return [
        RankedQuote(
            contractor_id=each.contractor_id,
            name=each.name,
            currency=each.currency,
            amount=float(each.total),
            days=each.days,
            is_late=each.is_late,
            warnings=each.warnings,
            merits=each.merits,
        )
        for each in everybody.suitable
    ]


@lru_cache(maxsize=REMEMBERED)
def _matching(order: Order, catalogue: _ByDigest) -> Matching:
    current = catalogue.current
    if len(current.entries) <= MOST_ANSWERS:
        return match(order, current.contractors, current.catalogue)
    return _ranking(order, catalogue).matching(MOST_ANSWERS // 2)


@lru_cache(maxsize=REMEMBERED_RANKINGS)
def _ranking(order: Order, catalogue: _ByDigest) -> Standings:
    return standings(order, catalogue.current.table, catalogue.current.catalogue)


@lru_cache(maxsize=REMEMBERED_CHEAPEST)
def _cheapest(order: Order, catalogue: _ByDigest) -> CheapestQuotes:
    current = catalogue.current
    suitable = [*standings(order, current.table, current.catalogue).suitable]
    first: dict[str, CheapestQuote] = {}
    for each in suitable:  # within each currency the cheapest first
        first.setdefault(each.currency, CheapestQuote(each.total, each.currency, each.days))
    return CheapestQuotes(len(suitable), tuple(first.values()))
