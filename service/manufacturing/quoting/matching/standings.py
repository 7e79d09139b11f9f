"""Says how all contractors of a large catalogue stand towards an order.

Screening tells who suits; whoever is shown or kept is asked in exact decimals as always. The order
of the suitable ones is that of `match`, on totals that may be a smallest unit for each line
beside the exact ones; the best few are put into their exact order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from functools import cached_property

import numpy as np

from service.manufacturing.quoting.catalogue import BadContractor, Catalogue, Contractor, Order
from service.manufacturing.quoting.checks import Verdict, check_parts
from service.manufacturing.quoting.currencies import smallest_unit
from service.manufacturing.quoting.matching.one_contractor import MatchingQuestion, ask
from service.manufacturing.quoting.matching.quotes import Matching, Quote
from service.manufacturing.quoting.matching.refusals import Unsuitable
from service.manufacturing.quoting.screening import Suitable, Table, screen
from service.manufacturing.quoting.screening.columns import Whole, text_of

#: Screened totals are never farther than this from the exact ones: a unit for each line.
SLACK_UNITS = 30
MERITS = ("machines", "tolerance_mm", "free_capacity", "material_kg", "machine_hours")


@dataclass(frozen=True)
class RankedContractor:
    """A suitable contractor as screening found it: what ranking compares."""

    contractor_id: str
    name: str
    currency: str
    total: Decimal
    days: int
    warnings: int
    is_late: bool
    merits: Mapping[str, float | None]


@dataclass(frozen=True)
class Standings:
    """How everybody stands: the suitable ones as matching sorts them, the others by name.

    Both are places of the table; `columns` are of the suitable ones, in the same order.
    """

    question: MatchingQuestion
    table: Table
    columns: Suitable
    refused: Whole

    def contractor(self, place: int) -> Contractor | BadContractor:
        """Who stands at that place of the table."""
        return self.table.contractor(place)

    def ask(self, contractor_id: str, quantities: Sequence[int] = ()) -> Quote | Unsuitable:
        """The exact answer of one; raises KeyError for one who is not in the table.

        A quote also says what these `quantities` would cost.
        """
        question = replace(self.question, quantities=tuple(quantities))
        return ask(question, self.contractor(self.table.places[contractor_id]))

    def refusals(self, most: int) -> tuple[Unsuitable, ...]:
        """The exact answers of the first of those that do not suit."""
        places = self.refused[:most].tolist()
        answers = [ask(self.question, self.contractor(place)) for place in places]
        return tuple(answer for answer in answers if isinstance(answer, Unsuitable))

    @cached_property
    def suitable(self) -> tuple[RankedContractor, ...]:
        """Every suitable contractor, with what ranking compares."""
        usual = sum(check.verdict is Verdict.WARN for check in self.question.part_checks)
        columns = {each.name: getattr(self.columns, each.name).tolist() for each in _COLUMNS}
        ranked, currencies = [], self._currencies.tolist()
        for i, place in enumerate(columns["places"]):
            listed, km = self.table.listed[place], columns["distance_km"][i]
            currency = text_of(currencies[i])
            merits = {name: columns[name][i] for name in MERITS}
            merits["distance_km"] = None if np.isnan(km) else km
            warnings = usual + int(columns["warnings"][i])
            total = Decimal(columns["units"][i]) * smallest_unit(currency)
            days, late = int(columns["days"][i]), bool(columns["late"][i])
            named = listed.id, listed.name, currency
            ranked.append(RankedContractor(*named, total, days, warnings, late, merits))
        return tuple(ranked)

    def matching(self, count: int) -> Matching:
        """The best `kept` quotes, the first `kept` refusals, and how many there are of both."""
        places, currencies = self.columns.places, self._currencies
        late, within = self.columns.late, self.columns.units[:count][-1:] + 2 * SLACK_UNITS
        last = late[:count][-1:]
        close = (late < last) | ((late == last) & (self.columns.units <= within))
        close &= currencies == currencies[:count][-1:]
        close[:count] = True
        answers = [ask(self.question, self.contractor(i)) for i in places[close].tolist()]
        quotes = [answer for answer in answers if isinstance(answer, Quote)]
        often = list(dict.fromkeys(quote.currency for quote in quotes))
        quotes.sort(
            key=lambda quote: (
                often.index(quote.currency),
                quote.is_late,
                quote.total,
                quote.lead_time.days,
                quote.contractor_id,
            )
        )
        return Matching(
            tuple(quotes[:count]),
            self.refusals(count),
            self.question.part_checks,
            asked=len(self.table),
            suitable=len(places),
        )

    @property
    def _currencies(self) -> Whole:
        numbers: Whole = self.table.firms["currency"][self.columns.places].astype(np.int64)
        return numbers


_COLUMNS = fields(Suitable)


def standings(order: Order, table: Table, catalogue: Catalogue) -> Standings:
    """Hold an order against all contractors of a table, which come in the order of their ids."""
    question = MatchingQuestion(order, catalogue, check_parts(order))
    screening = screen(order, table, catalogue)
    columns = screening.suitable
    for place in screening.unsure.tolist():
        quote = ask(question, table.contractor(place))
        if isinstance(quote, Quote):
            columns = _with(columns, place, quote, question)
    columns = _sorted(columns, table)
    refuses = np.ones(len(table), dtype=bool)
    refuses[columns.places] = False
    refused = table.by_name[refuses[table.by_name]]
    return Standings(question, table, columns, refused)


def _with(columns: Suitable, place: int, quote: Quote, question: MatchingQuestion) -> Suitable:
    """The columns with one more contractor, who was asked."""
    usual = sum(check.verdict is Verdict.WARN for check in question.part_checks)
    merits, km = quote.merits, quote.merits.distance_km
    figures: dict[str, float] = {
        **{name: getattr(merits, name) for name in MERITS},
        "places": place,
        "units": float(quote.total / smallest_unit(quote.currency)),
        "days": quote.lead_time.days,
        "warnings": len(quote.warnings) - usual - quote.is_late,
        "late": float(quote.is_late),
        "distance_km": np.nan if km is None else km,
    }
    return Suitable(
        *(np.append(getattr(columns, each.name), figures[each.name]) for each in _COLUMNS)
    )


def _sorted(columns: Suitable, table: Table) -> Suitable:
    """By currency, the one most quoted in first; then those in time, by total, days and id."""
    currencies = table.firms["currency"][columns.places]
    numbers, kinds, counts = np.unique(currencies, return_inverse=True, return_counts=True)
    names = [text_of(number) for number in numbers.tolist()]
    ranks = np.empty(len(numbers), dtype=np.int64)
    ranks[sorted(range(len(numbers)), key=lambda i: (-counts[i], names[i]))] = range(len(numbers))
    order = np.lexsort((columns.places, columns.days, columns.units, columns.late, ranks[kinds]))
    return Suitable(*(getattr(columns, each.name)[order] for each in _COLUMNS))
