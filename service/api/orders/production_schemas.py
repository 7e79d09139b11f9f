"""The schemas of what becomes of a contract's pieces."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from service.api.http.fields import Shown


class Numbers(Shown):
    """Pieces by their numbers, which they have in the order in which they are made."""

    first: int
    last: int


class ReplacementShown(Shown):
    """That pieces are made anew."""

    id: UUID
    pieces: int
    failed: Numbers | None = Field(description="those that failed; null where none did")
    replaced_by: Numbers
    reason: str
    created_at: datetime


class ProductionShown(Shown):
    """How far the pieces are; `made + failed + left == to_make` always."""

    pieces: int = Field(description="as ordered")
    to_make: int = Field(
        description="all that must be made: ordered, failed, and once more after a dispute or loss"
    )
    made: int
    failed: int
    left: int = Field(description="still to be made")
    shipped: int
    delivered: int
    lost: int = Field(description="shipped, but reported as lost on the way")
    replacements: list[ReplacementShown]


class ShipmentShown(Shown):
    """Pieces that travel together."""

    id: UUID
    number: int
    pieces: int
    carrier: str
    tracking_number: str
    shipped_at: datetime
    delivered_at: datetime | None
    lost_at: datetime | None = Field(description="since when it is reported as lost")
    lost_reason: str | None


class ConsentsShown(Shown):
    """The moves to which each side has consented; the second of two equal ones decides."""

    client: list[str]
    contractor: list[str]
    client_remakes: int | None = Field(
        None, description="for how many pieces the client's consent to `remake` is; null for any"
    )
    contractor_remakes: int | None = Field(None, description="the same of the contractor's")


class AgreedShown(Shown):
    """The ways out of a dispute to which each side has consented."""

    client: list[str]
    contractor: list[str]


class DisputeShown(Shown):
    """What a process is contested for, and how far both sides agree on a way out."""

    reason: str
    by: str = Field(description="client or contractor")
    since: datetime
    ways: list[str] = Field(
        description="the moves that end it; it takes the consent of both sides, or an operator"
    )
    agreed: AgreedShown = Field(description="of `remake`, `consents` says for how many pieces")
