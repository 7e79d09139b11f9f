"""Keeps copies of contents on this host, so that programs have a path to what lies elsewhere."""

import fcntl
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, NamedTuple

from service import clock
from service.files.storage.interface import INCOMING, Arriving, arriving_in

#: A copy that was not used for so long is deleted, so that no host keeps what is deleted elsewhere.
KEPT_FOR = timedelta(days=1)


class _Copy(NamedTuple):
    used_at: float
    size_bytes: int
    path: Path


class LocalCache:
    """A folder of copies, each under the hash that it was found to have, bounded in bytes.

    Several processes share it. The copies that were used longest ago go first; one that is being
    used stays, so more is there for a moment if everything is in use.
    """

    def __init__(self, folder: Path, most_bytes: int) -> None:
        self.folder, self.most_bytes = folder, most_bytes

    @contextmanager
    def held(self, sha256: str, fetch: Callable[[Arriving], None]) -> Iterator[Path]:
        """The path of a copy that stays within the block; `fetch` writes it if there is none."""
        while (copy := self._locked(sha256)) is None:
            with arriving_in(self.folder / INCOMING, sys.maxsize, self.keep) as arriving:
                fetch(arriving)
                arriving.store()
        with copy:
            yield self._place(sha256)

    def keep(self, arriving: Arriving) -> None:
        """Take over a content that has arrived on this host."""
        place = self._place(arriving.sha256)
        place.parent.mkdir(parents=True, exist_ok=True)
        self.make_room(arriving.size_bytes)
        os.replace(arriving.path, place)

    def remove(self, sha256: str) -> None:
        """Delete a copy; whoever has it open reads it to the end."""
        self._place(sha256).unlink(missing_ok=True)

    def make_room(self, size_bytes: int = 0) -> None:
        """Delete what was not used lately, and more until `size_bytes` have room."""
        copies = sorted(self._copies())
        total = size_bytes + sum(copy.size_bytes for copy in copies)
        unused_since = (clock.now() - KEPT_FOR).timestamp()
        for copy in copies:
            if total <= self.most_bytes and copy.used_at > unused_since:
                return
            if _deleted(copy.path):
                total -= copy.size_bytes

    def tidy(self, moment: datetime) -> None:
        """Delete what was not used lately, and what processes that died left before `moment`."""
        self.make_room()
        for path in self.folder.glob(f"{INCOMING}/*"):
            try:
                if path.stat().st_mtime < moment.timestamp():
                    path.unlink()
            except FileNotFoundError:
                continue

    def _locked(self, sha256: str) -> BinaryIO | None:
        """The copy, open so that nobody deletes it for want of room; None if there is none."""
        try:
            copy = self._place(sha256).open("rb")
        except FileNotFoundError:
            return None
        fcntl.flock(copy, fcntl.LOCK_SH)
        status = os.fstat(copy.fileno())
        if not status.st_nlink:  # it was deleted before it was locked
            copy.close()
            return None
        os.utime(copy.fileno(), (clock.now().timestamp(), status.st_mtime))
        return copy

    def _copies(self) -> Iterator[_Copy]:
        for path in self.folder.glob("??/*"):
            try:
                status = path.stat()
            except FileNotFoundError:
                continue
            yield _Copy(status.st_atime, status.st_size, path)

    def _place(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256


def _deleted(path: Path) -> bool:
    """Delete a copy unless somebody uses it; whether it is gone."""
    try:
        with path.open("rb") as copy:
            fcntl.flock(copy, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink(missing_ok=True)
    except FileNotFoundError:
        return True
    except BlockingIOError:
        return False
    return True
