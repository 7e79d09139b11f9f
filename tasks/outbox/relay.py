"""Rings for workers and publishes events, after the commit that they belong to."""

import time
from collections.abc import Iterable, Sequence
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from service.database import leader_lease, transactions
from service.database.clock import lease_time
from service.database.locks import SKIP_LOCKED
from service.database.models import OutboxEvent, Process, WorkItem
from service.events import feed
from tasks.outbox import recovery
from tasks.outbox.publisher import TaskMessage, TaskPublisher, Unreachable

log = structlog.get_logger(__name__)

#: The office that one relay holds at a time, the seconds it lasts, and those between two beats.
OFFICE = "relay"
TENURE_S = 5.0
BEAT_S = 1.0
#: Bells that are carried in one pass.
MOST_BELLS = 512
#: Processes in one message. Few bells go singly, so that idle workers share them.
MOST_PER_RING = 32
SHARES = 8
#: Events that get their positions in one transaction.
MOST_EVENTS = 2000
#: Seconds until Redis is tried again after it failed.
REDIS_PAUSE_S = 1.0


class Relay:
    """One of possibly several relays, of which only the holder of the office does anything.

    Raises what the database raises; that Redis is gone only lets the bells wait.
    """

    def __init__(self, ringer: TaskPublisher, holder: str) -> None:
        self._ringer = ringer
        self._holder = holder
        self._beat_due = 0.0
        self._redis_due = 0.0

    def once(self) -> int:
        """Publish the events and ring the bells that wait; the number of both together."""
        if not self.in_office():
            return 0
        # Events first: their readers must not wait for a Redis that is gone.
        published = self._publish()
        return published + self._use_redis(published)

    def in_office(self) -> bool:
        """Whether this relay holds the office; renewed in time, lost to another one if not."""
        now = time.monotonic()
        if now >= self._beat_due:
            with transactions.writing() as session:
                held = leader_lease.acquire(session, OFFICE, self._holder, TENURE_S)
            self._beat_due = now + BEAT_S if held else 0.0
            return held
        return True

    def resign(self) -> None:
        """Leave the office, so that the next holder need not wait."""
        self._beat_due = 0.0
        with transactions.writing() as session:
            leader_lease.resign(session, OFFICE, self._holder)

    def _publish(self) -> int:
        with transactions.reading() as session:
            if session.scalar(sa.select(OutboxEvent.id).limit(1)) is None:
                return 0
        with transactions.writing() as session:
            # Held until the commit: positions must come from one writer at a time.
            if not leader_lease.acquire(session, OFFICE, self._holder, TENURE_S):
                self._beat_due = 0.0
                return 0
            return feed.publish(session, MOST_EVENTS)

    def _use_redis(self, published: int) -> int:
        if time.monotonic() < self._redis_due:
            return 0
        try:
            if published:
                self._ringer.wake_readers()
            if self._ringer.has_forgotten():
                log.info("Redis knows nothing of us; everybody who waits is rung for again")
                recovery.ring_everybody()
                self._ringer.leave_sentinel()
            return self._ring()
        except Unreachable as error:
            # Nothing is lost: the bells stay in the database, and readers look by themselves.
            log.warning("the bells wait", error=str(error))
            self._redis_due = time.monotonic() + REDIS_PAUSE_S
            return 0

    def _ring(self) -> int:
        with transactions.reading() as session:
            bells = session.scalars(
                sa.select(WorkItem).order_by(WorkItem.id).limit(MOST_BELLS)
            ).all()
        if bells:
            self._ringer.ring(grouped(bells))
            with transactions.writing() as session:
                _note_rung(session, bells)
        return len(bells)


def grouped(bells: Iterable[WorkItem]) -> list[TaskMessage]:
    """The messages that serve all bells: in their order, each process once per task."""
    by_task: dict[str, list[UUID]] = {}
    for task, process_id in dict.fromkeys((bell.task, bell.process_id) for bell in bells):
        by_task.setdefault(task, []).append(process_id)
    rings = []
    for task, waiting in by_task.items():
        size = min(MOST_PER_RING, -(-len(waiting) // SHARES))
        for start in range(0, len(waiting), size):
            rings.append(TaskMessage(task, tuple(waiting[start : start + size])))
    return rings


def _note_rung(session: Session, bells: Sequence[WorkItem]) -> None:
    session.execute(sa.delete(WorkItem).where(WorkItem.id.in_([bell.id for bell in bells])))
    # Whoever holds a row is moving that process just now: it needs no note, and we no wait.
    free = sa.select(Process.id).where(Process.id.in_({bell.process_id for bell in bells}))
    session.execute(
        sa.update(Process)
        .where(Process.id.in_(free.with_for_update(**SKIP_LOCKED)))
        .values(rung_at=lease_time(session))
        .execution_options(synchronize_session=False)
    )
