"""Lets what follows run on a host whose clock is wrong."""

from contextlib import contextmanager
from datetime import UTC, datetime

from service import clock


@contextmanager
def host_ahead(monkeypatch, by):
    """Work on a host whose clock is ahead of the database's by `by`, or behind if negative."""
    with monkeypatch.context() as patch:
        patch.setattr(clock, "now", lambda: datetime.now(UTC) + by)
        yield
