"""Two verifications of a process beside each other, over HTTP."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response
from pydantic import ConfigDict, Field

from service.api.http import web
from service.api.http.enumerations import Outcome, VerdictName
from service.api.http.fields import Shown
from service.api.http.money import MoneyShown
from service.api.verification.records import NO_RECORD, record_of
from service.database.models import Verification
from service.values.prices import MONEY
from service.verification import records
from service.verification.answer_comparison import compared as compared_whole

blueprint = APIBlueprint("comparisons", __name__, url_prefix="/processes", tag="Verification")


class ComparedRecord(Shown):
    """Which record."""

    id: UUID
    attempt: int
    verdict: Outcome
    digest: str
    finished_at: datetime


class ChangedInput(Shown):
    """An input, a version or a file that is another one."""

    what: str
    before: Any
    after: Any
    detail: str = Field(description="a sentence")


class ChangedMeasure(Shown):
    """A measure of a file."""

    file: str
    measure: str
    before: Any
    after: Any


class ChangedCheck(Shown):
    """A check of the parts with another verdict; null: it was not made."""

    check: str
    before: VerdictName | None
    after: VerdictName | None
    reason_before: str | None
    reason_after: str | None
    where: str | None


class ChangedMoney(Shown):
    """Another amount."""

    before: MoneyShown | None
    after: MoneyShown | None


class ChangedNumber(Shown):
    """Another number."""

    before: int | None
    after: int | None


class ChangedText(Shown):
    """Another name or id."""

    before: str | None
    after: str | None


class ChangedLine(ChangedText):
    """A line with another amount."""

    name: str
    before: Annotated[str | None, MONEY]
    after: Annotated[str | None, MONEY]


class ChangedQuote(Shown):
    """A contractor that quotes in both; what stays the same is left out."""

    model_config = ConfigDict(extra="allow")

    contractor_id: UUID
    name: str
    total: ChangedMoney | None = Field(None, description="without tax")
    unit_price: ChangedMoney | None = None
    lead_time_days: ChangedNumber | None = None
    machine: ChangedText | None = None
    material_id: ChangedText | None = None
    lines: list[ChangedLine] = Field(description="null: no such line")


class TurnedContractor(Shown):
    """A contractor that quotes in one record only."""

    contractor_id: UUID
    name: str
    total: MoneyShown = Field(description="what it quotes in the record in which it does")
    reasons: list[str] = Field(description="why it does not in the other, in numbers")


class UnknownContractor(Shown):
    """A contractor of which one record tells the answer only."""

    contractor_id: UUID
    name: str
    total: MoneyShown | None = Field(description="what it quotes there; null: it cannot")
    reason: str = Field(description="why the answer to the other is not known")


class CountedContractors(Shown):
    """How many contractors there were."""

    asked: int
    suitable: int


class ContractorCounts(Shown):
    """How many were asked and suitable, also of those whose answers no record keeps."""

    before: CountedContractors
    after: CountedContractors


class ComparisonShown(Shown):
    """What the second record says otherwise than the first."""

    a: ComparedRecord
    b: ComparedRecord
    same: bool = Field(description="nothing differs but ids and times")
    inputs: list[ChangedInput]
    geometry: list[ChangedMeasure]
    checks: list[ChangedCheck]
    quotes: list[ChangedQuote]
    newly_suitable: list[TurnedContractor]
    newly_unsuitable: list[TurnedContractor]
    not_compared: list[UnknownContractor] = Field(
        description="of whom one record keeps the answer, and that to the other cannot be worked "
        "out again as something has changed since"
    )
    contractors: ContractorCounts
    partial: bool = Field(
        description="a record keeps the answers of the best contractors alone: of those that "
        "neither names, only the number is compared"
    )


@blueprint.get("/<uuid:process_id>/verifications/<string:verification>/compare/<string:other>")
@blueprint.output(ComparisonShown)
@blueprint.doc(
    operation_id="compare_verifications",
    summary="Compare two verifications",
    description="From the first to the second, each by its number or its id: inputs, geometry, "
    "verdicts of checks, each contractor's total, lines and lead time, and who has become suitable "
    "or unsuitable and why. Where a record of many contractors keeps the answers of the best "
    "alone, those of others are worked out again.",
    responses=NO_RECORD,
)
def compared(process_id: UUID, verification: str, other: str) -> Response:
    """What has changed between two records."""
    access, before = record_of(process_id, verification)
    after = records.find(web.db(), access.process, other)
    differences = compared_whole(web.db(), access.process, before, after)
    shown = ComparisonShown.of_json(differences, a=_named(before), b=_named(after))
    return web.answer(shown)


def _named(row: Verification) -> ComparedRecord:
    return ComparedRecord.model_construct(
        id=row.id,
        attempt=row.attempt,
        verdict=row.verdict,
        digest=row.digest,
        finished_at=row.finished_at,
    )
