"""Finds out what an id stands for, and what is kept about it: for whoever is called at night."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.access.lookup import unknown
from service.database.models import (
    AccountMail,
    ApiKey,
    Attachment,
    AuditEntry,
    BookedAddress,
    BrowserSession,
    Delivery,
    Event,
    File,
    HistoryRow,
    Invitation,
    MachineRow,
    Message,
    Notification,
    Offer,
    Organization,
    Process,
    Project,
    Replacement,
    Request,
    Role,
    Shipment,
    User,
    Verification,
    WebhookEndpoint,
)
from service.lifecycle import history, leases
from service.settings import settings
from service.translations import gettext_noop as _

#: Deliveries about a part that are listed.
MOST_LISTED = 50
#: What an id may stand for, and the fields that lead on from there.
KINDS: dict[str, Any] = {
    "process": Process,
    "request": Request,
    "offer": Offer,
    "file": File,
    "verification": Verification,
    "project": Project,
    "organization": Organization,
    "user": User,
    "api_key": ApiKey,
    "webhook": WebhookEndpoint,
    "delivery": Delivery,
    "event": Event,
    "message": Message,
    "attachment": Attachment,
    "shipment": Shipment,
    "replacement": Replacement,
    "history_entry": HistoryRow,
    "mail": AccountMail,
    "notification": Notification,
    "address": BookedAddress,
    "machine": MachineRow,
    "role": Role,
    "invitation": Invitation,
    "session": BrowserSession,
    "audit_entry": AuditEntry,
}
#: How the numbers of requests look, with which those of their papers begin.
_NUMBER = re.compile(r"^[A-Z]+-[0-9A-Z]{4}-[0-9A-Z]{4}(?=-|$)")

#: Fields in which something says what it is called.
NAMES = ("title", "name", "number", "url", "type", "label", "kind", "trigger", "action")


class Inspected(NamedTuple):
    """What an id stands for, and where to look further; None where it leads nowhere."""

    id: UUID
    kind: str
    name: str
    process_id: UUID | None
    project_id: UUID | None
    organization_id: UUID | None
    webhook_id: UUID | None
    user_id: UUID | None


class HistoryProof(NamedTuple):
    """How many rows the history of a process has, its last hash, and what is wrong with them."""

    rows: int
    hash: str
    faults: list[str]


def inspect(db: Session, id: UUID) -> Inspected:
    """What the id stands for; raises Unknown."""
    for kind, table in KINDS.items():
        row = db.get(table, id)
        if row is not None:
            return _inspected(id, kind, row)
    raise unknown(_("there is nothing with the id {id}"), id=id)


def id_of_number(db: Session, text: str) -> UUID | None:
    """The id of the request that has this number, or a paper of that number; None if none has."""
    number = _NUMBER.match(text.upper())
    return db.scalar(sa.select(Request.id).where(Request.number == number[0])) if number else None


def _inspected(id: UUID, kind: str, row: Any) -> Inspected:
    places = {f"{kind}_id": id}
    name = next(filter(None, (getattr(row, field, None) for field in NAMES)), "")

    def place(field: str) -> UUID | None:
        return places.get(field) or getattr(row, field, None)

    organization_id = place("organization_id") or getattr(row, "client_id", None)
    return Inspected(
        id,
        kind,
        str(name),
        place("process_id"),
        place("project_id"),
        organization_id,
        place("webhook_id"),
        place("user_id"),
    )


def proof_of(db: Session, process: Process) -> HistoryProof:
    """Whether the chain of hashes holds, and ends where the process is."""
    rows = history.rows_of(db, process.id)
    return HistoryProof(len(rows), process.history_hash, list(history.findings(process, rows)))


def find_process(db: Session, process_id: UUID) -> Process:
    """The process, deleted or not; raises Unknown."""
    process = db.get(Process, process_id)
    if process is None:
        raise unknown(_("there is no process {id}"), id=process_id)
    return process


def deliveries_about(db: Session, process: Process) -> Sequence[Delivery]:
    """What webhooks of its client and its contractors were sent about a process, newest first."""
    client = sa.select(Project.client_id).where(Project.id == process.project_id)
    asked = sa.select(Request.contractor_id).where(Request.process_id == process.id)
    theirs = sa.select(WebhookEndpoint.id).where(
        sa.or_(
            WebhookEndpoint.organization_id.in_(client), WebhookEndpoint.organization_id.in_(asked)
        )
    )
    events = sa.select(Event.id).where(Event.process_id == process.id)
    query = sa.select(Delivery).where(
        Delivery.webhook_id.in_(theirs), Delivery.message_id.in_(events)
    )
    return db.scalars(query.order_by(Delivery.id.desc()).limit(MOST_LISTED)).all()


def task_address(process: Process) -> str | None:
    """Where Flower shows the task that last claimed a process; None where it does not run here."""
    if not settings().embedded:
        return None
    flower = f"http://127.0.0.1:{settings().flower_port}"
    holder = process.lease_holder
    return f"{flower}/task/{leases.message_of(holder)}" if holder else f"{flower}/tasks"
