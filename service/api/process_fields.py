"""The schemas of processes: what clients send, what everybody sees."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from service.api.batches import DryRun, MissingShown
from service.api.fields import Line, Shown
from service.configuration import Configuration, Slug


class ProcessChanges(Configuration):
    """JSON merge patch (RFC 7396) of a process: what is null is taken out."""

    post_processing_ids: list[Slug] | None = Field(None, max_length=20)  # type: ignore[assignment]
    notes: str | None = Field(None, max_length=4000)  # type: ignore[assignment]
    title: Line | None = None
    service_type: Slug | None = Field(None, description="an id of GET /services")


class NewProcess(ProcessChanges):
    """A process to be created, as far configured as you like."""

    id: UUID | None = Field(None, description="an id that the client chose, a UUIDv7 at best")


class FileShown(Shown):
    """A file of a process, without its content."""

    id: UUID
    process_id: UUID
    name: str
    media_type: str
    model_format: str | None = Field(description="stl, 3mf, obj or ply; null for an attachment")
    unit: str | None
    size_bytes: int
    sha256: str
    created_at: datetime


class MoneyShown(Shown):
    """An amount in a currency (ISO 4217)."""

    amount: str = Field(examples=["12.30"])
    currency: str = Field(examples=["EUR"])


class OfferShown(Shown):
    """A binding offer; a later one of the same request supersedes it."""

    id: UUID
    request_id: UUID
    contractor_id: UUID
    number: int
    price: MoneyShown
    lead_time_days: int
    valid_until: datetime
    note: str
    superseded: bool
    created_at: datetime


class RequestShown(Shown):
    """What one contractor was asked, and what it answered."""

    id: UUID
    number: str
    process_id: UUID
    project_id: UUID
    contractor_id: UUID
    state: str
    version: int
    quote: dict[str, Any]
    dispatch: dict[str, Any] = Field(description="by channel: when delivered, or what failed")
    answer_by: datetime | None
    offers: list[OfferShown]
    created_at: datetime
    updated_at: datetime


class VerificationSummary(Shown):
    """The last verification in short."""

    id: UUID
    attempt: int
    verdict: str
    inputs_digest: str
    digest: str
    finished_at: datetime
    valid_until: datetime | None
    fresh: bool


class ProcessShown(Configuration):
    """A process as the caller sees it."""

    model_config = {"extra": "allow"}

    id: UUID
    project_id: UUID
    title: str
    service_type: str
    state: str
    code: int | None = Field(description="the state's number in Semper-KI")
    phase: str = Field(description="whose move it is, for the side that looks")
    role: str = Field(description="the side that looks: client, contractor or operator")
    actions: list[str] = Field(description="what the caller may fire now")
    missing: list[MissingShown] = Field(description="what the next move still needs")
    version: int
    state_since: datetime
    due_at: datetime | None
    then: str | None = Field(description="what happens at due_at")
    created_at: datetime
    updated_at: datetime
    files: list[FileShown]
    dependencies: list[UUID] = Field(description="processes that this one waits for")
    requests: list[RequestShown]
    choice: list[UUID] | None = Field(None, description="the contractors that `send` will ask")
    contractor_id: UUID | None = Field(None, description="who won")
    offer_id: UUID | None = None
    verification: VerificationSummary | None = None
    parked: dict[str, Any] | None = None
    dry_run: DryRun | None = None
