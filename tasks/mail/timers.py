"""Does something after a time unless it was cancelled, with one thread for all timers of a process.

Each mail sets some, and cancels them before anything happens; `threading.Timer` starts a thread for
each.
"""

import heapq
import os
import threading
import time
from collections.abc import Callable
from itertools import count

import structlog

log = structlog.get_logger(__name__)


class Timer:
    """An action that is still to happen."""

    def __init__(self, action: Callable[[], object]) -> None:
        self._action: Callable[[], object] | None = action

    def cancel(self) -> None:
        """Let it not happen; it may be happening just now."""
        self._action = None

    def fire(self) -> None:
        """Let it happen, unless it was cancelled."""
        action, self._action = self._action, None
        if action:
            action()

    @property
    def is_over(self) -> bool:
        """Whether it was cancelled, or has happened."""
        return self._action is None


def start(seconds: float, action: Callable[[], object]) -> Timer:
    """Have something done after that time. It must be quick, for others wait."""
    timer = Timer(action)
    _timers.add(time.monotonic() + seconds, timer)
    return timer


class _Timers:
    """The timers of this process, and the thread that waits for the first of them."""

    def __init__(self) -> None:
        self._is_earlier = threading.Condition()
        self._due: list[tuple[float, int, Timer]] = []
        self._numbers = count()
        self._has_thread = False

    def add(self, at: float, timer: Timer) -> None:
        with self._is_earlier:
            heapq.heappush(self._due, (at, next(self._numbers), timer))
            if not self._has_thread:
                threading.Thread(target=self._wait, name="mail timers", daemon=True).start()
                self._has_thread = True
            elif self._due[0][2] is timer:
                self._is_earlier.notify()

    def _wait(self) -> None:
        while True:
            try:
                self._next().fire()
            except Exception:  # the others are still to happen
                log.exception("a timer of a mail failed")

    def _next(self) -> Timer:
        with self._is_earlier:
            while True:
                while self._due and self._due[0][2].is_over:
                    heapq.heappop(self._due)
                left_s = self._due[0][0] - time.monotonic() if self._due else None
                if left_s is not None and left_s <= 0:
                    return heapq.heappop(self._due)[2]
                self._is_earlier.wait(left_s)


_timers = _Timers()


def _begin_anew() -> None:
    """In a forked process: the thread is the other one's, and so is what it waits for."""
    global _timers
    _timers = _Timers()


os.register_at_fork(after_in_child=_begin_anew)
