"""Reports how far a long verification has come, at most once a second."""

from collections.abc import Sequence
from time import monotonic
from typing import TypedDict
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from service import clock
from service.access.actor import SYSTEM
from service.database import transactions
from service.database.models import Process, Progress
from service.database.upsert import upsert
from service.events import outbox
from service.lifecycle.leases import Fenced, Lease
from service.lifecycle.parties import project_of
from service.manufacturing.geometry.stages import STAGES

log = structlog.get_logger(__name__)

#: Seconds between two reports of one process, and before the first one: what is quick is not told.
EVERY_S = 1.0
EVENT = "process.verification_progress"


class ProgressJson(TypedDict):
    """How far an attempt has come: what it does, and with which file."""

    stage: str
    percent: int
    file: str


class Reporter:
    """Hears of the stages of one file's analysis and tells them, at most one in EVERY_S.

    The file is `share` of all that the process has to measure, after `done` of it.
    """

    def __init__(self, lease: Lease, name: str, done: float, share: float) -> None:
        self._lease, self._name = lease, name
        self._done, self._share = done, share
        self._told_at = monotonic()

    def __call__(self, stage: str) -> None:
        """Raises Fenced when the process is no longer ours: the rest of the work is for nobody."""
        now = monotonic()
        if now - self._told_at < EVERY_S:
            return
        self._told_at = now
        percent = int(100 * (self._done + self._share * STAGES[stage]))
        try:
            with transactions.writing() as session:
                tell(session, self._lease, self._name, stage, percent)
        except SQLAlchemyError as error:
            # Losing a report is harmless, and losing the work for one would not be.
            log.warning(
                "progress was not told", process_id=self._lease.process_id, error=str(error)
            )


def tell(session: Session, lease: Lease, name: str, stage: str, percent: int) -> None:
    """Note where an attempt stands, and announce it to the client; raises Fenced.

    The row of the process is read and left alone, so nobody who changes it waits for this.
    """
    row = session.execute(
        sa.select(Process.state, Process.lease_token, Process.project_id).where(
            Process.id == lease.process_id
        )
    ).one_or_none()
    if row is None or (row.state, row.lease_token) != (lease.state, lease.token):
        raise Fenced(f"attempt {lease.attempt} on process {lease.process_id} is no longer ours")
    report: ProgressJson = {"stage": stage, "percent": percent, "file": name}
    _store(session, lease, report)
    outbox.announce(
        session,
        EVENT,
        actor=SYSTEM,
        parties=[project_of(session, row.project_id).owner_id],
        project_id=row.project_id,
        process_id=lease.process_id,
        data={**report},
    )


def _store(session: Session, lease: Lease, report: ProgressJson) -> None:
    values = {**report, "lease_token": lease.token, "at": clock.now()}
    row = {"process_id": lease.process_id, **values}
    session.execute(upsert(session, Progress, row, values))


def progress_of_all(session: Session, processes: Sequence[Process]) -> dict[UUID, Progress]:
    """How far those have come that a worker is busy with just now, and has told of."""
    running = {p.id: p.lease_token for p in processes if p.lease_until and not p.parked_at}
    if not running:
        return {}
    rows = session.scalars(sa.select(Progress).where(Progress.process_id.in_(running)))
    return {row.process_id: row for row in rows if row.lease_token == running[row.process_id]}
