"""What is answered where several processes are moved at once, or nothing is moved at all."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa
from pydantic import Field
from sqlalchemy.orm import Session

from service.access.actor import ActingParty
from service.api.http.fields import Shown
from service.database.models import Organization, Process, Project, Verification
from service.database.transaction import transaction_of
from service.orders.actions import Result
from workflows.engine import Actor
from workflows.process import ProcessState


class MissingShown(Shown):
    """Something that stands between a process and its next move."""

    field: str
    detail: str


class ResultShown(Shown):
    """What became of one process."""

    process_id: UUID
    accepted: bool
    state: str
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
    total: dict[str, str] = Field(description="amount and currency, without tax")


class DryRun(Shown):
    """What a move would do; nothing of it was kept."""

    events: list[str]
    notifies: list[Notified]
    cost: list[Cost] = Field(description="the quotes of the chosen contractors")


class BatchResult(Shown):
    """What became of each process."""

    items: list[ResultShown]
    dry_run: DryRun | None = None


def show_result(result: Result) -> dict[str, Any]:
    """One process' result."""
    return {
        "process_id": result.process_id,
        "accepted": result.accepted,
        "state": result.state,
        "detail": result.detail,
        "missing": [missing._asdict() for missing in result.missing],
        "location": f"/api/v1/processes/{result.process_id}",
    }


def dry_run_report(db: Session, who: ActingParty, processes: Sequence[Process]) -> dict[str, Any]:
    """What this transaction would do: events, who would be told of it, and what it would cost.

    The cost is that of each quote of the chosen contractors; of offers, once they are binding,
    the process itself tells. A contractor learns neither of its competitors nor of their quotes.
    """
    announced = transaction_of(db).announced
    hearing = {party for _, parties in announced for party in parties}
    sending = [p for p in processes if p.state is ProcessState.SENDING]
    hearing |= {UUID(chosen) for process in sending for chosen in process.choice}
    contracts = processes
    if who.role is Actor.CONTRACTOR:
        owners = sa.select(Project.client_id).where(
            Project.id.in_([process.project_id for process in processes])
        )
        hearing &= {who.party_id, *db.scalars(owners)}
        contracts = []
    query = sa.select(Organization.id, Organization.name).where(Organization.id.in_(hearing))
    names = {id: name for id, name in db.execute(query)}
    return {
        "events": [type for type, _ in announced],
        "notifies": [{"id": id, "name": names.get(id, "visitor")} for id in sorted(hearing)],
        "cost": [quote for process in contracts for quote in _quotes(db, process)],
    }


def _quotes(db: Session, process: Process) -> list[dict[str, Any]]:
    if process.verification_id is None or not process.choice:
        return []
    content = orjson.loads(db.get_one(Verification, process.verification_id).record)
    return [
        {"process_id": process.id, **{name: quote[name] for name in ("contractor_id", "total")}}
        for quote in [*content["quotes"], *(process.further_quotes or {}).values()]
        if quote["contractor_id"] in process.choice
    ]
