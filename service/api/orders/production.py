"""What becomes of a contract's pieces, as it is shown: made, replaced, shipped, disputed."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from service.api.http.enumerations import ProcessAction
from service.api.http.fields import Shown
from service.database.models import Replacement, Shipment
from service.lifecycle.consents import Dispute
from service.lifecycle.piece_counts import Pieces
from workflows.process import WAYS_OUT, ProcessFacts
from workflows.shipping import Way


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
    way: Way = Field(description="how it travels")
    carrier: str | None = Field(description="who carries it; null where nobody was named")
    tracking_number: str | None = Field(
        description="by which the carrier knows it; null: there is none"
    )
    shipped_at: datetime
    delivered_at: datetime | None
    lost_at: datetime | None = Field(description="since when it is reported as lost")
    lost_reason: str | None


class ConsentsShown(Shown):
    """The moves to which each side has consented; the second of two equal ones decides."""

    client: list[ProcessAction]
    contractor: list[ProcessAction]
    client_remakes: int | None = Field(
        None, description="for how many pieces the client's consent to `remake` is; null for any"
    )
    contractor_remakes: int | None = Field(None, description="the same of the contractor's")


class AgreedShown(Shown):
    """The ways out of a dispute to which each side has consented."""

    client: list[ProcessAction]
    contractor: list[ProcessAction]


class DisputeShown(Shown):
    """What a process is contested for, and how far both sides agree on a way out."""

    reason: str
    by: str = Field(description="client or contractor")
    since: datetime
    ways: list[ProcessAction] = Field(
        description="the moves that end it; it takes the consent of both sides, or an operator"
    )
    agreed: AgreedShown = Field(description="of `remake`, `consents` says for how many pieces")


def show_production(pieces: Pieces | None) -> ProductionShown | None:
    """How far the production is; None before it is started."""
    if pieces is None:
        return None
    production = pieces.production
    return ProductionShown.model_construct(
        pieces=production.pieces,
        to_make=production.to_make,
        made=production.made,
        failed=production.failed,
        left=production.left,
        shipped=pieces.shipped,
        delivered=pieces.delivered,
        lost=pieces.lost,
        replacements=[_replacement(row) for row in pieces.replacements],
    )


def show_shipments(pieces: Pieces | None) -> list[ShipmentShown]:
    """What has been shipped, oldest first."""
    return [_shipment(row) for row in pieces.shipments] if pieces else []


def show_dispute(
    dispute: Dispute | None, since: datetime, facts: ProcessFacts
) -> DisputeShown | None:
    """What a process is contested for and who has agreed to which way out; None if it is not."""
    if dispute is None:
        return None
    return DisputeShown.model_construct(
        reason=dispute.reason,
        by=dispute.by,
        since=since,
        ways=list(WAYS_OUT),
        agreed=AgreedShown.model_construct(
            client=sorted(facts.client_consents), contractor=sorted(facts.contractor_consents)
        ),
    )


def show_consents(facts: ProcessFacts) -> ConsentsShown:
    """To which moves each side has consented, and for how many pieces to a remake."""
    return ConsentsShown.model_construct(
        client=sorted(facts.client_consents),
        contractor=sorted(facts.contractor_consents),
        client_remakes=facts.client_remakes,
        contractor_remakes=facts.contractor_remakes,
    )


def _replacement(row: Replacement) -> ReplacementShown:
    return ReplacementShown.model_construct(
        id=row.id,
        pieces=row.pieces,
        failed=_numbers(row.failed_from, row.pieces) if row.failed_from else None,
        replaced_by=_numbers(row.made_from, row.pieces),
        reason=row.reason,
        created_at=row.created_at,
    )


def _numbers(first: int, pieces: int) -> Numbers:
    return Numbers.model_construct(first=first, last=first + pieces - 1)


def _shipment(row: Shipment) -> ShipmentShown:
    return ShipmentShown.model_construct(
        id=row.id,
        number=row.number,
        pieces=row.pieces,
        way=row.way,
        carrier=row.carrier or None,
        tracking_number=row.tracking_number or None,
        shipped_at=row.shipped_at,
        delivered_at=row.delivered_at,
        lost_at=row.lost_at,
        lost_reason=row.lost_reason,
    )
