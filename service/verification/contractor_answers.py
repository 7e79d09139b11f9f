"""Lists what each contractor answers to a process, page by page.

First come the quotes, best first, then the refusals, then whoever has not been asked. What the
record keeps is shown as it stands there. Any other answer is worked out again from what the record
rests on, unless the contractor has changed since.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, NotRequired, TypedDict, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.catalogue import snapshot
from service.database.models import ContractorRow, Organization, Process, Standing, Verification
from service.lifecycle.parties import project_of
from service.manufacturing.geometry.analysis import ANALYSIS_VERSION
from service.manufacturing.quoting import record
from service.manufacturing.quoting.catalogue import Order
from service.manufacturing.quoting.check_json import (
    ChangeJson,
    CheckJson,
    ConstraintJson,
    RefusalJson,
)
from service.manufacturing.quoting.matching import Quote
from service.manufacturing.quoting.matching.ranking import RankedQuote, Score, rank
from service.manufacturing.quoting.pricing import ENGINE_VERSION
from service.manufacturing.quoting.quote_json import (
    QuantityPriceJson,
    QuoteJson,
    QuoteViewJson,
    ScoreJson,
)
from service.manufacturing.quoting.record import Measured, quote_for_client
from service.manufacturing.quoting.record_json import EvaluationJson, FullRecordJson
from service.manufacturing.quoting.standards import RULES_VERSION
from service.verification import quoting

QUOTED, REFUSED, NOT_ASKED = range(3)
JOINED = "joined after the verification; verify again to ask it too"
CHANGED = "joined or has changed what it offers since the verification; verify again to ask it"

#: A record, or what is calculated in the same way without keeping it.
ContentT = TypeVar("ContentT", bound=EvaluationJson[QuoteJson])
#: Where an answer stands among all of a process: sorts them, and is the cursor of a page.
Key = tuple[Any, ...]


@dataclass(frozen=True)
class AnswerPosition:
    """Whose answer comes where; `score` is that of a quote."""

    key: Key
    contractor_id: str
    name: str
    score: Score | None = None


class ScoredQuoteJson(QuoteViewJson):
    """A quote as its client sees it, with how well it does among all."""

    score: ScoreJson


class AnswerJson(TypedDict):
    """What one contractor answers: a quote, or what keeps it from making the order.

    `instant` is put in by whoever holds it against the terms as they are now.
    """

    contractor_id: str
    name: str
    suitable: bool
    quote: ScoredQuoteJson | QuoteViewJson | None
    constraints: list[ConstraintJson]
    changes: list[ChangeJson]
    instant: NotRequired[bool]


class Answers(Generic[ContentT]):
    """All answers to one verification of a process, or rough ones before it was verified."""

    def __init__(
        self,
        db: Session,
        process: Process,
        content: ContentT,
        placed_at: datetime,
        catalogue_version: int,
        order: Order | None = None,
    ) -> None:
        """Read what there is; `order` is what was asked for where the content has no files."""
        self._db, self._process, self._content = db, process, content
        self._placed_at, self._catalogue_version = placed_at, catalogue_version
        self._known_order = order
        self._priorities: Mapping[str, int] | None = process.configuration.get("priorities")
        quotes, refusals = self._content["quotes"], self._content["unsuitable"]
        self._quotes: Mapping[str, QuoteJson] = {each["contractor_id"]: each for each in quotes}
        self._refusals: Mapping[str, RefusalJson] = {
            each["contractor_id"]: each for each in refusals
        }
        self._partial = not record.names_everybody(self._content)
        self._current = snapshot.current(
            db, sandbox=process.sandbox, own=[project_of(db, process.project_id).owner_id]
        )

    @staticmethod
    def of_record(
        db: Session, process: Process, verification: Verification
    ) -> "Answers[FullRecordJson]":
        """The answers to a verification of the process."""
        version = verification.catalogue_version or 0
        return Answers(db, process, verification.content, verification.started_at, version)

    def page(self, after: Key | None, limit: int) -> tuple[list[AnswerJson], Key | None]:
        """The next answers, and the key of the last one if there are more.

        Raises TypeError or ValueError for a key that this list has not given out.
        """
        places = self.places()
        start = bisect_right([place.key for place in places], after) if after else 0
        page = places[start : start + limit]
        following = page[-1].key if page and start + limit < len(places) else None
        return [self.answer(place) for place in page], following

    def quote(self, contractor_id: str) -> QuoteJson | None:
        """The quote of a contractor as records have it; None if there is none."""
        return self._quote_or_refusal(contractor_id)[0]

    def prices_of(self, contractor_id: str, quantities: Sequence[int]) -> list[QuantityPriceJson]:
        """What a contractor that quotes asks for other quantities, by the terms of this answer.

        Nothing where it has changed its terms since.
        """
        if self._is_late(contractor_id):
            return []
        answer = quoting.ranking(self._order, self._current).ask(contractor_id, quantities)
        return [tier.to_dict() for tier in answer.tiers] if isinstance(answer, Quote) else []

    def constraints(self, contractor_id: str) -> list[ConstraintJson]:
        """What keeps a contractor from making the order; nothing if it quotes or has left."""
        quote, refusal = self._quote_or_refusal(contractor_id)
        if refusal:
            return refusal["constraints"]
        if quote or contractor_id not in self._current.entries:
            return []
        return _unasked(self._content["checks"], partial=self._partial)

    def content_with(self, contractor_ids: Iterable[str]) -> ContentT:
        """The record's content with the answers of these contractors too, so far as they are known.

        An answer that is not kept is unknown once its contractor, or what it rests on, has changed.
        """
        open_ids = [id for id in contractor_ids if self._must_be_worked_out(id)]
        answers = [self._quote_or_refusal(id) for id in open_ids]
        quotes = [*self._content["quotes"], *(quote for quote, _ in answers if quote)]
        refusals = [*self._content["unsuitable"], *(refusal for _, refusal in answers if refusal)]
        return cast(ContentT, {**self._content, "quotes": quotes, "unsuitable": refusals})

    def _quote_or_refusal(self, contractor_id: str) -> tuple[QuoteJson | None, RefusalJson | None]:
        """One of both, kept or worked out; neither of whoever was not asked."""
        if not self._must_be_worked_out(contractor_id):
            return self._quotes.get(contractor_id), self._refusals.get(contractor_id)
        answer = quoting.ranking(self._order, self._current).ask(contractor_id)
        return (answer.to_record(), None) if isinstance(answer, Quote) else (None, answer.to_dict())

    @property
    def _order(self) -> Order:
        if self._known_order:
            return self._known_order
        files = [
            Measured(part["name"], part["sha256"], part["unit"], part)
            for part in self._content["geometry"]
            if "error" not in part
        ]
        return record.order_of(self._content["inputs"], files, self._placed_at)

    def places(self) -> list[AnswerPosition]:
        """Everybody's place, in order."""
        quotes = [RankedQuote.of(quote) for quote in self._quotes.values()]
        refused = [(id, refusal["name"]) for id, refusal in self._refusals.items()]
        if self._partial:
            everybody = quoting.ranking(self._order, self._current)
            ranked = quoting.ranked_quotes(everybody)
            quotes += [quote for quote in ranked if self._is_open(quote.contractor_id)]
            others = (everybody.table.listed[place] for place in everybody.refused.tolist())
            refused += [(other.id, other.name) for other in others if self._is_open(other.id)]
        places = _ranked(quotes, self._priorities)
        places += [_by_name(REFUSED, id, name) for id, name in refused]
        answering = {place.contractor_id for place in places}
        names = self._names()
        places += [_by_name(NOT_ASKED, id, name) for id, name in names if id not in answering]
        return sorted(places, key=lambda place: place.key)

    def _is_open(self, contractor_id: str) -> bool:
        """Whether its answer must, and can, be worked out."""
        is_kept = contractor_id in self._quotes or contractor_id in self._refusals
        return not is_kept and not self._is_late(contractor_id)

    def _must_be_worked_out(self, contractor_id: str) -> bool:
        """Whether its answer is known without being kept."""
        listed = self._partial and contractor_id in self._current.entries
        return listed and self._is_open(contractor_id)

    def _is_late(self, contractor_id: str) -> bool:
        """Whether what it would answer now is not what it would have answered then."""
        entry = self._current.entries.get(contractor_id)
        version, inputs = self._catalogue_version, self._content["inputs"]
        if self._current.whole > version or entry is None or entry.changed_in > version:
            return self._current.digest != inputs["catalogue_digest"]
        versions = inputs["engine_version"], inputs["rules_version"], inputs["analysis_version"]
        return versions != (ENGINE_VERSION, RULES_VERSION, ANALYSIS_VERSION)

    def _names(self) -> list[tuple[str, str]]:
        rows = self._db.execute(
            sa.select(Organization.id, Organization.name, ContractorRow.standing)
            .join(ContractorRow, ContractorRow.organization_id == Organization.id)
            .where(ContractorRow.sandbox == self._process.sandbox)
        )
        return [
            (str(id), name)
            for id, name, standing in rows
            if standing is Standing.APPROVED or self._is_shown(str(id))
        ]

    def _is_shown(self, contractor_id: str) -> bool:
        """Whether a contractor that others may not ask is the client's own, or has answered."""
        current = self._current.entries
        return any(contractor_id in each for each in (current, self._quotes, self._refusals))

    def answer(self, place: AnswerPosition) -> AnswerJson:
        """What the contractor at that place answers."""
        id = place.contractor_id
        quote, refusal = self._quote_or_refusal(id)
        constraints: list[ConstraintJson] = []
        if quote is None and refusal is None:
            constraints = _unasked(self._content["checks"], partial=self._partial)
        return {
            "contractor_id": id,
            "name": place.name,
            "suitable": quote is not None,
            "quote": _scored(quote, place.score) if quote else None,
            "constraints": refusal["constraints"] if refusal else constraints,
            "changes": refusal.get("changes", []) if refusal else [],
        }


def _scored(quote: QuoteJson, score: Score | None) -> ScoredQuoteJson | QuoteViewJson:
    view = quote_for_client(quote)
    return {**view, "score": score.to_dict()} if score else view


def _ranked(
    quotes: Sequence[RankedQuote], priorities: Mapping[str, int] | None
) -> list[AnswerPosition]:
    often = Counter(quote.currency for quote in quotes)
    places = []
    for quote, score in rank(quotes, priorities):
        best = 0.0 if priorities is None else -score.total
        group = (QUOTED, -often[quote.currency], quote.currency, quote.is_late)
        key = (*group, best, quote.amount, quote.days, quote.contractor_id)
        places.append(AnswerPosition(key, quote.contractor_id, quote.name, score))
    return places


def _by_name(kind: int, contractor_id: str, name: str) -> AnswerPosition:
    return AnswerPosition((kind, name, contractor_id), contractor_id, name)


def _unasked(checks: Sequence[CheckJson], *, partial: bool) -> list[ConstraintJson]:
    """Why a contractor has no answer: the part cannot be made at all, or it is new."""
    failed: list[ConstraintJson] = [
        {
            "check": check["check"],
            "value": check["value"],
            "limit": check["limit"],
            "unit": check["unit"],
            "reason": check["reason"],
        }
        for check in checks
        if check["verdict"] == "fail"
    ]
    reason = CHANGED if partial else JOINED
    new: ConstraintJson = {
        "check": "verified",
        "value": None,
        "limit": None,
        "unit": "",
        "reason": reason,
    }
    return failed or [new]
