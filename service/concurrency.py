"""Bounds how many threads of a process do the same expensive thing at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from service.errors import Busy


class ConcurrencyLimit:
    """Lets `at_a_time` threads in at once; others wait for `patience_s` seconds at most.

    `sentence` says to those who waited in vain what is going on.
    """

    def __init__(self, at_a_time: int, patience_s: float, sentence: str) -> None:
        self.at_a_time, self.patience_s, self._sentence = at_a_time, patience_s, sentence
        self._places = BoundedSemaphore(at_a_time)

    @contextmanager
    def place(self) -> Iterator[None]:
        """A place among those, for the block; raises Busy."""
        if not self._places.acquire(timeout=self.patience_s):
            raise Busy(self._sentence)
        try:
            yield
        finally:
            self._places.release()
