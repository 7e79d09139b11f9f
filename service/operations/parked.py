"""What operators do: see what is parked, and let it be tried again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.access.actor import ActingParty
from service.access.lookup import Unknown
from service.audit import log as audit
from service.audit.actions import AuditAction
from service.database.locks import AGAINST_WRITERS
from service.database.models import HistoryRow, Process, Project
from service.lifecycle import parking, transitions
from service.sandbox import play
from service.translations import Sentence
from service.translations import gettext_noop as _

NEVER_FINISHED = "the worker died each time"


class NotParked(Exception):
    """The process goes its way by itself; there is nothing to retry."""


@dataclass(frozen=True)
class Parked:
    """A process that was given up after its last attempt, until an operator retries it."""

    process_id: UUID
    project_id: UUID
    title: str
    state: str
    since: datetime
    attempts: int
    reason: str
    last_error: str | None


def parked(db: Session, after: UUID | None, limit: int) -> list[Parked]:
    """What is parked, in the order of ids, beginning after one."""
    query = sa.select(Process).where(parking.is_parked())
    if after:
        query = query.where(Process.id > after)
    processes = db.scalars(query.order_by(Process.id).limit(limit)).all()
    reasons = _reasons(db, [process.id for process in processes])
    return [_parked(process, reasons.get(process.id)) for process in processes]


def _parked(process: Process, reason: str | None) -> Parked:
    return Parked(
        process.id,
        process.project_id,
        process.title,
        process.state.value,
        process.parked_at or process.updated_at,
        process.attempts,
        reason or process.last_error or NEVER_FINISHED,
        process.last_error,
    )


def _reasons(db: Session, process_ids: Sequence[UUID]) -> dict[UUID, str]:
    """What the history says about the last parking of each."""
    query = sa.select(HistoryRow).where(
        HistoryRow.process_id.in_(process_ids), HistoryRow.trigger == "park"
    )
    rows = db.scalars(query.order_by(HistoryRow.version))
    return {row.process_id: row.data["reason"] for row in rows}


def retry(db: Session, process_id: UUID, by: ActingParty, reason: str) -> Process:
    """Let a parked process be tried again; raises Unknown, NotParked."""
    process = db.get(Process, process_id, with_for_update=AGAINST_WRITERS, populate_existing=True)
    if process is None or process.deleted_at:
        raise Unknown(Sentence(_("there is no process {id}"), id=process_id))
    if process.parked_at is None:
        raise NotParked(
            Sentence(
                _("process {process_id} is {state} and not parked"),
                process_id=process_id,
                state=process.state.value,
            )
        )
    again = parking.retry if process.state in transitions.TASKS else play.retry
    again(db, process, by, reason)
    note(db, AuditAction.WORK_RETRIED, process)
    return process


def note(db: Session, action: AuditAction, process: Process) -> None:
    """Have the audit log of a process' client say what an operator has done to it."""
    client_id = db.get_one(Project, process.project_id).client_id
    audit.record(db, action, organization_id=client_id, subject_id=process.id)
