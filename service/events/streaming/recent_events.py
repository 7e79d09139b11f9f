"""Keeps the newest events in memory, so that who comes back soon costs the database nothing."""

from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Sequence
from itertools import islice

from service.events.streaming.wire import EncodedEvent


class RecentEvents:
    """The newest events, at most `most` of them.

    Every event beyond `after` and up to `position` is there.
    """

    def __init__(self, most: int, position: int = 0) -> None:
        self._told: deque[EncodedEvent] = deque()
        self._most = most
        self.after = self.position = position

    def add(self, told: Iterable[EncodedEvent]) -> None:
        """Take newer events in; the oldest make room."""
        for one in told:
            self._told.append(one)
            self.position = one.position
            if len(self._told) > self._most:
                self.after = self._told.popleft().position

    def beyond(self, position: int, most: int) -> Sequence[EncodedEvent]:
        """The first events after a position, which is not before `after`."""
        start = bisect_right(self._told, position, key=lambda told: told.position)
        return list(islice(self._told, start, start + most))
