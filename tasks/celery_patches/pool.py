"""Is the workers' pool of processes, which notices within a second that a child has died.

Celery hears of a death when the child's pipe closes, a moment before the child can be buried;
when it looks in that moment it finds nobody dead, and looks again only after five seconds.
"""

from typing import Any

from celery.concurrency import asynpool, prefork

#: Seconds between two looks.
LOOK_S = 0.5


class AttentivePool(asynpool.AsynPool):  # type: ignore[misc]
    """Celery's pool, looking after its children more often."""

    @property
    def timers(self) -> dict[Any, float]:
        """What the worker's event loop does now and then."""
        return {self.maintain_pool: LOOK_S}


class Pool(prefork.TaskPool):  # type: ignore[misc]
    """What `worker_pool` names."""

    Pool = AttentivePool
