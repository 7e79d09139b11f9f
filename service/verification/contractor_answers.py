"""Says what each contractor of the catalogue answers to a verified process, page by page.

First come the quotes, best first, then the refusals, then whoever has not been asked. What the
record keeps is shown as it stands there. Any other answer is worked out again from what the record
rests on, unless the contractor has changed since.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.catalogue import snapshot
from service.database.models import ContractorRow, Organization, Process, Verification
from service.manufacturing.geometry.analysis import ANALYSIS_VERSION
from service.manufacturing.quoting import record, record_diff
from service.manufacturing.quoting.catalogue import Order
from service.manufacturing.quoting.matching import Quote
from service.manufacturing.quoting.matching.ranking import Score, is_late, rank
from service.manufacturing.quoting.pricing import ENGINE_VERSION
from service.manufacturing.quoting.record import Measured, quote_for_client
from service.manufacturing.quoting.standards import RULES_VERSION
from service.verification import quoting

QUOTED, REFUSED, NOT_ASKED = range(3)
JOINED = "joined after the verification; verify again to ask it too"
CHANGED = "joined or has changed what it offers since the verification; verify again to ask it"

#: Where an answer stands among all of a process: sorts them, and is the cursor of a page.
Key = tuple[Any, ...]


@dataclass(frozen=True)
class AnswerPosition:
    """Whose answer comes where; `score` is that of a quote."""

    key: Key
    contractor_id: str
    name: str
    score: Score | None = None


class Answers:
    """All answers to one verification of a process."""

    def __init__(self, db: Session, process: Process, verification: Verification) -> None:
        """Read what there is; nothing is worked out yet."""
        self._db, self._verification = db, verification
        self._content: dict[str, Any] = orjson.loads(verification.record)
        self._priorities: Mapping[str, int] | None = process.configuration.get("priorities")
        quotes: list[dict[str, Any]] = self._content["quotes"]
        self._quotes = {quote["contractor_id"]: quote for quote in quotes}
        refusals: list[dict[str, Any]] = self._content["unsuitable"]
        self._refusals = {refusal["contractor_id"]: refusal for refusal in refusals}
        self._partial = not record.names_everybody(self._content)
        self._current = snapshot.current(db)

    def page(self, after: Key | None, limit: int) -> tuple[list[dict[str, Any]], Key | None]:
        """The next answers, and the key of the last one if there are more.

        Raises TypeError or ValueError for a key that this list has not given out.
        """
        places = self._places()
        start = bisect_right([place.key for place in places], after) if after else 0
        page = places[start : start + limit]
        following = page[-1].key if page and start + limit < len(places) else None
        return [self._answer(place) for place in page], following

    def quote(self, contractor_id: str) -> dict[str, Any] | None:
        """The quote of a contractor as records have it; None if there is none."""
        if contractor_id in self._quotes:
            return self._quotes[contractor_id]
        if not self._partial or contractor_id in self._refusals or self._is_late(contractor_id):
            return None
        answer = self._worked_out(contractor_id)
        return answer if "total" in answer else None

    def content_with(self, contractor_ids: Iterable[str]) -> dict[str, Any]:
        """The record's content with the answers of these contractors too, so far as they are known.

        An answer that is not kept is unknown once its contractor, or what it rests on, has changed.
        """
        open_ids = [
            id
            for id in contractor_ids
            if self._partial and id in self._current.entries and self._is_open(id)
        ]
        answers = [self._worked_out(id) for id in open_ids]
        quotes = [answer for answer in answers if "total" in answer]
        refusals = [answer for answer in answers if "total" not in answer]
        return self._content | {
            "quotes": [*self._content["quotes"], *quotes],
            "unsuitable": [*self._content["unsuitable"], *refusals],
        }

    def _worked_out(self, contractor_id: str) -> dict[str, Any]:
        """A quote or a refusal as records have it, of somebody who is in the catalogue."""
        answer = quoting.standing(self._order, self._current).ask(contractor_id)
        return answer.to_record() if isinstance(answer, Quote) else answer.to_dict()

    @property
    def _order(self) -> Order:
        files = [
            Measured(geometry["name"], geometry["sha256"], geometry["unit"], geometry)
            for geometry in self._content["geometry"]
        ]
        return record.order_of(self._content["inputs"], files, self._verification.started_at)

    def _places(self) -> list[AnswerPosition]:
        """Everybody's place, in order."""
        quotes, refused = list(self._quotes.values()), list(self._refusals.values())
        if self._partial:
            everybody = quoting.standing(self._order, self._current)
            suitable = (s for s in everybody.suitable if self._is_open(s.contractor.id))
            quotes += (quoting.ranking_fields(s) for s in suitable)
            contractors = (everybody.contractor(place) for place in everybody.refused.tolist())
            refused += (
                {"contractor_id": contractor.id, "name": contractor.name}
                for contractor in contractors
                if self._is_open(contractor.id)
            )
        places = _ranked(quotes, self._priorities)
        places += [_by_name(REFUSED, r["contractor_id"], r["name"]) for r in refused]
        answering = {place.contractor_id for place in places}
        names = self._names()
        places += [_by_name(NOT_ASKED, id, name) for id, name in names if id not in answering]
        return sorted(places, key=lambda place: place.key)

    def _is_open(self, contractor_id: str) -> bool:
        """Whether its answer must, and can, be worked out."""
        is_kept = contractor_id in self._quotes or contractor_id in self._refusals
        return not is_kept and not self._is_late(contractor_id)

    def _is_late(self, contractor_id: str) -> bool:
        """Whether what it would answer now is not what it would have answered then."""
        entry = self._current.entries.get(contractor_id)
        version, inputs = self._verification.catalogue_version or 0, self._content["inputs"]
        if self._current.whole > version or entry is None or entry.changed_in > version:
            return bool(self._current.digest != inputs["catalogue_digest"])
        versions = (ENGINE_VERSION, RULES_VERSION, ANALYSIS_VERSION)
        names = ("engine_version", "rules_version", "analysis_version")
        return versions != tuple(inputs[name] for name in names)

    def _names(self) -> list[tuple[str, str]]:
        rows = self._db.execute(
            sa.select(Organization.id, Organization.name).join(
                ContractorRow, ContractorRow.organization_id == Organization.id
            )
        )
        return [(str(id), name) for id, name in rows]

    def _answer(self, place: AnswerPosition) -> dict[str, Any]:
        id, kind = place.contractor_id, place.key[0]
        answer = self._quotes.get(id) or self._refusals.get(id)
        if answer is None and kind == NOT_ASKED:
            answer = {"constraints": _unasked(self._content["checks"], partial=self._partial)}
        if answer is None:
            answer = self._worked_out(id)
        score = {"score": place.score.to_dict()} if place.score else {}
        suitable = "total" in answer
        return {
            "contractor_id": id,
            "name": place.name,
            "suitable": suitable,
            "quote": quote_for_client(answer) | score if suitable else None,
            "constraints": answer.get("constraints", []),
            "changes": answer.get("changes", []),
        }


def _ranked(
    quotes: Sequence[Mapping[str, Any]], priorities: Mapping[str, int] | None
) -> list[AnswerPosition]:
    often = Counter(quote["total"]["currency"] for quote in quotes)
    places = []
    for quote, score in rank(quotes, priorities):
        currency, amount = quote["total"]["currency"], float(quote["total"]["amount"])
        id, days = quote["contractor_id"], quote["lead_time"]["days"]
        best = 0.0 if priorities is None else -score.total
        late = is_late(quote)
        key = (QUOTED, -often[currency], currency, late, best, amount, days, id)
        places.append(AnswerPosition(key, id, quote["name"], score))
    return places


def _by_name(kind: int, contractor_id: str, name: str) -> AnswerPosition:
    return AnswerPosition((kind, name, contractor_id), contractor_id, name)


def _unasked(checks: Sequence[Mapping[str, Any]], *, partial: bool) -> list[dict[str, Any]]:
    """Why a contractor has no answer: the part cannot be made at all, or it is new."""
    finding = {"check": "verified", "value": None, "limit": None, "unit": ""}
    failed = [
        {name: check[name] for name in ("check", "value", "limit", "unit", "reason")}
        for check in checks
        if check["verdict"] == "fail"
    ]
    return failed or [finding | {"reason": CHANGED if partial else JOINED}]


def compared(
    db: Session, process: Process, before: Verification, after: Verification
) -> dict[str, Any]:
    """What the second record of a process says otherwise than the first, whoever they keep."""
    everybody = Answers(db, process, before), Answers(db, process, after)
    old, new = (answers.content_with(()) for answers in everybody)
    old, new = (
        everybody[0].content_with(record_diff.unanswered(old, new)),
        everybody[1].content_with(record_diff.unanswered(new, old)),
    )
    return record_diff.compare(old, new)


def keep_quotes(db: Session, process: Process, chosen: Sequence[str]) -> None:
    """Keep with the process the quotes of chosen contractors that its record does not have."""
    verification = db.get(Verification, process.verification_id or process.id)
    further_quotes = process.further_quotes or {}
    recorded = further_quotes.keys() | (verification.suitable if verification else ())
    missing = [id for id in chosen if id not in recorded]
    if verification is None or not missing:
        return
    everybody = Answers(db, process, verification)
    quoted = {id: quote for id in missing if (quote := everybody.quote(id))}
    if quoted:
        process.further_quotes = further_quotes | quoted
