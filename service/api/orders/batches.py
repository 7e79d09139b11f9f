"""What is answered where several processes are moved at once, or nothing is moved at all."""

from typing import Any
from uuid import UUID

from pydantic import Field

from service.api.http.fields import Shown
from service.orders.actions import Result


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
