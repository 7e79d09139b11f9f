"""Does work beside the rest and keeps hold of it: the event loop itself forgets its tasks."""

import asyncio
from collections.abc import Coroutine
from typing import Any


class TaskSet:
    """Tasks that nobody waits for; each is held until it is done."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def run(self, work: Coroutine[Any, Any, None]) -> None:
        """Begin some work."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
