"""Who can make a part and who cannot, with quotes and reasons, over HTTP."""

from uuid import UUID

from apiflask import APIBlueprint
from flask import Response
from pydantic import Field

from service.api.http import paging, web
from service.api.http.fields import LONGEST_CURSOR, PageQuery, Shown
from service.api.verification.answers import ChangeShown, ConstraintShown, QuoteShown
from service.api.verification.records import for_the_client
from service.catalogue import capacity
from service.database.models import Process
from service.lifecycle.facts import facts_of
from service.manufacturing.quoting.matching import Constraint
from service.sourcing import auto_offers as instant
from service.verification import records
from service.verification.contractor_answers import AnswerJson, Answers
from workflows.engine import Actor, NotReady
from workflows.process import PROCESS, ProcessState

blueprint = APIBlueprint("verifications", __name__, url_prefix="/processes", tag="Verification")


class AnswersQuery(PageQuery):
    """Which part of the answers; their cursors hold a name."""

    cursor: str | None = Field(
        None, max_length=LONGEST_CURSOR, description="`next` of the page before"
    )


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


class ContractorAnswers(Shown):
    """Every contractor of the catalogue, the suitable ones first."""

    items: list[ContractorAnswer]
    next: str | None = Field(description="cursor of the next page")
    verification_id: UUID
    fresh: bool


@blueprint.get("/<uuid:process_id>/contractors")
@blueprint.input(AnswersQuery, location="query")
@blueprint.output(ContractorAnswers)
@blueprint.doc(
    operation_id="list_suitable_contractors",
    summary="Who can make it, who cannot",
    description="Every contractor: suitable with its quote, or the constraints that it "
    "fails, in numbers. From the last verification. Quotes come by score if the process has "
    "priorities, else cheapest first; always within one currency, the one most quoted in first. "
    "A score compares with the other quotes: cost and time with the best, quality by tolerance and "
    "warnings, quantity by capacity left, resilience by machines, sustainability by material, "
    "machine hours and distance. What is not known is left out of it and named in `missing`. "
    "Refusals follow by name, then whoever joined or changed its offers since. "
    "Who has as many open requests as it answers at once is listed with that constraint; "
    "`instant` says that an order sent with `accept: as_quoted` is confirmed at once if it has a "
    "delivery address.",
    responses={409: "Not verified yet, with what is `missing`."},
)
def contractors(process_id: UUID, query_data: AnswersQuery) -> Response:
    """Each contractor's answer, the suitable ones first."""
    process = for_the_client(process_id).process
    facts = facts_of(web.db(), process)
    if process.verification_id is None:
        missing = PROCESS.next_missing(process.state, Actor.CLIENT, facts)
        missing = missing or PROCESS.missing(ProcessState.VERIFIED, "send", facts)[:1]
        raise NotReady("see who can make it", missing)
    verification = records.current(web.db(), process)
    after = paging.decode_key(query_data.cursor)
    try:
        items, following = Answers(web.db(), process, verification).page(after, query_data.limit)
    except (TypeError, ValueError) as error:
        raise paging.BadCursor("the cursor was not given out by this list") from error
    _hold_against_present_terms(process, items)
    shown = ContractorAnswers.model_construct(
        items=[ContractorAnswer.of_json(item) for item in items],
        next=paging.encode_key(following) if following else None,
        verification_id=verification.id,
        fresh=facts.verification_fresh,
    )
    return web.answer(shown)


def _hold_against_present_terms(process: Process, items: list[AnswerJson]) -> None:
    """Say which of those that suit take no more requests now, and which answer at once."""
    db = web.db()
    quoted = [(item, quote) for item in items if (quote := item["quote"])]
    asked = capacity.current_contractors(db, [UUID(item["contractor_id"]) for item, _ in quoted])
    full = capacity.full_contractors(db, asked.values())
    at_once = instant.offered(db, process, [quote for _, quote in quoted])
    for item, _ in quoted:
        item["instant"] = item["contractor_id"] in at_once
        if check := full.get(item["contractor_id"]):
            item["suitable"], item["quote"] = False, None
            item["constraints"] = [Constraint.of(check).to_dict()]
            item["instant"] = False
