"""The queue of work items: which process needs a worker once the transaction has committed."""

from collections.abc import Collection, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock, logging_setup
from service.database.clock import lease_time
from service.database.locks import SKIP_LOCKED
from service.database.models import Process, WorkItem
from service.database.transaction import add_row


def enqueue(db: Session, task: str, process_id: UUID) -> None:
    """Have a worker woken for a process, as soon as this transaction is committed."""
    row = {
        "task": task,
        "process_id": process_id,
        "created_at": clock.now(),
        "http_request_id": logging_setup.http_request_id(process_id),
    }
    add_row(db, WorkItem, row)


def enqueue_process(db: Session, task: str | None, process: Process) -> None:
    """Have a worker woken, if there is a task, and say for which request it works."""
    if task:
        process.http_request_id = logging_setup.http_request_id(process.id)
        enqueue(db, task, process.id)


def waiting(db: Session, limit: int) -> Sequence[WorkItem]:
    """The work items that nobody has been woken for yet, oldest first."""
    return db.scalars(sa.select(WorkItem).order_by(WorkItem.id).limit(limit)).all()


def mark_published(db: Session, items: Collection[WorkItem]) -> None:
    """Take work items out of the queue and write into their processes when workers were woken."""
    db.execute(sa.delete(WorkItem).where(WorkItem.id.in_([item.id for item in items])))
    # Whoever holds a row is moving that process just now: it needs no note, and we no wait.
    unlocked = sa.select(Process.id).where(Process.id.in_({item.process_id for item in items}))
    db.execute(
        sa.update(Process)
        .where(Process.id.in_(unlocked.with_for_update(**SKIP_LOCKED)))
        .values(rung_at=lease_time(db))
        .execution_options(synchronize_session=False)
    )
