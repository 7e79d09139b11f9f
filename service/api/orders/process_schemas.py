"""The schemas of processes: what clients send, what everybody sees."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from service.api.files.schemas import FileSummary
from service.api.http.fields import Line, RequestBody, Shown
from service.api.orders.batches import DryRun, MissingShown
from service.api.orders.production_schemas import (
    ConsentsShown,
    DisputeShown,
    ProductionShown,
    ShipmentShown,
)
from service.api.verification.findings import FindingShown
from service.orders.configuration import Configuration, Slug

#: What the wishes at sending mean.
AS_QUOTED = (
    "accept the first offer that asks no more than its quote, neither money nor time, by itself: "
    "where a contractor lets the service answer for it, the order is confirmed at once; without a "
    "delivery address the offer waits for the client"
)
ASK_AGAIN = "ask contractors that have declined this very part all the same"


class AddressChanges(RequestBody):
    """JSON merge patch of an address; what results must be whole."""

    name: Line | None = None
    street: Line | None = None
    postal_code: Line | None = None
    city: Line | None = None
    country: Line | None = Field(None, description="ISO 3166-1 alpha-2, for example DE")


Weight = Annotated[int, Field(ge=0, le=10)]


class PriorityChanges(RequestBody):
    """JSON merge patch of the priorities; what is null counts 5 again."""

    cost: Weight | None = None
    time: Weight | None = None
    quality: Weight | None = None
    quantity: Weight | None = None
    resilience: Weight | None = None
    sustainability: Weight | None = None


class ProcessChanges(Configuration):
    """JSON merge patch (RFC 7396) of a process: what is null is taken out."""

    delivery_address: AddressChanges | None = None  # type: ignore[assignment]
    priorities: PriorityChanges | None = None  # type: ignore[assignment]
    post_processing_ids: list[Slug] | None = Field(None, max_length=20)  # type: ignore[assignment]
    notes: str | None = Field(None, max_length=4000)  # type: ignore[assignment]
    acceptance_criteria: str | None = Field(None, max_length=4000)  # type: ignore[assignment]
    express: bool | None = None  # type: ignore[assignment]
    title: Line | None = None
    service_type: Slug | None = Field(None, description="an id of GET /services")


class NewProcess(ProcessChanges):
    """A process to be created, as far configured as you like."""

    id: UUID | None = Field(None, description="an id that the client chose, a UUIDv7 at best")


class MoneyShown(Shown):
    """An amount in a currency (ISO 4217)."""

    amount: str = Field(examples=["12.30"])
    currency: str = Field(examples=["EUR"])


class DueShown(Shown):
    """When something falls due, and what happens then."""

    at: datetime
    then: str
    reminder_at: datetime | None


class RefusalShown(Shown):
    """Why a contractor that was asked will not make the part."""

    contractor_id: UUID
    contractor: str
    state: str
    reason: str | None


class OfferShown(Shown):
    """A binding offer; a later one of the same request supersedes it."""

    id: UUID
    request_id: UUID
    contractor_id: UUID
    number: int
    price: MoneyShown
    lead_time_days: int = Field(
        description="calendar days from the acceptance to the arrival at the client"
    )
    valid_until: datetime
    note: str
    superseded: bool
    as_quoted: bool = Field(description="it asks no more than its quote, neither money nor time")
    created_at: datetime
    dry_run: DryRun | None = None


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
    reason: str | None = Field(description="why it was declined or refused")
    answer_by: datetime | None
    due: DueShown | None = Field(description="what ends its state by itself")
    offers: list[OfferShown]
    created_at: datetime
    updated_at: datetime


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


class RequirementShown(Shown):
    """A subject that purchaser and supplier should agree on; advice, nothing is refused for it."""

    requirement: str
    subject: str
    given: bool
    value: Any = Field(description="what is stated; null if nothing is")
    fields: list[str] = Field(description="where it is stated")
    matters_for: str
    source: str = Field(examples=["ISO/ASTM 52901:2017"])


class VerificationSummary(Shown):
    """The last verification in short."""

    id: UUID
    attempt: int
    verdict: str
    inputs_digest: str
    digest: str
    finished_at: datetime
    valid_until: datetime | None
    fresh: bool = Field(description="`send` may rest on it: nothing that blocks has changed")
    stale: bool
    stale_because: list[StaleReason]


class ProgressShown(Shown):
    """How far a verification has come that takes longer than a moment."""

    stage: str = Field(description="what is being worked out", examples=["walls"])
    percent: int = Field(ge=0, le=100, description="of the whole verification")
    file: str = Field(description="the file that is being measured")
    at: datetime


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
    reminder_at: datetime | None = Field(description="when somebody is reminded before that")
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
    consents: ConsentsShown
    dispute: DisputeShown | None = Field(None, description="while the process is disputed")
    choice: list[UUID] | None = Field(None, description="the contractors that `send` will ask")
    contractor_id: UUID | None = Field(None, description="who won")
    offer_id: UUID | None = None
    verification: VerificationSummary | None = None
    findings: list[FindingShown] | None = Field(
        None, description="what the last verification found, when it passed as well as when not"
    )
    completeness: list[RequirementShown] | None = Field(
        None, description="what the order states and what it leaves open, after ISO/ASTM 52901"
    )
    progress: ProgressShown | None = Field(None, description="while a long verification runs")
    stale: bool | None = Field(None, description="whether anything changed since its verification")
    stale_because: list[StaleReason] | None = None
    accept: str | None = Field(None, description="as_quoted: such an offer is accepted by itself")
    refusals: list[RefusalShown] | None = Field(
        None, description="while declined: what became of each request, and why"
    )
    parked: dict[str, Any] | None = None
    dry_run: DryRun | None = None
