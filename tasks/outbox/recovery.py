"""Recovers: queues what was forgotten again and fires the deadlines that are due."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from service.database import transactions
from service.lifecycle import recovery
from service.orders import expiry

#: Work items that are added in one transaction.
BATCH = 500


@dataclass(frozen=True)
class Recovered:
    """How much one pass had to do: processes queued again, and deadlines fired."""

    queued: int
    fired: int


def recover_once(now: datetime) -> Recovered:
    """Queue those who were forgotten, and fire the deadlines that are due at `now`."""
    with transactions.writing() as session:
        queued = recovery.enqueue_forgotten(session, BATCH)
    return Recovered(queued, expiry.fire_due(now))


def enqueue_everything() -> int:
    """Queue every process that waits for a worker and is not queued; the number of them."""
    last, total = UUID(int=0), 0
    while True:
        with transactions.writing() as session:
            ids = recovery.not_queued(session, last, BATCH)
            if not ids:
                return total
            last = ids[-1]
            total += recovery.enqueue_all(session, ids)
