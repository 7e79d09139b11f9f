"""Who can make a part and who cannot, with quotes and reasons, over HTTP."""

import re
from collections.abc import Sequence
from typing import Any, Literal
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response
from pydantic import Field

from service.api.http import paging, web
from service.api.http.fields import LONGEST_CURSOR, PageQuery, Shown
from service.api.verification.answers import ChangeShown, ConstraintShown, QuoteShown
from service.api.verification.records import for_the_client
from service.catalogue import capacity
from service.database import Session
from service.database import transactions as database
from service.database.models import Process
from service.errors import BadField
from service.lifecycle.facts import facts_of
from service.manufacturing.quoting.matching import Constraint
from service.manufacturing.quoting.sample import SIDE_MM
from service.sourcing import auto_offers as instant
from service.translations import gettext_noop as _
from service.verification import records, rough_answers
from service.verification.contractor_answers import AnswerJson, Answers

blueprint = APIBlueprint("verifications", __name__, url_prefix="/processes", tag="Verification")


#: Quotes of a page that are priced for other quantities, and how many of these: some tenths of a
#: second where each contractor has many machines.
MOST_TIERED, MOST_QUANTITIES = 5, 10
#: Pieces of an order at most, and how they are written.
MOST_PIECES, WHOLE_NUMBER = 1_000_000, re.compile(r"[0-9]{1,7}")


class AnswersQuery(PageQuery):
    """Which part of the answers; their cursors hold a name."""

    cursor: str | None = Field(
        None, max_length=LONGEST_CURSOR, description="`next` of the page before"
    )
    quantities: str | None = Field(
        None,
        max_length=200,
        description=f"numbers of pieces, at most {MOST_QUANTITIES}, separated by commas: the first "
        f"{MOST_TIERED} quotes say in `tiers` what so many would cost",
        examples=["1,10,100"],
    )

    def pieces(self) -> list[int]:
        """The quantities, each once and the smallest first; raises BadField."""
        parts = {part.strip() for part in (self.quantities or "").split(",") if part.strip()}
        numbers = {int(part) if WHOLE_NUMBER.fullmatch(part) else 0 for part in parts}
        if len(numbers) > MOST_QUANTITIES or not all(1 <= each <= MOST_PIECES for each in numbers):
            sentence = _("quantities takes up to {most} whole numbers from 1 to {pieces}")
            raise BadField.at("/quantities", sentence, most=MOST_QUANTITIES, pieces=MOST_PIECES)
        return sorted(numbers)


class ContractorAnswer(Shown):
    """One contractor: suitable with its quote, or what keeps it from making the part."""

    contractor_id: UUID
    name: str
    suitable: bool
    quote: QuoteShown | None = Field(description="total, lines, dates, score 0..1")
    constraints: list[ConstraintShown] = Field(
        description="check, value, limit, unit, reason, and the nearest `change` that would help"
    )
    changes: list[ChangeShown] = Field(
        description="the smallest set of changes that together would make it suitable"
    )
    instant: bool = Field(
        False, description="the service offers as quoted for it as soon as it is asked"
    )
    rough: bool = Field(
        False, description="estimated before a verification: binds nobody, and may become wrong"
    )


class ContractorAnswers(Shown):
    """Every contractor of the catalogue, the suitable ones first."""

    items: list[ContractorAnswer]
    next: str | None = Field(description="cursor of the next page")
    verification_id: UUID | None = Field(
        description="the verification that the answers are from; null: they are rough"
    )
    fresh: bool
    basis: Literal["record", "files", "sample"] = Field(
        description="record: a verification; files: the models as they are now; sample: a cube of "
        f"{SIDE_MM:g} mm, because no model is there yet"
    )


@blueprint.get("/<uuid:process_id>/contractors")
@blueprint.input(AnswersQuery, location="query")
@blueprint.output(ContractorAnswers)
@blueprint.doc(
    operation_id="list_suitable_contractors",
    summary="Who can make it, who cannot",
    description="Every contractor: suitable with its quote, or the constraints that it fails, in "
    "numbers. From the last verification; before the first one roughly, as far as a material or "
    "a technology is chosen: for the files as they are, else for a sample, and for one piece if "
    "no quantity is stated. Such answers are marked `rough`. Quotes come by score if the process "
    "has priorities, else cheapest first; always within one currency, the one most quoted in "
    "first. A score compares with the other quotes: cost and time with the best, quality by "
    "tolerance and warnings, quantity by capacity left, resilience by machines, sustainability "
    "by material, machine hours and distance. What is not known is left out of it and named in "
    "`missing`. Refusals follow by name, then whoever joined or changed its offers since. Who "
    "has as many open requests as it answers at once is listed with that constraint; `instant` "
    "says that an order sent with `accept: as_quoted` is confirmed at once if it has a delivery "
    "address.",
    responses={
        409: "Not verified yet, and neither material nor technology is chosen, or a model is too "
        "large to be measured at once: with what is `missing`."
    },
)
@web.own_transaction
def contractors(process_id: UUID, query_data: AnswersQuery) -> Response:
    """Each contractor's answer, the suitable ones first."""
    return web.answer(answers_to(process_id, query_data))


def answers_to(process_id: UUID, query: AnswersQuery) -> ContractorAnswers:
    """A page of what contractors answer to a process, in transactions of its own.

    Raises Unknown, Forbidden, NotReady, BadField.
    """
    pieces = query.pieces()
    with database.reading() as db:
        process = for_the_client(process_id, db).process
        if process.verification_id is not None:
            return _from_record(db, process, query, pieces)
        question = rough_answers.gather(db, process)
    concluded = rough_answers.conclude(question)
    if concluded.fresh_analyses:
        with database.writing(web.caller()) as db:
            rough_answers.store(db, concluded.fresh_analyses)
    with database.reading() as db:
        process = for_the_client(process_id, db).process
        items, following = _page(concluded.answers(db, process), query, pieces)
        _hold_against_present_terms(db, process, items, rough=True)
    return ContractorAnswers.model_construct(
        items=[ContractorAnswer.of_json(item, rough=True) for item in items],
        next=following,
        verification_id=None,
        fresh=False,
        basis=question.basis,
    )


def _from_record(
    db: Session, process: Process, query: AnswersQuery, pieces: Sequence[int]
) -> ContractorAnswers:
    verification = records.current(db, process)
    items, following = _page(Answers.of_record(db, process, verification), query, pieces)
    _hold_against_present_terms(db, process, items)
    return ContractorAnswers.model_construct(
        items=[ContractorAnswer.of_json(item, rough=False) for item in items],
        next=following,
        verification_id=verification.id,
        fresh=facts_of(db, process).verification_fresh,
        basis="record",
    )


def _page(
    answers: Answers[Any], query: AnswersQuery, pieces: Sequence[int]
) -> tuple[list[AnswerJson], str | None]:
    """Some answers, and the cursor of those that follow; raises BadCursor."""
    after = paging.decode_key(query.cursor)
    try:
        items, following = answers.page(after, query.limit)
    except (TypeError, ValueError) as error:
        raise paging.BadCursor(_("the cursor was not given out by this list")) from error
    quotes = [quote for item in items if (quote := item["quote"])]
    for quote in quotes[:MOST_TIERED] if pieces else ():
        quote["tiers"] = answers.prices_of(quote["contractor_id"], pieces)
    return items, paging.encode_key(following) if following else None


def _hold_against_present_terms(
    db: Session, process: Process, items: list[AnswerJson], *, rough: bool = False
) -> None:
    """Say which of those that suit take no more requests now, and which answer at once.

    What is rough cannot be sent, so that nobody answers it at once.
    """
    quoted = [(item, quote) for item in items if (quote := item["quote"])]
    asked = capacity.current_contractors(db, [UUID(item["contractor_id"]) for item, _ in quoted])
    full = capacity.full_contractors(db, asked.values())
    at_once = () if rough else instant.offered(db, process, [quote for _, quote in quoted])
    for item, __ in quoted:
        item["instant"] = item["contractor_id"] in at_once
        if check := full.get(item["contractor_id"]):
            item["suitable"], item["quote"] = False, None
            item["constraints"] = [Constraint.of(check).to_dict()]
            item["instant"] = False
