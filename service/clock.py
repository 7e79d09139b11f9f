"""Tells the time: aware UTC, in one place, so that tests can move it."""

from datetime import UTC, datetime, timedelta

_offset = timedelta()


def now() -> datetime:
    """The present moment, aware and in UTC."""
    return datetime.now(UTC) + _offset


def move(by: timedelta) -> None:
    """Let the clock of this process run ahead by `by`, in addition to what it was moved before."""
    global _offset
    _offset += by


def reset() -> None:
    """Put the clock right again."""
    global _offset
    _offset = timedelta()
