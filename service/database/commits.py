"""Notices commits at next to no cost, where the database tells of them."""

import time
from typing import Any

from service.database import transactions


class CommitWatch:
    """Whether anybody has committed since a moment; one watch serves one thread.

    SQLite keeps a number in shared memory that each commit changes (PRAGMA data_version), so that
    looking takes microseconds. PostgreSQL has nothing as cheap: there, news is always possible.
    """

    def __init__(self) -> None:
        self._connection: Any = None
        self._noted: int | None = None
        self._noted_at = 0.0

    def note(self) -> None:
        """Take for known what is committed now."""
        self._noted, self._noted_at = self._version(), time.monotonic()

    def can_tell(self) -> bool:
        """Whether the database could say what was committed when it was noted last."""
        return self._noted is not None

    def has_news(self) -> bool:
        """Whether something may have been committed since the last `note`."""
        return self._noted is None or self._noted != self._version()

    def is_time(self, every_s: float) -> bool:
        """Whether to look: there may be news, or it was noted `every_s` ago; then noted anew."""
        if not self.has_news() and time.monotonic() < self._noted_at + every_s:
            return False
        self.note()
        return True

    def close(self) -> None:
        """Let the connection go."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _version(self) -> int | None:
        engine = transactions.engine()
        if engine.dialect.name != "sqlite":
            return None
        try:
            if self._connection is None:
                self._connection = engine.raw_connection()
                self._connection.detach()  # the pool may close while it is in use
            return int(self._connection.cursor().execute("PRAGMA data_version").fetchone()[0])
        except engine.dialect.loaded_dbapi.Error:
            self.close()
            return None
