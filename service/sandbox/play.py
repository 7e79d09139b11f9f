"""Lets the contractors of the sandbox make the moves that are due, each in one transaction.

What is due stands in the process, and is written with whatever happened before it: a worker that
dies in between has made a move with all that belongs to it, or none.
"""

from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from service.access.actor import SYSTEM, ActingParty
from service.database import transactions
from service.database.errors import is_outage
from service.database.locks import SKIP_LOCKED
from service.database.models import ContractorRow, Organization, Process, Request
from service.lifecycle import leases, parking, transitions
from service.lifecycle.parties import UNASKED, contract_of
from service.sandbox import answers, production
from service.sandbox.turn import Turn
from service.settings import settings
from service.sourcing.requests import open_requests
from workflows.engine import Actor

log = structlog.get_logger(__name__)

#: Processes that one call looks at, at most: others wait for whoever calls.
MOST = 20
#: What could not be played is tried again after this.
PUT_OFF = timedelta(hours=1)


def play_due(now: datetime) -> int:
    """Let each contractor whose turn it is at `now` make its move; the number of processes.

    Of several callers at once each move is made by one. A process that fails is put off, so that it
    does not hold up the others, and parked once it has failed as often as a process may.
    """
    with transactions.reading() as session:
        query = sa.select(Process.id).where(*_is_due(now))
        due = session.scalars(query.order_by(Process.sandbox_due_at).limit(MOST)).all()
    return sum(_play_alone(process_id, now) for process_id in due)


def _play_alone(process_id: UUID, now: datetime) -> bool:
    try:
        with transactions.writing() as session:
            process = _take(session, process_id, now)
            if process is not None:
                _play(session, process)
            return process is not None
    except Exception as error:
        if is_outage(error):
            raise
        log.exception("the sandbox could not make a move", process_id=str(process_id))
        with transactions.writing() as session:
            if process := _take(session, process_id, now):
                _put_off(session, process, now, error)
        return False


def _put_off(session: Session, process: Process, now: datetime, error: Exception) -> None:
    process.attempts, process.last_error = process.attempts + 1, leases.text_of(error)
    if process.attempts < settings().max_attempts:
        process.sandbox_due_at = now + PUT_OFF
        return
    data = {"reason": process.last_error, "attempts": process.attempts}
    transitions.record_in_place(session, process, "park", SYSTEM, data=data)
    parking.mark_parked(session, process)
    log.error("the sandbox has given a process up", process_id=str(process.id))


def retry(db: Session, process: Process, by: ActingParty, reason: str) -> None:
    """Let a parked process be played again, with all its attempts; the caller holds its lock."""
    process.parked_at, process.attempts = None, 0
    transitions.record_in_place(db, process, "retry", by, data={"reason": reason})


def _take(session: Session, process_id: UUID, now: datetime) -> Process | None:
    """The process, locked, if it is still due and nobody is moving it."""
    still_due = sa.select(Process).where(Process.id == process_id, *_is_due(now))
    return session.scalar(still_due.with_for_update(**SKIP_LOCKED))


def _is_due(now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return Process.sandbox_due_at <= now, Process.parked_at.is_(None)


def _play(session: Session, process: Process) -> None:
    """One move for each contractor that is asked, or the next one of the contract."""
    process.sandbox_due_at = None  # each move says anew when to look again
    if process.deleted_at or process.state in UNASKED:
        return
    process.attempts, process.last_error = 0, None  # unless this one fails as well
    if contract := contract_of(session, process.id):
        if actor := _contractor(session, contract):
            production.produce(Turn(session, process, contract, actor))
        return
    again = []
    for request in open_requests(session, process):
        if actor := _contractor(session, request):
            again.append(answers.answer(Turn(session, process, request, actor)))
            session.flush()
    if times := [at for at in (*again, process.sandbox_due_at) if at]:
        process.sandbox_due_at = min(times)


def _contractor(session: Session, request: Request) -> ActingParty | None:
    """Who answers a request by itself; None for a real contractor, in whose name nobody does."""
    query = sa.select(Organization.name).join(
        ContractorRow, ContractorRow.organization_id == Organization.id
    )
    query = query.where(Organization.id == request.contractor_id, ContractorRow.sandbox)
    name = session.scalar(query) if request.sandbox else None
    return ActingParty(Actor.CONTRACTOR, None, name, request.contractor_id) if name else None
