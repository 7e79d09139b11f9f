"""Finds the processes that wait for another one, and locks them."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.database.locks import AGAINST_WRITERS
from service.database.models import Dependency, Process
from workflows.process import ProcessState


def waiting_successors(db: Session, process: Process) -> list[Process]:
    """Those that wait for this process, locked.

    Whatever their state seems to be they are locked before it is looked at: somebody may just be
    letting one wait, and nobody would ever wake it.
    """
    db.flush()
    successors = db.scalars(
        sa.select(Process)
        .join(Dependency, Dependency.process_id == Process.id)
        .where(Dependency.predecessor_id == process.id, Process.deleted_at.is_(None))
        .order_by(Process.id)
        .with_for_update(of=Process, **AGAINST_WRITERS)
        .execution_options(populate_existing=True)
    )
    return [process for process in successors if process.state is ProcessState.WAITING]
