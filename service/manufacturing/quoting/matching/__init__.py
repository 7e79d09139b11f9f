"""Matches an order with contractors: for each a quote, or every reason why there is none."""

from collections import Counter
from collections.abc import Iterable, Sequence

from service.manufacturing.quoting.catalogue import BadContractor, Catalogue, Contractor, Order
from service.manufacturing.quoting.checks import check_parts
from service.manufacturing.quoting.matching.one_contractor import MatchingQuestion, ask
from service.manufacturing.quoting.matching.quotes import Matching, QuantityPrice, Quote
from service.manufacturing.quoting.matching.refusals import Constraint, Unsuitable
from service.manufacturing.quoting.matching.standings import RankedContractor, Standings, standings

__all__ = [
    "Constraint",
    "Matching",
    "QuantityPrice",
    "Quote",
    "RankedContractor",
    "Standings",
    "Unsuitable",
    "match",
    "standings",
]


def match(
    order: Order,
    contractors: Iterable[Contractor | BadContractor],
    catalogue: Catalogue,
    quantities: Sequence[int] = (),
) -> Matching:
    """Ask every contractor for the order; the same arguments give the same answer.

    Each quote also says what these `quantities` would cost. Raises nothing for a contractor's
    bad data: that is this contractor's own constraint `catalogue_data`.
    """
    question = MatchingQuestion(order, catalogue, check_parts(order), tuple(quantities))
    answers = [ask(question, contractor) for contractor in contractors]
    quotes = [answer for answer in answers if isinstance(answer, Quote)]
    unsuitable = [answer for answer in answers if isinstance(answer, Unsuitable)]
    often = Counter(quote.currency for quote in quotes)
    quotes.sort(
        key=lambda quote: (
            -often[quote.currency],
            quote.currency,
            quote.is_late,
            quote.total,
            quote.lead_time.days,
            quote.contractor_id,
        )
    )
    unsuitable.sort(key=lambda refusal: (refusal.name, refusal.contractor_id))
    checks = question.part_checks
    return Matching(tuple(quotes), tuple(unsuitable), checks, len(answers), len(quotes))
