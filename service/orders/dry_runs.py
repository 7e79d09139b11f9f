"""Reports what a dry run would have done: events, who would be notified, and the cost."""

from collections.abc import Sequence
from typing import TypedDict
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.access.actor import ActingParty
from service.access.lookup import organization_names
from service.access.process_view import sees_whole, visible_parties
from service.database.models import Process, Project, Verification
from service.events import outbox
from service.manufacturing.quoting.quote_json import MoneyJson
from workflows.process import ProcessState


class NotifiedJson(TypedDict):
    """Somebody who would be told."""

    id: UUID
    name: str


class ProcessCostJson(TypedDict):
    """What a chosen contractor has quoted for a process."""

    process_id: UUID
    contractor_id: str
    total: MoneyJson


class DryRunJson(TypedDict):
    """What a transaction would do: events, who would be told of it, and what it would cost."""

    events: list[str]
    notifies: list[NotifiedJson]
    cost: list[ProcessCostJson]


def dry_run_report(db: Session, actor: ActingParty, processes: Sequence[Process]) -> DryRunJson:
    """What this transaction would do: events, who would be told of it, and what it would cost.

    The cost is that of each quote of the chosen contractors; of offers, once they are binding,
    the process itself tells. A contractor learns neither of its competitors nor of their quotes.
    """
    announced = outbox.announced(db)
    parties = {party for event in announced for party in event.parties}
    sending = [p for p in processes if p.state is ProcessState.SENDING]
    parties |= {UUID(chosen) for process in sending for chosen in process.choice}
    owners = sa.select(Project.client_id).where(Project.id.in_({p.project_id for p in processes}))
    parties = visible_parties(actor, parties, db.scalars(owners).all())
    names = organization_names(db, parties)
    costed = processes if sees_whole(actor) else ()
    return {
        "events": [event.type for event in announced],
        "notifies": [{"id": id, "name": names.get(id, "visitor")} for id in sorted(parties)],
        "cost": [quote for process in costed for quote in _quotes(db, process)],
    }


def _quotes(db: Session, process: Process) -> list[ProcessCostJson]:
    if process.verification_id is None or not process.choice:
        return []
    content = db.get_one(Verification, process.verification_id).content
    return [
        {
            "process_id": process.id,
            "contractor_id": quote["contractor_id"],
            "total": quote["total"],
        }
        for quote in [*content["quotes"], *(process.further_quotes or {}).values()]
        if quote["contractor_id"] in process.choice
    ]
