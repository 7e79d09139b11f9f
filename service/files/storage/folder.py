"""Keeps contents in one folder, which all hosts of an installation share."""

import errno
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path

from service.files import disk_space
from service.files.storage.interface import (
    CHUNK,
    INCOMING,
    Arriving,
    Storage,
    StorageCondition,
    arriving_in,
    missing,
)
from service.translations import Sentence
from service.translations import gettext_noop as _

#: The form of a content's name.
NAME = re.compile("[0-9a-f]{64}")
#: So many words of eight bytes are written to see whether the folder takes them: 64 KiB.
_WORDS = 8 * 1024
_MIB = 1024 * 1024


class FolderStorage(Storage):
    """A folder of contents, each under its hash."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def arriving(self, most: int) -> AbstractContextManager[Arriving]:
        return arriving_in(self.folder / INCOMING, most, self._keep)

    @contextmanager
    def local(self, sha256: str) -> Iterator[Path]:
        if not self.holds(sha256):
            raise missing(sha256)
        yield self._place(sha256)

    def chunks(self, sha256: str) -> Iterator[bytes]:
        with self.local(sha256) as path, path.open("rb") as file:
            yield from iter(lambda: file.read(CHUNK), b"")

    def size_bytes(self, sha256: str) -> int:
        try:
            return self._place(sha256).stat().st_size
        except FileNotFoundError as error:
            raise missing(sha256) from error

    def holds(self, sha256: str) -> bool:
        return self._place(sha256).is_file()

    def remove(self, sha256: str) -> None:
        self._place(sha256).unlink(missing_ok=True)

    def older_than(self, moment: datetime) -> Iterator[str]:
        for path in self.folder.glob("??/*"):
            if NAME.fullmatch(path.name) and written_before(path, moment):
                yield path.name

    def remove_old(self, sha256: str, moment: datetime) -> bool:
        aside = self.folder / INCOMING / f"old-{sha256}"
        aside.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.rename(self._place(sha256), aside)
        except FileNotFoundError:
            return False
        if not written_before(aside, moment):
            os.replace(aside, self._place(sha256))
            return False
        aside.unlink(missing_ok=True)
        return True

    def tidy(self, moment: datetime) -> None:
        for path in self.folder.glob(f"{INCOMING}/*"):
            if written_before(path, moment):
                path.unlink(missing_ok=True)

    def sweep(self, folder: Path) -> None:
        """Whoever deletes a content sees the folder as well."""

    def check_mark(self) -> None:
        """A folder carries no mark."""

    def claim(self) -> bool:
        return False

    def condition(self) -> StorageCondition:
        self.folder.mkdir(parents=True, exist_ok=True)
        return folder_condition(self.folder)

    def _keep(self, arriving: Arriving) -> None:
        target = self._place(arriving.sha256)
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(arriving.path, target)

    def _place(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256


def written_before(path: Path, moment: datetime) -> bool:
    """Whether the file is there and was last written before `moment`."""
    try:
        return path.stat().st_mtime < moment.timestamp()
    except FileNotFoundError:
        return False


def folder_condition(folder: Path) -> StorageCondition:
    """Whether files can be written to a folder and read again, and there is room for more."""
    try:
        with tempfile.TemporaryFile(dir=folder, buffering=0) as file:
            taken = file.write(written := b"werkbank" * _WORDS)
            file.seek(0)
            if file.read() != written[:taken]:
                return StorageCondition("down", _("does not give back what was written"))
            if taken < len(written):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    except OSError as error:
        if not disk_space.is_full(error):
            raise
        detail = _("is full: nothing can be taken in until there is room again")
        return StorageCondition("down", detail)
    left, low = disk_space.left_bytes(folder), disk_space.low_bytes(folder)
    if left < low:
        room = Sentence(
            _("has {left} MiB left, less than {low} MiB"), left=left // _MIB, low=low // _MIB
        )
        return StorageCondition("degraded", room)
    return StorageCondition("ok", _("takes and gives"))
