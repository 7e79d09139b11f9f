"""What is answered where several processes are moved at once, or nothing is moved at all."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import Field

from service.access.actor import ActingParty
from service.api.http import web
from service.api.http.fields import Shown
from service.api.http.money import MoneyShown
from service.database.models import Process
from service.orders.actions import Result
from service.orders.dry_runs import dry_run_report
from service.orders.joint_choice import JointAnswers
from workflows.engine import Missing
from workflows.process import ProcessState


class NoneAccepted(Exception):
    """Of several processes none could be started; `items` says of each why not."""

    def __init__(self, items: list[dict[str, Any]]) -> None:
        details = "; ".join(sorted({item["detail"] for item in items}))
        super().__init__(f"nothing was started: {details}")
        self.items = items


class MissingShown(Shown):
    """Something that stands between a process and its next move."""

    field: str
    detail: str


class ResultShown(Shown):
    """What became of one process."""

    process_id: UUID
    accepted: bool
    state: ProcessState
    detail: str = Field(description="why not; empty if accepted")
    missing: list[MissingShown]
    location: str = Field(description="where to see how far it is")


class Notified(Shown):
    """A party that an event would go to."""

    id: UUID
    name: str


class Cost(Shown):
    """What a chosen contractor asks for a process."""

    process_id: UUID
    contractor_id: UUID
    total: MoneyShown = Field(description="without tax")


class DryRun(Shown):
    """What a move would do; nothing of it was kept."""

    events: list[str]
    notifies: list[Notified]
    cost: list[Cost] = Field(description="the quotes of the chosen contractors")


class BatchResult(Shown):
    """What became of each process."""

    items: list[ResultShown]
    dry_run: DryRun | None = None


class JointQuoteShown(Shown):
    """What a contractor asks for several processes together."""

    contractor_id: UUID = Field(description="who makes all of them")
    name: str = Field(description="what the contractor is called")
    total: MoneyShown = Field(description="the sum of its quotes, without tax")
    shipped_together: MoneyShown = Field(
        description="the same with the fixed price of a parcel paid once"
    )
    arrives_on: date = Field(description="when the last of them arrives")


class StopShown(Shown):
    """That a contractor cannot make a process, and so not all of them."""

    process_id: UUID = Field(description="what it cannot make")
    contractor_id: UUID = Field(description="who is stopped")
    name: str = Field(description="what the contractor is called")
    reason: str = Field(description="the first reason, in numbers")


class Together(Shown):
    """Who makes several processes together."""

    contractors: list[JointQuoteShown] = Field(description="best first; 20 at most")
    stopped: list[StopShown] = Field(description="of 20 others at most, those nearest to it")


class ChoiceResult(BatchResult):
    """What became of each process; with `together` also who makes all of them."""

    together: Together | None = Field(None, description="if they are chosen together")


def show_together(answers: JointAnswers) -> Together:
    """Who makes several processes together, and which of them stops whom."""
    return Together.model_construct(
        contractors=[
            JointQuoteShown.of_json(vars(quote) | {"contractor_id": UUID(quote.contractor_id)})
            for quote in answers.quotes
        ],
        stopped=[
            StopShown.model_construct(
                process_id=stop.process.id,
                contractor_id=UUID(stop.contractor_id),
                name=stop.name,
                reason=stop.reason,
            )
            for stop in answers.stops
        ],
    )


def show_missing(missing: Sequence[Missing]) -> list[MissingShown]:
    """What a move still needs, by field."""
    return [MissingShown.model_construct(field=each.field, detail=each.detail) for each in missing]


def show_results(
    results: Sequence[Result], who: ActingParty, processes: Sequence[Process]
) -> BatchResult:
    """What became of each process; in a dry run also what all of it would do."""
    shown = BatchResult.model_construct(items=[_result(result) for result in results])
    if web.is_dry_run():
        shown.dry_run = show_dry_run(who, processes)
    return shown


def show_dry_run(who: ActingParty, processes: Sequence[Process]) -> DryRun:
    """What this transaction would do, as far as that side may know of it."""
    return DryRun.model_validate(dry_run_report(web.db(), who, processes))


def _result(result: Result) -> ResultShown:
    return ResultShown.model_construct(
        process_id=result.process_id,
        accepted=result.accepted,
        state=ProcessState(result.state),
        detail=result.detail,
        missing=show_missing(result.missing),
        location=f"/api/v1/processes/{result.process_id}",
    )
