"""Looks after what was forgotten: lost bells, leases that ran out, deadlines, old data."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.database import transactions
from service.database.clock import lease_time, lease_time_in
from service.database.models import Process, WorkItem
from service.lifecycle import transitions
from service.orders import expiry
from service.settings import settings

#: Bells that are put up in one transaction.
MOST_BELLS = 500


@dataclass(frozen=True)
class Recovered:
    """How much one sweep found to do."""

    rung: int
    fired: int


def sweep_once(now: datetime) -> Recovered:
    """Ring for those who were forgotten, and fire the deadlines that are due at `now`."""
    with transactions.writing() as session:
        rung = ring_forgotten(session)
    return Recovered(rung, expiry.fire_due(now))


def ring_forgotten(session: Session) -> int:
    """Put up bells for processes that wait for a worker and have not been rung for lately.

    That is: their lease or pause has run out since the last ring, or nobody came within the time
    of a lease. The number of them, at most MOST_BELLS, those that wait longest first.
    """
    forgotten = sa.or_(
        Process.rung_at.is_(None),
        Process.rung_at <= Process.lease_until,
        Process.rung_at <= Process.not_before,
        Process.rung_at <= lease_time_in(session, -settings().work_item_patience_s),
    )
    longest = _waiting(session).where(forgotten).order_by(Process.rung_at.nulls_first())
    return _put_up(session, longest.limit(MOST_BELLS))


def ring_everybody() -> int:
    """Put up a bell for every process that waits for a worker and has none; the number of them."""
    last, total = UUID(int=0), 0
    while True:
        with transactions.writing() as session:
            page = _waiting(session).where(Process.id > last).order_by(Process.id)
            ids = session.scalars(page.with_only_columns(Process.id).limit(MOST_BELLS)).all()
            if not ids:
                return total
            last = ids[-1]
            bells = _waiting(session).where(Process.id.in_(ids)).order_by(Process.id)
            total += _put_up(session, bells)


def _waiting(session: Session) -> sa.Select[tuple[str, UUID, datetime]]:
    """The bells of all processes that a worker could take now and that have none yet."""
    now = lease_time(session)
    return sa.select(
        sa.case(*((Process.state == state, task) for state, task in transitions.TASKS.items())),
        Process.id,
        now,
    ).where(
        Process.state.in_(transitions.TASKS),
        Process.deleted_at.is_(None),
        Process.parked_at.is_(None),
        sa.or_(Process.lease_until.is_(None), Process.lease_until <= now),
        sa.or_(Process.not_before.is_(None), Process.not_before <= now),
        ~sa.exists().where(WorkItem.process_id == Process.id),
    )


def _put_up(session: Session, bells: sa.Select[tuple[str, UUID, datetime]]) -> int:
    put_up = sa.insert(WorkItem).from_select(["task", "process_id", "created_at"], bells)
    return len(session.scalars(put_up.returning(WorkItem.id)).all())
