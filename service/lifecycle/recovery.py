"""Queues processes again that wait for a worker and were forgotten."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.database.clock import lease_time, lease_time_in
from service.database.models import Process, WorkItem
from service.lifecycle import leases, transitions
from service.settings import settings


def enqueue_forgotten(db: Session, most: int) -> int:
    """Queue processes that wait for a worker and for which none was woken lately.

    That is: their lease or pause has run out since, or nobody came within the time of a lease.
    The number of them, at most `most`, those that wait longest first.
    """
    forgotten = sa.or_(
        Process.rung_at.is_(None),
        Process.rung_at <= Process.lease_until,
        Process.rung_at <= Process.not_before,
        Process.rung_at <= lease_time_in(db, -settings().work_item_patience_s),
    )
    longest = _missing_items(db).where(forgotten).order_by(Process.rung_at.nulls_first())
    return _enqueue(db, longest.limit(most))


def not_queued(db: Session, after: UUID, limit: int) -> Sequence[UUID]:
    """The processes that wait for a worker and are not queued, in the order of their ids."""
    page = _missing_items(db).where(Process.id > after).order_by(Process.id)
    return db.scalars(page.with_only_columns(Process.id).limit(limit)).all()


def enqueue_all(db: Session, process_ids: Collection[UUID]) -> int:
    """Queue those of these processes that still wait for a worker; the number of them."""
    chosen = _missing_items(db).where(Process.id.in_(process_ids))
    return _enqueue(db, chosen.order_by(Process.id))


def _missing_items(db: Session) -> sa.Select[tuple[str, UUID, datetime]]:
    """The work items of all processes that a worker could take now and that have none yet."""
    tasks = transitions.TASKS.items()
    return sa.select(
        sa.case(*((Process.state == state, task) for state, task in tasks)),
        Process.id,
        lease_time(db),
    ).where(
        Process.state.in_(transitions.TASKS),
        *leases.can_be_taken(db),
        ~sa.exists().where(WorkItem.process_id == Process.id),
    )


def _enqueue(db: Session, items: sa.Select[tuple[str, UUID, datetime]]) -> int:
    added = sa.insert(WorkItem).from_select(["task", "process_id", "created_at"], items)
    return len(db.scalars(added.returning(WorkItem.id)).all())
