"""What each choice of a part's configuration would do to its price and its date, roughly.

Everything else stays as it is configured. For each choice the cheapest quote counts, of those that
arrive in time if a date is wanted. Nothing is kept, and it binds nobody.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from service.catalogue.snapshot import CatalogueSnapshot
from service.database.models import Analysis
from service.manufacturing.quoting.catalogue import Order
from service.verification import quoting
from service.verification.quoting import CheapestQuote
from service.verification.rough_answers import Basis, RoughQuestion, measure

#: Choices that are calculated at most, the materials first; some tenths of a second.
MOST_CHOICES = 60

Field = Literal["material_id", "post_processing_ids", "express"]


@dataclass(frozen=True)
class ConfigurationChoice:
    """A value of a field; a finish is one of several, `chosen` says whether it is configured.

    `suitable` contractors could make the part with it (of a finish: if it were added, or left out
    where it is chosen), for `cheapest` in the currency of what is configured, else in that of most.
    """

    field: Field
    value: str | bool
    chosen: bool
    suitable: int
    cheapest: CheapestQuote | None


@dataclass(frozen=True)
class ConfigurationChoices:
    """What is configured, as far as a material is chosen, and what it could be instead.

    `fresh_analyses` are what was measured for it and can be kept.
    """

    basis: Basis
    configured: CheapestQuote | None
    choices: tuple[ConfigurationChoice, ...]
    fresh_analyses: Sequence[Analysis]


def choices(question: RoughQuestion) -> ConfigurationChoices:
    """Ask everybody for each choice; call it outside transactions. Raises as `measure` does."""
    measured, current = measure(question), question.catalogue
    order, fresh = measured.order, measured.fresh_analyses
    if order is None or not current.entries:
        return ConfigurationChoices(question.basis, None, (), fresh)
    configured = quoting.cheapest(order, current).of(None) if order.material_id else None
    currency = configured.currency if configured else None
    rows = []
    for field, value, chosen, other in _others(order, current):
        found = quoting.cheapest(other, current)
        rows.append(ConfigurationChoice(field, value, chosen, found.suitable, found.of(currency)))
    return ConfigurationChoices(question.basis, configured, tuple(rows), fresh)


def _others(
    order: Order, current: CatalogueSnapshot
) -> Iterator[tuple[Field, str | bool, bool, Order]]:
    """Each choice with the order that would come of it, MOST_CHOICES at most."""
    rows: list[tuple[Field, str | bool, bool, Order]] = [
        ("material_id", id, id == order.material_id, _of_material(order, id))
        for id in _by_name(current)
    ]
    if order.material_id:
        finishes = set(order.post_processing_ids)
        for id in sorted(row.id for row in current.catalogue.treatments_of(order.material_id)):
            chosen = tuple(sorted(finishes ^ {id}))
            other = replace(order, post_processing_ids=chosen)
            rows.append(("post_processing_ids", id, id in finishes, other))
        other = replace(order, express=not order.express)
        rows.append(("express", True, order.express, other))
    yield from rows[:MOST_CHOICES]


def _of_material(order: Order, material_id: str) -> Order:
    """The order in another material, in any of its colours; its finishes stay."""
    if material_id == order.material_id:
        return order
    return replace(order, material_id=material_id, color=None)


def _by_name(current: CatalogueSnapshot) -> list[str]:
    known = current.catalogue.materials
    return sorted(current.offered_materials, key=lambda id: known[id].name)
