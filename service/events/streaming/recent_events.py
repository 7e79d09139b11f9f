"""Keeps the newest events in memory, so that readers who soon return cost the database nothing."""

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
        self._events: deque[EncodedEvent] = deque()
        self._most = most
        self.after = self.position = position

    def add(self, events: Iterable[EncodedEvent]) -> None:
        """Take newer events in; the oldest make room."""
        for event in events:
            self._events.append(event)
            self.position = event.position
            if len(self._events) > self._most:
                self.after = self._events.popleft().position

    def beyond(self, position: int, most: int) -> Sequence[EncodedEvent]:
        """The first events after a position, which is not before `after`."""
        start = bisect_right(self._events, position, key=lambda event: event.position)
        return list(islice(self._events, start, start + most))
