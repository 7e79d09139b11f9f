"""What a mail shows beside its events: figures of the order, its picture, what was written."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.access.request_view import SHOWS_PROCESS
from service.database.models import (
    CatalogueItem,
    File,
    FileRole,
    Message,
    Organization,
    Process,
    Project,
    RepairStatus,
    Request,
)
from service.database.models.column_json import EventJson


@dataclass(frozen=True)
class ModelContent:
    """By what a model is drawn: its content, and the unit that it is measured in."""

    sha256: str
    unit: str | None


@dataclass(frozen=True)
class OrderFacts:
    """The figures of an order as it stands; what is not known is left out."""

    quantity: int | None = None
    material: str = ""
    model: ModelContent | None = None


@dataclass(frozen=True)
class OfferFacts:
    """An offer that an event tells of: whose it is, and its price without tax.

    `amount` is None for whoever may not see prices.
    """

    contractor: str
    amount: Decimal | None
    currency: str
    lead_time_days: int | None


def order_of(db: Session, events: Collection[EventJson], organization_id: UUID) -> OrderFacts:
    """The figures of the order that all events are about; none of them where there are several.

    Nor where the organization has nothing to do with the order any more.
    """
    ids = {event["process_id"] for event in events}
    id = ids.pop() if len(ids) == 1 else None
    process = db.get(Process, UUID(id)) if id else None
    if process is None or not _sees(db, process, organization_id):
        return OrderFacts()
    return OrderFacts(
        quantity=process.configuration.get("quantity"),
        material=_material(db, process.configuration.get("material_id")),
        model=_model(db, process.id),
    )


def _sees(db: Session, process: Process, organization_id: UUID) -> bool:
    """Whether it is the client of the order, or a contractor to whom its request shows it."""
    is_shown = sa.select(Request.id).where(
        Request.process_id == process.id,
        Request.contractor_id == organization_id,
        SHOWS_PROCESS,
    )
    client_id = sa.select(Project.client_id).where(Project.id == process.project_id)
    return db.scalar(client_id) == organization_id or db.scalar(is_shown.limit(1)) is not None


def offer_in(event: EventJson, contractors: Mapping[UUID, str]) -> OfferFacts | None:
    """The offer that an event tells of, if it does; `contractors` are those of `contractors_of`."""
    data, request_id = event["data"], _answered(event)
    if request_id is None:
        return None
    amount = data["price"]["amount"]
    return OfferFacts(
        contractors.get(request_id, ""),
        None if amount is None else Decimal(amount),
        data["price"]["currency"],
        data.get("lead_time_days"),
    )


def contractors_of(db: Session, events: Sequence[EventJson]) -> dict[UUID, str]:
    """The names of those who made the offers that events tell of, by the ids of their requests."""
    ids = {id for event in events if (id := _answered(event))}
    query = sa.select(Request.id, Organization.name).join(
        Organization, Request.contractor_id == Organization.id
    )
    rows = db.execute(query.where(Request.id.in_(ids))) if ids else ()
    return {request_id: name for request_id, name in rows}


def _answered(event: EventJson) -> UUID | None:
    """The request that an offer answers, if the event tells of one."""
    id = event["data"].get("request_id") if event["type"] == "offer.made" else None
    return UUID(id) if id else None


def messages_of(db: Session, events: Sequence[EventJson]) -> dict[UUID, str]:
    """The texts of the messages that events tell of, by their ids."""
    ids = {UUID(id) for event in events if (id := event["data"].get("message_id"))}
    query = sa.select(Message.id, Message.text).where(Message.id.in_(ids))
    rows = db.execute(query) if ids else ()
    return {message_id: text for message_id, text in rows}


def _material(db: Session, material_id: str | None) -> str:
    query = sa.select(CatalogueItem.data).where(
        CatalogueItem.kind == "material", CatalogueItem.slug == material_id
    )
    data = db.scalar(query) if material_id else None
    return str(data.get("name", material_id)) if data else ""


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
