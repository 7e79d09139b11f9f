"""Publishes work items and events, after the commit that they belong to."""

import time
from collections.abc import Iterable, Sequence
from uuid import UUID

import structlog

from service.database import leader_lease, transactions
from service.database.models import WorkItem
from service.events import outbox
from service.lifecycle import work_queue
from tasks.outbox import recovery
from tasks.outbox.publisher import BrokerUnreachable, TaskMessage, TaskPublisher

log = structlog.get_logger(__name__)

#: The role that one relay has at a time, the seconds of its lease, and those between two beats.
ROLE = "relay"
LEADER_LEASE_S = 5.0
BEAT_S = 2.0
#: Work items that are published in one pass.
MOST_ITEMS = 512
#: Processes in one message. Few work items go singly, so that idle workers share them.
MOST_PER_MESSAGE = 32
SHARES = 8
#: Events that get their positions in one transaction.
MOST_EVENTS = 2000
#: Seconds until Redis is tried again after it failed.
REDIS_PAUSE_S = 1.0


class Relay:
    """One of possibly several relays, of which only the leader does anything.

    Raises what the database raises; that Redis is gone only lets the work items wait.
    """

    def __init__(self, publisher: TaskPublisher, holder: str) -> None:
        self._publisher = publisher
        self._holder = holder
        self._beat_due = 0.0
        self._redis_due = 0.0
        #: that work items may wait for a Redis that is gone
        self.is_held_up = False

    def once(self) -> int:
        """Publish the events and the work items that wait; the number of both together."""
        if not self.is_leader():
            return 0
        with transactions.reading() as session:
            announced = outbox.has_waiting(session)
            items = work_queue.waiting(session, MOST_ITEMS)
        # Events first: their readers must not wait for a Redis that is gone.
        published = self._publish() if announced else 0
        return published + self._use_redis(published, items)

    def check_redis(self) -> int:
        """Instead of `once`, where nothing new can wait: queue all work again if Redis lost it.

        The number of work items that were published then.
        """
        return self._use_redis(0, ()) if self.is_leader() else 0

    def is_leader(self) -> bool:
        """Whether this relay is the leader; the lease is renewed in time, or lost to another."""
        now = time.monotonic()
        if now >= self._beat_due:
            with transactions.writing() as session:
                held = leader_lease.acquire(session, ROLE, self._holder, LEADER_LEASE_S)
            if held and not self._beat_due:
                log.info("this scheduler leads now", holder=self._holder)
            self._beat_due = now + BEAT_S if held else 0.0
            return held
        return True

    def resign(self) -> None:
        """Give the lease back, so that the next leader need not wait."""
        self._beat_due = 0.0
        with transactions.writing() as session:
            leader_lease.resign(session, ROLE, self._holder)

    def _publish(self) -> int:
        with transactions.writing() as session:
            # Held until the commit: positions must come from one writer at a time.
            if not leader_lease.acquire(session, ROLE, self._holder, LEADER_LEASE_S):
                self._beat_due = 0.0
                return 0
            return outbox.publish(session, MOST_EVENTS)

    def _use_redis(self, published: int, items: Sequence[WorkItem]) -> int:
        self.is_held_up = True
        if time.monotonic() < self._redis_due:
            return 0
        try:
            if published:
                self._publisher.wake_readers()
            if self._publisher.has_forgotten():
                log.info("Redis holds nothing of ours; all work that waits is queued again")
                recovery.enqueue_everything()
                self._publisher.leave_sentinel()
                with transactions.reading() as session:
                    items = work_queue.waiting(session, MOST_ITEMS)
            self._publish_items(items)
            self.is_held_up = False
            return len(items)
        except BrokerUnreachable as error:
            # Nothing is lost: the work items stay in the database, and readers look by themselves.
            log.warning("the work items wait", error=str(error))
            self._redis_due = time.monotonic() + REDIS_PAUSE_S
            return 0

    def _publish_items(self, items: Sequence[WorkItem]) -> None:
        if items:
            self._publisher.publish(grouped(items))
            with transactions.writing() as session:
                work_queue.mark_published(session, items)


def grouped(items: Iterable[WorkItem]) -> list[TaskMessage]:
    """The messages that serve all work items: in their order, each process once per task."""
    by_task: dict[str, dict[UUID, str | None]] = {}
    for item in items:
        requests = by_task.setdefault(item.task, {})
        requests[item.process_id] = item.http_request_id or requests.get(item.process_id)
    messages = []
    for task, requests in by_task.items():
        waiting = list(requests)
        size = min(MOST_PER_MESSAGE, -(-len(waiting) // SHARES))
        for start in range(0, len(waiting), size):
            ids = tuple(waiting[start : start + size])
            named = {id: name for id in ids if (name := requests[id])}
            messages.append(TaskMessage(task, ids, named))
    return messages
