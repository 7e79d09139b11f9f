"""What a mail shows of an order beside its event: figures, the part's picture, what was written."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.database.models import (
    CatalogueItem,
    File,
    FileRole,
    Message,
    Organization,
    Process,
    RepairStatus,
    Request,
)
from service.database.models.column_json import EventJson
from service.values.json_object import JsonObject


@dataclass(frozen=True)
class ModelContent:
    """By what a model is drawn: its content, and the unit that it is measured in."""

    sha256: str
    unit: str | None


#: After these a contractor has nothing to do with the order any more.
OVER = ("request.lost", "request.expired", "request.withdrawn")


@dataclass(frozen=True)
class OrderFacts:
    """The figures of an order as it stands; what is not known is left out."""

    quantity: int | None = None
    material: str = ""
    #: who has made the offer that an event tells of, and its price without tax
    contractor: str = ""
    price: tuple[Decimal, str] | None = None
    lead_time_days: int | None = None
    #: of the message that an event tells of
    message: str = ""
    model: ModelContent | None = None


def facts_of(db: Session, event: EventJson) -> OrderFacts:
    """What there is to say of the order that an event is about."""
    id = None if event["type"] in OVER else event["process_id"]
    process = db.get(Process, UUID(id)) if id else None
    if process is None:
        return OrderFacts()
    configuration, data = process.configuration, event["data"]
    return OrderFacts(
        quantity=configuration.get("quantity"),
        material=_material(db, configuration.get("material_id")),
        contractor=_contractor(db, event),
        price=_price(data),
        lead_time_days=data.get("lead_time_days") if event["type"] == "offer.made" else None,
        message=_message(db, data),
        model=_model(db, process.id),
    )


def _material(db: Session, material_id: str | None) -> str:
    query = sa.select(CatalogueItem.data).where(
        CatalogueItem.kind == "material", CatalogueItem.slug == material_id
    )
    data = db.scalar(query) if material_id else None
    return str(data.get("name", material_id)) if data else ""


def _contractor(db: Session, event: EventJson) -> str:
    """The organisation whose request an offer answers."""
    if event["type"] != "offer.made":
        return ""
    query = sa.select(Organization.name).join(Request, Request.contractor_id == Organization.id)
    return db.scalar(query.where(Request.id == UUID(event["data"]["request_id"]))) or ""


def _price(data: JsonObject) -> tuple[Decimal, str] | None:
    price = data.get("price")
    return (Decimal(price["amount"]), price["currency"]) if price else None


def _message(db: Session, data: JsonObject) -> str:
    message_id = data.get("message_id")
    message = db.get(Message, UUID(message_id)) if message_id else None
    return message.text if message else ""


def _model(db: Session, process_id: UUID) -> ModelContent | None:
    """The first part of the order that can be drawn in its unit."""
    files = sa.select(File).where(
        File.process_id == process_id,
        File.deleted_at.is_(None),
        File.model_format.is_not(None),
        File.unit.is_not(None),
        File.repair_status == RepairStatus.PART,
    )
    parts = (file for file in db.scalars(files.order_by(File.id)) if file.role is FileRole.PART)
    first = next(parts, None)
    return ModelContent(first.sha256, first.unit) if first else None
