"""Finds what a process waits for, and whether it waits in vain."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from service.database.models import Dependency, Process
from workflows.process import ProcessState

#: Ends after which nobody need wait for a process any more.
NEVER_COMPLETED = (ProcessState.CANCELLED, ProcessState.FAILED)


def open_predecessors(
    db: Session, process_ids: Sequence[UUID]
) -> dict[UUID, dict[str, ProcessState]]:
    """For each process the states of those that must be completed before it, by title or id."""
    predecessors: dict[UUID, dict[str, ProcessState]] = defaultdict(dict)
    if not process_ids:
        return predecessors
    rows = db.execute(
        sa.select(Dependency.process_id, Process.id, Process.title, Process.state)
        .join(Process, Process.id == Dependency.predecessor_id)
        .where(
            Dependency.process_id.in_(process_ids),
            Process.state != ProcessState.COMPLETED,
            Process.deleted_at.is_(None),
        )
        .order_by(Process.id)
    )
    for process_id, predecessor_id, title, state in rows:
        titles = predecessors[process_id]
        titles[str(predecessor_id) if not title or title in titles else title] = state
    return predecessors


def waits_in_vain() -> sa.ColumnElement[bool]:
    """That a process waits for one that will never be completed, as a condition of a query."""
    before = aliased(Process)
    never = sa.select(Dependency.predecessor_id).join(
        before, before.id == Dependency.predecessor_id
    )
    never = never.where(
        Dependency.process_id == Process.id,
        before.state.in_(NEVER_COMPLETED),
        before.deleted_at.is_(None),
    )
    has_such_predecessor = never.correlate(Process).exists()
    return sa.and_(Process.state == ProcessState.WAITING, has_such_predecessor)
