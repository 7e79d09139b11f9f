"""Reads what has become of the pieces of contracts: made, replaced, shipped, delivered."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.database.models import ProductionRow, Replacement, Shipment
from workflows.process import ProcessState

#: States in which the count of pieces decides what may happen next.
MAKING = frozenset({ProcessState.IN_PRODUCTION, ProcessState.PRODUCED, ProcessState.IN_DELIVERY})
#: States in which there is a production to be shown.
MADE = MAKING | {
    ProcessState.DELIVERED,
    ProcessState.DISPUTED,
    ProcessState.COMPLETED,
    ProcessState.FAILED,
}


@dataclass
class Pieces:
    """A contract's production with its replacements and shipments, each oldest first."""

    production: ProductionRow
    replacements: list[Replacement] = field(default_factory=list)
    shipments: list[Shipment] = field(default_factory=list)

    @property
    def shipped(self) -> int:
        """Pieces that have left the contractor."""
        return sum(shipment.pieces for shipment in self.shipments)

    @property
    def delivered(self) -> int:
        """Pieces that have arrived."""
        return sum(shipment.pieces for shipment in self.shipments if shipment.delivered_at)

    @property
    def lost(self) -> int:
        """Pieces that will never arrive."""
        return sum(shipment.pieces for shipment in self.shipments if shipment.lost_at)

    @property
    def on_their_way(self) -> list[Shipment]:
        """Shipments that have neither arrived nor been lost."""
        return [shipment for shipment in self.shipments if fate(shipment) == "on its way"]

    @property
    def ready(self) -> int:
        """Pieces that are made and not shipped."""
        return self.production.made - self.shipped

    @property
    def unshipped(self) -> int:
        """Pieces that are still to be shipped, made or not."""
        return self.ready + self.production.left


class Travelling(Protocol):
    """A shipment as it is, or as the history has it."""

    delivered_at: Any
    lost_at: Any


def fate(shipment: Travelling) -> Literal["delivered", "lost", "on its way"]:
    """What has become of a shipment so far."""
    if shipment.delivered_at:
        return "delivered"
    return "lost" if shipment.lost_at else "on its way"


def pieces_of(db: Session, process_id: UUID) -> Pieces:
    """Those of one process, whose production has been started."""
    return pieces_of_all(db, [process_id])[process_id]


def pieces_of_all(db: Session, process_ids: Sequence[UUID]) -> dict[UUID, Pieces]:
    """Those of the processes whose production has been started, by three queries."""
    if not process_ids:
        return {}
    started = sa.select(ProductionRow).where(ProductionRow.process_id.in_(process_ids))
    pieces = {row.process_id: Pieces(row) for row in db.scalars(started)}
    if not pieces:
        return {}
    replacements = sa.select(Replacement).where(Replacement.process_id.in_(pieces))
    for replacement in db.scalars(replacements.order_by(Replacement.made_from)):
        pieces[replacement.process_id].replacements.append(replacement)
    shipments = sa.select(Shipment).where(Shipment.process_id.in_(pieces)).order_by(Shipment.number)
    for shipment in db.scalars(shipments):
        pieces[shipment.process_id].shipments.append(shipment)
    return pieces
