"""Keeps the body of a request until it is whole: small ones in memory, others in a file."""

import errno
import io
import os
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO, Final

from werkzeug.exceptions import RequestEntityTooLarge

from service.api.http.server_contract import NoRoomForBodies
from service.translations import gettext_noop as _

#: Bytes of a body that are kept in memory.
IN_MEMORY: Final = 64 * 1024


class Room:
    """The room on disk for the bodies of all requests of this process together."""

    def __init__(self, folder: Path, most_bytes: int) -> None:
        self.folder = folder
        self._left = most_bytes
        self._lock = threading.Lock()

    def take(self, size: int) -> None:
        """Take so many bytes of it; raises NoRoomForBodies."""
        with self._lock:
            if size > self._left:
                raise NoRoomForBodies(
                    _("too many uploads are under way at once; try again in a moment")
                )
            self._left -= size

    def give_back(self, size: int) -> None:
        """Give them back."""
        with self._lock:
            self._left += size


class ArrivingBody:
    """A body that arrives, of `most` bytes at most."""

    def __init__(self, most: int, room: Room) -> None:
        self.most, self._room = most, room
        self._file: IO[bytes] = io.BytesIO()
        self._taken = 0
        self.size = 0

    @property
    def is_on_disk(self) -> bool:
        """Whether it has become too large for the memory."""
        return self._taken > 0

    def fits_memory(self, chunk: bytes) -> bool:
        """Whether `write` would not touch the disk."""
        return self.size + len(chunk) <= IN_MEMORY

    def write(self, chunk: bytes) -> None:
        """Keep what has arrived; raises OSError, RequestEntityTooLarge, NoRoomForBodies."""
        if self.size + len(chunk) > self.most:
            raise RequestEntityTooLarge
        if not self.fits_memory(chunk):
            self._spill(len(chunk))
        self.size += len(chunk)
        _write_whole(self._file, chunk)

    def whole(self) -> IO[bytes]:
        """The body from its beginning."""
        self._file.seek(0)
        return self._file

    def close(self) -> None:
        """Forget it."""
        self._room.give_back(self._taken)
        self._taken = 0
        with suppress(OSError):  # what a full disk did not take is not missed
            self._file.close()

    def _spill(self, size: int) -> None:
        if self._taken == 0:
            size += self.size
        self._room.take(size)
        self._taken += size
        if isinstance(self._file, io.BytesIO):
            in_memory = self._file.getvalue()
            # Unbuffered: written is written, and one that a full disk refuses is known at once.
            self._file = tempfile.TemporaryFile(dir=self._room.folder, buffering=0)  # noqa: SIM115
            _write_whole(self._file, in_memory)


def _write_whole(file: IO[bytes], data: bytes) -> None:
    """Raises OSError where the system takes a part alone, as it does when the disk gets full."""
    if file.write(data) < len(data):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


class BodyNeeded(BaseException):
    """The application asks for a body that has not come yet. None of its handlers takes this."""


class UnreadBody(io.RawIOBase):
    """Stands for a body that comes only if it is asked for."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        raise BodyNeeded
