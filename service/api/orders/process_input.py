"""What clients send of a process: its configuration and the changes to it."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from service.api.http.fields import Details, Line, RequestBody
from service.orders.configuration import Configuration, Slug
from service.values.postal_addresses import AddressChanges

#: What the wishes at sending mean.
AS_QUOTED = (
    "accept the first offer that asks no more than its quote, neither money nor time, by itself: "
    "where a contractor lets the service answer for it, the order is confirmed at once; without a "
    "delivery address the offer waits for the client"
)
ASK_AGAIN = "ask contractors that have declined this very part all the same"


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
    billing_address: AddressChanges | None = None  # type: ignore[assignment]
    delivery_address_id: UUID | None = Field(
        None, description="of the client's address book: the address is copied now"
    )
    billing_address_id: UUID | None = Field(None, description="likewise")
    priorities: PriorityChanges | None = None  # type: ignore[assignment]
    post_processing_ids: list[Slug] | None = Field(None, max_length=20)  # type: ignore[assignment]
    notes: str | None = Field(None, max_length=4000)  # type: ignore[assignment]
    acceptance_criteria: str | None = Field(None, max_length=4000)  # type: ignore[assignment]
    express: bool | None = None  # type: ignore[assignment]
    title: Line | None = None
    service_type: Slug | None = Field(None, description="an id of GET /services")
    details: Details | None = None


class NewProcess(ProcessChanges):
    """A process to be created, as far configured as you like."""

    id: UUID | None = Field(None, description="an id that the client chose, a UUIDv7 at best")
