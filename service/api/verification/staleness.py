"""Whether a verification still holds, and what has changed since where it does not."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from service.access.actor import ActingParty
from service.access.process_view import sees_rates
from service.api.http.enumerations import Outcome
from service.api.http.fields import Shown
from service.database.models import Process
from service.manufacturing.quoting.changes import Reason
from workflows.process import ProcessFacts


class StaleReason(Shown):
    """Something that is not as it was when the process was verified."""

    what: str = Field(
        description="an input such as quantity, material_id, unit or files; a version such as "
        "rules_version; rates, limits, capacity, machine or materials of a contractor; quotes "
        "whose time is over"
    )
    detail: str = Field(description="a sentence")
    before: Any = Field(description="null for a contractor's figures, but for operators")
    after: Any
    contractor_id: UUID | None
    contractor: str | None
    machine: str | None
    blocks: bool = Field(
        description="it stands in the way of `send`: all but what contractors have changed that "
        "are not chosen"
    )


class VerificationSummary(Shown):
    """The last verification in short."""

    id: UUID
    attempt: int
    verdict: Outcome
    inputs_digest: str
    digest: str
    finished_at: datetime
    valid_until: datetime | None
    fresh: bool = Field(description="`send` may rest on it: nothing that blocks has changed")
    stale: bool
    stale_because: list[StaleReason]


def show_staleness(reasons: Sequence[Reason], who: ActingParty) -> list[StaleReason]:
    """Why a verification is stale, empty if it is not; a contractor's figures are for operators."""
    shown = reasons if sees_rates(who) else [reason.for_clients() for reason in reasons]
    return [
        StaleReason.model_construct(
            what=reason.what,
            detail=reason.detail,
            before=reason.before,
            after=reason.after,
            contractor_id=UUID(reason.contractor_id) if reason.contractor_id else None,
            contractor=reason.contractor,
            machine=reason.machine,
            blocks=reason.blocks,
        )
        for reason in shown
    ]


def show_verification(
    row: Any, process: Process, facts: ProcessFacts, reasons: list[StaleReason]
) -> VerificationSummary:
    """The last verification in short; `row` has its columns that are no content."""
    return VerificationSummary.model_construct(
        id=row.id,
        attempt=row.attempt,
        verdict=row.verdict,
        inputs_digest=row.inputs_digest,
        digest=row.digest,
        finished_at=row.finished_at,
        valid_until=process.quotes_valid_until,
        fresh=facts.verification_fresh,
        stale=bool(reasons),
        stale_because=reasons,
    )
