"""Parks a process whose attempts are used up, until an operator lets it be tried again."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.access.actor import SYSTEM, ActingParty
from service.database.models import Process
from service.events import outbox
from service.lifecycle import transitions, work_queue
from service.lifecycle.parties import parties_of
from service.settings import settings
from service.translations import gettext_noop as _
from workflows.engine import Missing, NotReady


def park(db: Session, process: Process) -> None:
    """Stop trying: an operator sees it with reason and attempts, and can let it be retried."""
    attempts = min(process.attempts, settings().max_attempts)
    data = {"reason": process.last_error or "the worker died each time", "attempts": attempts}
    transitions.move(db, process, "park", SYSTEM, data=data)
    mark_parked(db, process)


def mark_parked(db: Session, process: Process) -> None:
    """Let nobody try it any more until it is retried, and tell its client."""
    process.parked_at = clock.now()
    process.lease_until = process.not_before = None
    outbox.announce(
        db,
        "process.parked",
        actor=SYSTEM,
        parties=parties_of(db, process)[:1],  # contractors need not know
        project_id=process.project_id,
        process_id=process.id,
        data={"state": process.state.value},
    )


def is_parked() -> sa.ColumnElement[bool]:
    """The condition that a process waits for an operator: its worker or the sandbox gave it up."""
    worked_on = sa.or_(Process.state.in_(transitions.TASKS), Process.sandbox_due_at.is_not(None))
    return sa.and_(worked_on, Process.parked_at.is_not(None), Process.deleted_at.is_(None))


def retry(db: Session, process: Process, by: ActingParty, reason: str) -> None:
    """Let a parked process be tried again, with all its attempts; raises IllegalMove, NotReady."""
    if process.parked_at is None and process.state in transitions.TASKS:
        raise NotReady("retry", (Missing("parked", _("it is not parked, it is being worked on")),))
    transitions.move(db, process, "retry", by, data={"reason": reason})
    process.parked_at = process.lease_until = process.not_before = None
    process.lease_token += 1
    process.attempts = 0
    work_queue.enqueue_process(db, transitions.TASKS[process.state], process)
