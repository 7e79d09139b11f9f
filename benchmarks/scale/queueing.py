"""Simulates queues: jobs that go from station to station, each with so many servers.

A discrete-event simulation: the clock jumps from one event to the next. Who comes first is served
first. All chance comes from one seeded generator, so that a run can be repeated.
"""

import heapq
from collections import deque
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from itertools import count


class Station:
    """So many servers in front of which jobs queue; `busy_s` is what they have worked together."""

    def __init__(self, name: str, servers: int) -> None:
        self.name = name
        self.servers = servers
        self.busy_s = 0.0
        self._free = servers
        self._queue: deque[Callable[[], None]] = deque()

    def acquire(self, go_on: Callable[[], None]) -> None:
        """Call `go_on` as soon as a server is free, which it has until `release`."""
        if self._free:
            self._free -= 1
            go_on()
        else:
            self._queue.append(go_on)

    def release(self) -> None:
        """Give a server back, to whoever has waited the longest."""
        if self._queue:
            self._queue.popleft()()
        else:
            self._free += 1

    def utilization(self, elapsed_s: float) -> float:
        """The share of the time for which its servers worked."""
        return self.busy_s / (self.servers * elapsed_s) if elapsed_s else 0.0


@dataclass(frozen=True)
class Hold:
    """A step of a job: acquire a server of a station and keep it until `Free`."""

    station: Station


@dataclass(frozen=True)
class Free:
    """A step of a job: give the server of a station back."""

    station: Station


@dataclass(frozen=True)
class Serve:
    """A step of a job: be served at a station for some seconds."""

    station: Station
    seconds: float


@dataclass(frozen=True)
class Wait:
    """A step of a job: let some seconds pass, such as on the way between two places."""

    seconds: float


#: What a job does, one step after the other.
Job = Generator[Hold | Free | Serve | Wait, None, None]


@dataclass
class Simulation:
    """A clock, in seconds, and what will happen."""

    now_s: float = 0.0
    _events: list[tuple[float, int, Callable[[], None]]] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=count)

    def at(self, moment_s: float, act: Callable[[], None]) -> None:
        """Have something done at a moment; what is to be done at the same one goes in order."""
        heapq.heappush(self._events, (moment_s, next(self._numbers), act))

    def start(self, moment_s: float, job: Job) -> None:
        """Let a job begin at a moment."""
        self.at(moment_s, lambda: self._advance(job))

    def run(self, until_s: float = float("inf")) -> None:
        """Let everything happen until a moment, or until nothing is left."""
        while self._events and self._events[0][0] <= until_s:
            self.now_s, _, act = heapq.heappop(self._events)
            act()

    def _advance(self, job: Job) -> None:
        step = next(job, None)
        if isinstance(step, Hold):
            step.station.acquire(lambda: self._advance(job))
        elif isinstance(step, Free):
            step.station.release()
            self._advance(job)
        elif isinstance(step, Serve):
            step.station.acquire(lambda: self._serve(job, step))
        elif isinstance(step, Wait):
            self.at(self.now_s + step.seconds, lambda: self._advance(job))

    def _serve(self, job: Job, step: Serve) -> None:
        def end() -> None:
            step.station.busy_s += step.seconds
            step.station.release()
            self._advance(job)

        self.at(self.now_s + step.seconds, end)
