"""What the API answers of a process."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from service.api.files.schemas import FileSummary
from service.api.http.enumerations import ProcessAction
from service.api.http.fields import Details, Shown
from service.api.orders.batches import DryRun, MissingShown
from service.api.orders.completeness import RequirementShown
from service.api.orders.production import (
    ConsentsShown,
    DisputeShown,
    ProductionShown,
    ShipmentShown,
)
from service.api.orders.refusals import RefusalShown
from service.api.sourcing.request_presenter import RequestShown
from service.api.verification.findings import FindingShown
from service.api.verification.staleness import StaleReason, VerificationSummary
from service.orders.configuration import Configuration
from workflows.engine import Actor
from workflows.process import ProcessState
from workflows.project import ProjectStatus


class ProgressShown(Shown):
    """How far a verification has come that takes longer than a moment."""

    stage: str = Field(description="what is being worked out", examples=["walls"])
    percent: int = Field(ge=0, le=100, description="of the whole verification")
    file: str = Field(description="the file that is being measured")
    at: datetime


class ParkedNote(Shown):
    """That the service gave up a step of a process after its last attempt."""

    at: datetime
    attempts: int
    detail: str


class ProcessShown(Configuration):
    """A process as the caller sees it."""

    model_config = {"extra": "allow"}

    id: UUID
    project_id: UUID
    title: str
    service_type: str
    sandbox: bool = Field(False, description="to try out: contractors answer by themselves")
    state: ProcessState
    details: Details
    code: int | None = Field(description="the state's number in Semper-KI")
    phase: ProjectStatus = Field(description="whose move it is, for the side that looks")
    role: Actor = Field(description="the side that looks: client, contractor or operator")
    shown_as: UUID | None = Field(
        None,
        alias="as",
        description="the organization of the caller's that it is shown for; null for visitors and "
        "operators",
    )
    actions: list[ProcessAction] = Field(description="what the caller may fire now")
    missing: list[MissingShown] = Field(description="what the next move still needs")
    version: int
    state_since: datetime
    due_at: datetime | None
    then: str | None = Field(None, description="what happens at due_at")
    reminder_at: datetime | None = Field(None, description="when somebody is reminded before that")
    start_by: datetime | None = Field(None, description="agreed: production starts")
    ship_by: datetime | None = Field(None, description="agreed: the parts leave")
    deliver_by: datetime | None = Field(None, description="agreed: the parts arrive")
    created_at: datetime
    updated_at: datetime
    files: list[FileSummary]
    dependencies: list[UUID] = Field(description="processes that this one waits for")
    requests: list[RequestShown]
    production: ProductionShown | None = None
    shipments: list[ShipmentShown] = Field(default_factory=list)
    consents: ConsentsShown | None = None
    dispute: DisputeShown | None = Field(None, description="while the process is disputed")
    choice: list[UUID] | None = Field(None, description="the contractors that `send` will ask")
    contractor_id: UUID | None = Field(None, description="who won")
    offer_id: UUID | None = None
    verification: VerificationSummary | None = None
    findings: list[FindingShown] | None = Field(
        None,
        description="what the last verification found, when it passed as well as when not; for a "
        "contractor what was found in the parts, and what its own quote warns of",
    )
    completeness: list[RequirementShown] | None = Field(
        None,
        description="with `include=completeness`: what the order states and what it leaves open, "
        "after ISO/ASTM 52901",
    )
    progress: ProgressShown | None = Field(None, description="while a long verification runs")
    stale: bool | None = Field(None, description="whether anything changed since its verification")
    stale_because: list[StaleReason] | None = None
    accept: str | None = Field(None, description="as_quoted: such an offer is accepted by itself")
    refusals: list[RefusalShown] | None = Field(
        None, description="while declined: what became of each request, and why"
    )
    parked: ParkedNote | None = Field(None, description="while an operator must look at it")
    dry_run: DryRun | None = None
