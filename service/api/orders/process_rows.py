"""Shows processes as the rows of their project: what a list needs, each in under 1 kB."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from service.api.http.enumerations import ProcessAction
from service.api.http.fields import Shown
from service.api.orders.batches import MissingShown
from workflows.engine import Actor
from workflows.process import ProcessState
from workflows.project import ProjectStatus

#: Sentences on what is missing in a row; the process itself has all.
MOST_MISSING = 3


class ProcessRow(Shown):
    """A process in short; `GET /processes/{id}` shows all of it."""

    id: UUID
    project_id: UUID
    title: str
    service_type: str
    sandbox: bool = Field(False, description="to try out: contractors answer by themselves")
    state: ProcessState
    code: int | None = Field(description="the state's number in Semper-KI")
    phase: ProjectStatus = Field(description="whose move it is, for the side that looks")
    role: Actor = Field(description="the side that looks: client, contractor or operator")
    shown_as: UUID | None = Field(
        alias="as",
        description="the organization of the caller's that it is shown for; null for visitors and "
        "operators",
    )
    actions: list[ProcessAction] = Field(description="what the caller may fire now")
    missing: list[MissingShown] = Field(description="the first of what the next move still needs")
    version: int
    quantity: int | None = Field(None, description="pieces")
    material_id: str | None = Field(None, description="of the catalogue")
    technology: str | None = Field(None, description="process category of ISO/ASTM 52900")
    wanted_date: date | None = Field(None, description="when the client wants to have it")
    state_since: datetime
    due_at: datetime | None
    updated_at: datetime
    choice: list[UUID] | None = Field(None, description="the contractors that `send` will ask")
    contractor_id: UUID | None = Field(None, description="who won")
    stale: bool | None = Field(None, description="whether anything changed since its verification")


def show_row(fields: Mapping[str, Any]) -> ProcessRow:
    """The row of a process, of the fields that are wanted of it."""
    row = ProcessRow.model_construct(**fields)
    if "missing" in fields:
        row.missing = row.missing[:MOST_MISSING]
    return row
