"""Estimates what a part would cost in several materials, quantities and technologies.

Nothing is kept: an estimate binds nobody, and a process with its verification does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.access.permissions import Principal
from service.catalogue import snapshot
from service.database.models import Analysis, File
from service.errors import BadField
from service.files import analyses, fault_words, files
from service.manufacturing.geometry.analysis import ANALYSIS_VERSION
from service.manufacturing.quoting.catalogue import Order, Part
from service.manufacturing.quoting.check_json import RefusalJson
from service.manufacturing.quoting.matching import Quote, Unsuitable, match
from service.manufacturing.quoting.matching.ranking import RankedQuote, Score, rank
from service.manufacturing.quoting.record import MOST_ANSWERS
from service.manufacturing.quoting.standards import resolve
from service.translations import Sentence
from service.translations import gettext_noop as _
from service.verification import quoting

#: Materials x technologies x quantities of one estimate: some tenths of a second.
MOST_COMBINATIONS = 60
#: Of each combination the best quotes are shown, and the refusals that are nearest to a quote.
SHOWN_QUOTES, SHOWN_REFUSALS = 5, 3
#: Of the refusals of a large catalogue so many are looked at, the first ones by name.
LOOKED_AT = 50
#: A larger file is measured by a worker first: this is what fits while somebody waits.
MOST_BYTES = 10 * 1024 * 1024


class NotMeasured(Exception):
    """The file is too large to be measured while somebody waits."""


@dataclass(frozen=True)
class Wishes:
    """What is to be estimated: an order of one part, in several materials and so on.

    `order` is the order but for them; without materials or without technologies, any will do.
    """

    order: Order
    material_ids: tuple[str, ...]
    technologies: tuple[str, ...]
    quantities: tuple[int, ...]
    priorities: Mapping[str, int] | None = None


@dataclass(frozen=True)
class Estimate:
    """The answers for one material and one technology: quotes best first, with their scores.

    Both quotes and `nearest` refusals are the first few of so many.
    """

    material_id: str | None
    technology: str | None
    quotes: tuple[tuple[Quote, Score], ...]
    suitable: int
    nearest: tuple[RefusalJson, ...]
    unsuitable: int


def find(db: Session, principal: Principal, file_id: UUID) -> tuple[File, Analysis | None]:
    """A file that the caller may see, with its measures if it was measured; raises Unknown."""
    file, _ = files.find(db, principal, file_id)
    query = sa.select(Analysis).where(
        Analysis.sha256 == file.sha256, Analysis.analysis_version == ANALYSIS_VERSION
    )
    return file, db.scalars(query).first()


def measure(file: File, analysis: Analysis | None) -> Part:
    """The part in a file; takes its time, so call it outside transactions.

    Raises BadField for what is no model or lacks a unit, NotMeasured, ContentMissing.
    """
    if file.model_format is None:
        raise _bad_file(Sentence(_("{name!r} is no model"), name=file.name))
    if analysis is None:
        analysis = measure_at_once([file])[file.sha256]
    measured = analyses.measured(file, analysis)
    if measured.geometry is None:
        assert measured.error, "what has no measures says why"
        raise _bad_file(fault_words.of_file(file.name, **measured.error))
    return Part.from_record(measured.sha256, measured.geometry, measured.name)


def measure_at_once(models: Sequence[File]) -> dict[str, Analysis]:
    """Measure models while somebody waits, by content; call it outside transactions.

    Raises NotMeasured if they are too large together, ContentMissing.
    """
    size_bytes = sum(file.size_bytes for file in models)
    if size_bytes > MOST_BYTES:
        names = ", ".join(repr(file.name) for file in models)
        message = _(
            "not measured yet: {names} ({size_bytes} bytes); verify the process first (up to"
            " {most_bytes} bytes are measured at once)"
        )
        raise NotMeasured(
            Sentence(message, names=names, size_bytes=size_bytes, most_bytes=MOST_BYTES)
        )
    contents = dict.fromkeys(file.sha256 for file in models)
    return {sha256: analyses.analyse_content(sha256) for sha256 in contents}


def check(wishes: Wishes, current: snapshot.CatalogueSnapshot) -> None:
    """Refuse what nobody could answer or what would take too long; raises BadField."""
    ways = max(1, len(wishes.material_ids)) * max(1, len(wishes.technologies))
    count = ways * len(wishes.quantities)
    errors: list[tuple[str, str]] = []
    if count > MOST_COMBINATIONS:
        message = _("{count} combinations of material, technology and quantity; at most {most}")
        errors.append(("/quantities", Sentence(message, count=count, most=MOST_COMBINATIONS)))
    if not (wishes.material_ids or wishes.technologies):
        errors.append(("/material_ids", _("name at least one material or one technology")))
    treatments = wishes.order.post_processing_ids
    errors += _unknown("/material_ids", wishes.material_ids, current.catalogue.materials)
    errors += _unknown("/post_processing_ids", treatments, current.catalogue.post_processings)
    errors += [
        ("/technologies", Sentence(_("no technology is called {name!r}"), name=name))
        for name in wishes.technologies
        if resolve(name) is None
    ]
    if errors:
        raise BadField(errors)


def estimate(wishes: Wishes, current: snapshot.CatalogueSnapshot) -> list[Estimate]:
    """One answer for each material with each technology, in their order; pure calculation."""
    ways = product(wishes.material_ids or (None,), wishes.technologies or (None,))
    return [_estimate(wishes, current, *way) for way in ways]


def _estimate(
    wishes: Wishes,
    current: snapshot.CatalogueSnapshot,
    material_id: str | None,
    technology: str | None,
) -> Estimate:
    quantities = sorted(set(wishes.quantities))
    order = replace(
        wishes.order, quantity=quantities[0], material_id=material_id, technology=technology
    )
    if len(current.entries) > MOST_ANSWERS:
        return _of_many(order, current, quantities, wishes.priorities)
    matching = match(order, current.contractors, current.catalogue, quantities)
    return Estimate(
        material_id,
        technology,
        _best(matching.quotes, wishes.priorities),
        len(matching.quotes),
        _nearest(matching.unsuitable),
        len(matching.unsuitable),
    )


def _of_many(
    order: Order,
    current: snapshot.CatalogueSnapshot,
    quantities: Sequence[int],
    priorities: Mapping[str, int] | None,
) -> Estimate:
    """The same of a large catalogue: all are ranked, and those that are shown are asked."""
    everybody = quoting.ranking(order, current)
    ranked = rank(quoting.ranked_quotes(everybody), priorities)
    answers = [
        (everybody.ask(quote.contractor_id, quantities), score)
        for quote, score in ranked[:SHOWN_QUOTES]
    ]
    refusals = everybody.refusals(LOOKED_AT)
    return Estimate(
        order.material_id,
        order.technology,
        tuple((quote, score) for quote, score in answers if isinstance(quote, Quote)),
        len(ranked),
        _nearest(refusals),
        len(everybody.refused),
    )


def _best(
    quotes: Sequence[Quote], priorities: Mapping[str, int] | None
) -> tuple[tuple[Quote, Score], ...]:
    by_contractor = {quote.contractor_id: quote for quote in quotes}
    ranked = rank([RankedQuote.of(quote.to_record()) for quote in quotes], priorities)
    best = ranked[:SHOWN_QUOTES]
    return tuple((by_contractor[quote.contractor_id], score) for quote, score in best)


def _nearest(refusals: Sequence[Unsuitable]) -> tuple[RefusalJson, ...]:
    """The refusals that fewest changes would turn into quotes."""
    hopeful = [refusal for refusal in refusals if refusal.changes]
    hopeful.sort(key=lambda refusal: len(refusal.changes))  # by name where equally many
    return tuple(refusal.to_dict() for refusal in hopeful[:SHOWN_REFUSALS])


def _unknown(
    pointer: str, ids: Sequence[str], existing: Mapping[str, object]
) -> list[tuple[str, str]]:
    missing = [id for id in ids if id not in existing]
    if not missing:
        return []
    return [(pointer, Sentence(_("the catalogue has no {names}"), names=", ".join(missing)))]


def _bad_file(detail: str) -> BadField:
    return BadField.at("/file_id", detail)
