"""The current time: aware UTC, in one place, so that tests can move it."""

from datetime import UTC, datetime, timedelta


class Clock:
    """The machine's clock, and how far it was moved in this process."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def now(self) -> datetime:
        """The present moment, aware and in UTC."""
        return datetime.now(UTC) + self._ahead

    def ahead(self) -> timedelta:
        """How far it was moved."""
        return self._ahead

    def move(self, by: timedelta) -> None:
        """Let it run ahead by `by`, in addition to what it was moved before."""
        self._ahead += by

    def reset(self) -> None:
        """Put it right again."""
        self._ahead = timedelta()


_clock = Clock()
now, ahead, move, reset = _clock.now, _clock.ahead, _clock.move, _clock.reset
