"""Shares the calls of a delivery worker among organisations, so that none holds up the others.

An endpoint that answers late holds a thread for as long as it likes, up to the time limit. So each
organisation has a part of the threads, those that answer late have half of them all together, and
there is a bound of calls in a minute.
"""

import threading
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

#: Calls of one endpoint at the same time.
OF_ENDPOINT = 4
#: The share of all calls that one organisation has at the same time, and late ones all together.
OF_ORGANIZATION, OF_LATE = 1 / 4, 1 / 2
#: Calls of an organisation that begin within a minute, in one delivery worker.
PER_MINUTE, MINUTE_S = 600, 60.0
#: Whose last call took longer than this answers late, until one does not.
LATE_MS = 1000


@dataclass
class Load:
    """What is under way, and what may still begin; who takes of it says so."""

    most: int
    endpoints: Counter[UUID]
    organizations: Counter[UUID]
    in_minute: Counter[UUID]
    late: frozenset[UUID]

    @property
    def room(self) -> int:
        """How many more calls may begin."""
        return self.most - self.organizations.total()

    def room_for(self, webhook_id: UUID, organization_id: UUID) -> int:
        """How many more of them an endpoint of an organisation may have."""
        of_organization = max(OF_ENDPOINT, int(self.most * OF_ORGANIZATION))
        rooms = [
            self.room,
            OF_ENDPOINT - self.endpoints[webhook_id],
            of_organization - self.organizations[organization_id],
            PER_MINUTE - self.in_minute[organization_id],
        ]
        if organization_id in self.late:
            late = sum(self.organizations[id] for id in self.late)
            rooms.append(max(1, int(self.most * OF_LATE)) - late)
        return max(0, min(rooms))

    def take(self, webhook_id: UUID, organization_id: UUID, number: int) -> None:
        """Count calls that begin."""
        self.endpoints[webhook_id] += number
        self.organizations[organization_id] += number
        self.in_minute[organization_id] += number


class Calls:
    """The calls of one delivery worker, counted by its threads."""

    def __init__(self, most: int, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._most, self._monotonic = most, monotonic
        self._lock = threading.Lock()
        self._endpoints: Counter[UUID] = Counter()
        self._organizations: Counter[UUID] = Counter()
        self._begun: dict[UUID, deque[float]] = defaultdict(deque)
        self._late: set[UUID] = set()

    def load(self) -> Load:
        """What is under way now, to take of."""
        with self._lock:
            self._forget()
            in_minute = Counter({id: len(begun) for id, begun in self._begun.items()})
            counters = Counter(self._endpoints), Counter(self._organizations)
            return Load(self._most, *counters, in_minute, frozenset(self._late))

    def begin(self, webhook_id: UUID, organization_id: UUID) -> None:
        """A call begins."""
        with self._lock:
            self._endpoints[webhook_id] += 1
            self._organizations[organization_id] += 1
            self._begun[organization_id].append(self._monotonic())

    def end(self, webhook_id: UUID, organization_id: UUID, duration_ms: int | None) -> None:
        """A call has ended after a time, None if nobody knows how."""
        with self._lock:
            for counter, id in (
                (self._endpoints, webhook_id),
                (self._organizations, organization_id),
            ):
                counter[id] -= 1
                if counter[id] <= 0:
                    del counter[id]
            if duration_ms is not None and duration_ms <= LATE_MS:
                self._late.discard(organization_id)
            else:
                self._late.add(organization_id)

    def _forget(self) -> None:
        since = self._monotonic() - MINUTE_S
        for id, begun in list(self._begun.items()):
            while begun and begun[0] <= since:
                begun.popleft()
            if not begun:
                del self._begun[id]
