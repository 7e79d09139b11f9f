"""Finds the shipments that a move is about, and notes new ones."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from service import clock
from service.access.lookup import Unknown
from service.database import Session
from service.database.models import Process, Shipment
from service.errors import BadField
from service.ids import new_id
from service.lifecycle import piece_counts
from service.lifecycle.piece_counts import Pieces
from service.lifecycle.production_json import ShippedJson
from service.translations import Sentence
from service.translations import gettext_noop as _
from workflows import shipping
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


def send_off(
    db: Session, process: Process, counted: Pieces, number: int, data: Mapping[str, Any]
) -> ShippedJson:
    """So many pieces leave, in the way that the body states; raises BadField."""
    way = shipping.way_of(data)
    carrier, tracking_number = (data.get(n) or "" for n in ("carrier", "tracking_number"))
    if tracking_number and way not in shipping.CARRIED:
        sentence = _("nobody else carries a shipment by {way}, so it has no tracking number")
        raise BadField([("/tracking_number", Sentence(sentence, way=way.value))])
    shipment = Shipment(
        id=new_id(),
        process_id=process.id,
        number=len(counted.shipments) + 1,
        pieces=number,
        way=way,
        carrier=carrier,
        tracking_number=tracking_number,
        shipped_at=clock.now(),
    )
    db.add(shipment)
    return {
        "shipment_id": str(shipment.id),
        "number": shipment.number,
        "pieces": number,
        "way": way.value,
        "carrier": carrier or None,
        "tracking_number": tracking_number or None,
    }
