"""What is answered where several processes are moved at once, or nothing is moved at all."""

from typing import Any
from uuid import UUID

from pydantic import Field
from sqlalchemy.orm import Session

from service.actions import Result
from service.api.fields import Shown
from service.models import Organization


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


class DryRun(Shown):
    """What a move would do; nothing of it was kept."""

    events: list[str]
    notifies: list[Notified]


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


def dry_run_report(db: Session) -> dict[str, Any]:
    """The events of this transaction and who would hear them."""
    announced = db.info.get("announced", [])
    parties = sorted({party for _, hearing in announced for party in hearing})
    names = [(party, db.get(Organization, party)) for party in parties]
    return {
        "events": [type for type, _ in announced],
        "notifies": [{"id": id, "name": org.name if org else "visitor"} for id, org in names],
    }
