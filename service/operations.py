"""What operators do: see what is parked and let it be tried again, look for contradictions."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import history, leases, moves
from service.access import Unknown
from service.db import is_postgresql
from service.models import HistoryRow, Process, Project, Request
from service.who import Who
from workflows.process import ProcessState
from workflows.request import OPEN, RequestState

#: The states of a process in which contractors may still be asked for it.
ASKING = frozenset(
    {
        ProcessState.SENDING,
        ProcessState.SENT,
        ProcessState.CLARIFICATION,
        ProcessState.OFFERED,
    }
)
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


class Finding(NamedTuple):
    """A contradiction in what is kept about a process."""

    process_id: UUID
    detail: str


class Examined(NamedTuple):
    """What a look at some processes found, how many they were, and the last one's id."""

    findings: list[Finding]
    number: int
    last: UUID | None


def parked(db: Session, after: UUID | None, limit: int) -> list[Parked]:
    """What is parked, in the order of ids, beginning after one."""
    query = sa.select(Process).where(
        Process.state.in_(moves.TASKS), Process.parked_at.is_not(None), Process.deleted_at.is_(None)
    )
    if after:
        query = query.where(Process.id > after)
    found = db.scalars(query.order_by(Process.id).limit(limit)).all()
    reasons = _reasons(db, [process.id for process in found])
    return [_parked(process, reasons.get(process.id)) for process in found]


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


def retry(db: Session, process_id: UUID, by: Who, reason: str) -> Process:
    """Let a parked process be tried again; raises Unknown, NotParked."""
    process = db.get(Process, process_id, with_for_update=True, populate_existing=True)
    if process is None or process.deleted_at:
        raise Unknown(f"there is no process {process_id}")
    if process.parked_at is None:
        raise NotParked(f"process {process_id} is {process.state.value} and not parked")
    leases.retry(db, process, by, reason)
    return process


def examine(db: Session, after: UUID | None, limit: int) -> Examined:
    """Look for contradictions in `limit` processes, in the order of ids, beginning after one.

    The history's hash chain, the state it ends in, requests that nobody waits for any more. Needs
    a session that has not been used yet: everything must be seen as of one moment.
    """
    if is_postgresql(db):
        db.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    query = sa.select(Process).order_by(Process.id).limit(limit)
    processes = db.scalars(query.where(Process.id > after) if after else query).all()
    ids = [process.id for process in processes]
    rows: dict[UUID, list[HistoryRow]] = defaultdict(list)
    ordered = sa.select(HistoryRow).where(HistoryRow.process_id.in_(ids))
    for row in db.scalars(ordered.order_by(HistoryRow.process_id, HistoryRow.version)):
        rows[row.process_id].append(row)
    requests: dict[UUID, list[Request]] = defaultdict(list)
    for request in db.scalars(sa.select(Request).where(Request.process_id.in_(ids))):
        requests[request.process_id].append(request)
    gone = _deleted_projects(db, {process.project_id for process in processes})
    findings = [
        Finding(process.id, detail)
        for process in processes
        for detail in (
            *history.findings(process, rows[process.id]),
            *_orphans(process, requests[process.id]),
            *_left_behind(process, gone),
        )
    ]
    return Examined(findings, len(ids), ids[-1] if ids else None)


def _deleted_projects(db: Session, project_ids: Iterable[UUID]) -> set[UUID]:
    query = sa.select(Project.id).where(
        Project.id.in_(list(project_ids)), Project.deleted_at.is_not(None)
    )
    return set(db.scalars(query))


def _orphans(process: Process, requests: Sequence[Request]) -> Iterator[str]:
    """Requests that are open although nobody waits for their answer, or won twice."""
    asking = process.state in ASKING and process.deleted_at is None
    for request in requests:
        if request.state in OPEN and not asking:
            yield (
                f"request {request.number} is {request.state.value}, "
                f"but process {process.id} is {process.state.value}"
            )
    accepted = [r.number for r in requests if r.state is RequestState.ACCEPTED]
    if len(accepted) > 1:
        yield f"process {process.id}: the requests {', '.join(accepted)} were all accepted"


def _left_behind(process: Process, gone: set[UUID]) -> Iterator[str]:
    if process.deleted_at is None and process.project_id in gone:
        yield f"process {process.id} is there, but its project {process.project_id} is deleted"
