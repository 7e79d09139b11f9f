"""Finds the shipments that a move is about."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from service.access.lookup import Unknown
from service.database import Session
from service.database.models import Process, Shipment
from service.lifecycle import piece_counts
from service.translations import Sentence
from service.translations import gettext_noop as _
from workflows.engine import Missing, NotReady


def named_or_all(
    db: Session, process: Process, data: Mapping[str, Any], trigger: str
) -> list[Shipment]:
    """Of the shipments on their way the one that is named, or all; raises Unknown, NotReady."""
    counted, id = piece_counts.pieces_of(db, process.id), data.get("shipment_id")
    if not id:
        return counted.on_their_way
    shipment = next((s for s in counted.shipments if s.id == UUID(id)), None)
    if shipment is None:
        raise Unknown(Sentence(_("there is no shipment {id} in this process"), id=id))
    if at := shipment.delivered_at or shipment.lost_at:
        arrived = _("shipment {number} arrived on {day}")
        lost = _("shipment {number} was reported as lost on {day}")
        message = arrived if shipment.delivered_at else lost
        sentence = Sentence(message, number=shipment.number, day=at.date().isoformat())
        raise NotReady(trigger, (Missing("shipment_id", sentence),))
    return [shipment]
