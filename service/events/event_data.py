"""What the `data` of each type of event holds."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from service.values.prices import Amount
from workflows.process import ProcessState
from workflows.request import RequestState
from workflows.shipping import Way


class EventData(BaseModel):
    """What an event says beside whom and what it concerns; it may come to hold more."""

    model_config = ConfigDict(extra="allow")


class NoData(EventData):
    """Nothing but the event itself."""


class ProjectCreatedData(EventData):
    """Where a new project comes from."""

    clone_of: UUID | None = Field(None, description="the project that it is a copy of")


class ChangedData(EventData):
    """Which fields have changed."""

    changed: list[str] = Field(description="the names of the fields")


class ProjectSavedData(EventData):
    """A visitor's project that a user has made theirs."""

    title: str = Field(description="what the project is called")


class ProcessData(EventData):
    """A process as it stands after the event, with what the move was made with."""

    state: ProcessState = Field(description="the state after it")
    version: int = Field(description="of the process")
    trigger: str | None = Field(None, description="the move that led to it")
    reason: str | None = Field(None, description="what was said for it")


class ShippedData(ProcessData):
    """A process of which the last parts have left, and how."""

    way: Way = Field(description="how the shipment travels")
    carrier: str | None = Field(description="who carries it; null where nobody was named")
    tracking_number: str | None = Field(
        description="by which the carrier knows it; null: there is none"
    )
    shipment_id: UUID = Field(description="the shipment")
    pieces: int = Field(description="how many pieces are in it")


class PredecessorFailedData(ProcessData):
    """Which process will never be completed, although this one waits for it."""

    predecessor_id: UUID = Field(description="the process that ended")
    title: str = Field(description="what it is called")
    ended: ProcessState = Field(description="the state in which it ended")


class ParkedData(EventData):
    """In which state the service has given up."""

    state: ProcessState = Field(description="the state that it stays in")


class ProcessReminderData(EventData):
    """Which state lasts, and what comes of it."""

    state: ProcessState = Field(description="the state that it is in")
    since: datetime = Field(description="since when")
    reminds: list[str] = Field(description="whom it waits for")
    due_at: datetime | None = Field(description="when the state ends by itself")
    then: str = Field(description="what happens then, in words")


class FileData(EventData):
    """What has happened to a file of a process."""

    file: str = Field(description="such as added, replaced, deleted, offered or accepted")
    file_id: UUID = Field(description="the file")
    name: str = Field(description="what it is called")
    unit: str | None = Field(description="of a model, where it is known")
    role: str | None = Field(None, description="part, reference or paper")
    sha256: str = Field(description="of its content")
    size_bytes: int = Field(description="how long its content is")


class FileAccessData(EventData):
    """Whether contractors get the files before one of them is confirmed."""

    full: bool = Field(description="true: the files themselves; false: measures and pictures only")
    request_id: UUID | None = Field(description="for this request alone; null: for all others")


class FileDownloadedData(EventData):
    """That a contractor has downloaded something for the first time."""

    request_id: UUID = Field(description="the contractor's request")
    name: str = Field(description="of the file, or of what holds all of them")


class MessageData(EventData):
    """Which message was written; its text is at GET /processes/{id}/messages."""

    message_id: UUID = Field(description="the message")
    request_id: UUID | None = Field(description="whose thread; null: within the client's side")
    attachments: int = Field(description="how many it carries")


class ProgressData(EventData):
    """How far a verification has come."""

    stage: str = Field(description="what is being worked out")
    percent: int = Field(description="of the whole verification")
    file: str = Field(description="the file that is being measured")


class RequestData(EventData):
    """Which request, and what its move was made with."""

    request_id: UUID = Field(description="the request")
    number: str | int = Field(description="of the request; of an offer, where it brought one")
    reason: str | None = Field(None, description="what was said for it")


class RequestReminderData(EventData):
    """Which request waits, and for how long."""

    request_id: UUID = Field(description="the request")
    number: str = Field(description="the request's number")
    state: RequestState = Field(description="the state that it is in")
    due_at: datetime | None = Field(None, description="when the state ends by itself")
    then: str | None = Field(None, description="what happens then, in words")


class RequestContractorData(RequestData):
    """Which contractor's request it is, where the client alone hears of it."""

    contractor_id: UUID = Field(description="the contractor")


class OfferedMoney(EventData):
    """An amount without tax."""

    amount: Amount = Field(description="in plain digits; null: the reader may not see prices")
    currency: str = Field(description="ISO 4217")


class OfferData(EventData):
    """A new offer; it takes the place of an earlier one of the same request."""

    request_id: UUID = Field(description="the request that it answers")
    offer_id: UUID = Field(description="the offer")
    number: int = Field(description="which offer of the request it is, counting up from one")
    price: OfferedMoney = Field(description="without tax")
    lead_time_days: int = Field(description="calendar days from the acceptance to the arrival")
    as_quoted: bool = Field(description="it asks no more than its quote, neither money nor time")


class OrganizationData(EventData):
    """Which organization it is about."""

    organization_id: UUID = Field(description="the organization")


class OrganizationCreatedData(OrganizationData):
    """A new organization."""

    name: str = Field(description="what it is called")


class OrganizationChangedData(OrganizationData, ChangedData):
    """What of an organization has changed."""


class StandingData(OrganizationData):
    """What the standing of a contractor is now."""

    standing: str = Field(description="approved or suspended")
    before: str = Field(description="what it was")
    reason: str = Field(description="why the operator decided so")


class MemberData(OrganizationData):
    """Who has come or gone."""

    user_id: UUID = Field(description="the person")
    role: str | None = Field(description="the role that they have now; null: none")


class RightsData(OrganizationData):
    """Whose rights have changed, by another role or by another content of theirs."""

    role: str | None = Field(description="the role's name")
    user_id: UUID | None = Field(None, description="the person, where it is one")
    user_ids: list[UUID] | None = Field(None, description="all who hold the role")


class WebhookDisabledData(OrganizationData):
    """Which webhook is called no more."""

    webhook_id: UUID = Field(description="the webhook")
    url: str = Field(description="where it was called")
    reason: str = Field(description="why it was switched off")


class ResetData(EventData):
    """Why a reader must begin anew."""

    detail: str = Field(description="which events are no longer kept")


class WebhookTestData(EventData):
    """Which webhook is tried."""

    webhook_id: UUID = Field(description="the webhook")
