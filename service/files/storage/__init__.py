"""Content-addressed storage: each file content under its SHA-256, in one folder."""

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import IO, BinaryIO

from service.errors import Outage
from service.settings import settings
from service.translations import Sentence
from service.translations import gettext_noop as _

#: Bytes that are in memory at a time while a content streams through.
CHUNK = 1 << 20
#: The folder of contents that are still arriving.
INCOMING = "incoming"
_NAME = re.compile("[0-9a-f]{64}")


class TooLarge(Exception):
    """The content is larger than the service accepts."""


class ContentMissing(Outage):
    """The content should be in storage and is not: this host sees another folder, or none."""


@dataclass(frozen=True)
class Stored:
    """A content in storage."""

    sha256: str
    size_bytes: int
    path: Path


class Arriving:
    """A content that is being written, and hashed meanwhile; see `Storage.arriving`."""

    def __init__(self, file: IO[bytes], path: Path, folder: Path, most: int) -> None:
        self.path = path
        self.size_bytes = 0
        self._file, self._folder, self._most = file, folder, most
        self._digest = hashlib.sha256()

    def write(self, data: bytes) -> int:
        """Append bytes; raises TooLarge."""
        self.size_bytes += len(data)
        if self.size_bytes > self._most:
            raise TooLarge(
                Sentence(
                    _("the file is larger than {most} bytes, the most that is taken"),
                    most=self._most,
                )
            )
        self._digest.update(data)
        rest = memoryview(data)
        while rest:
            rest = rest[self._file.write(rest) :]
        return len(data)

    @property
    def sha256(self) -> str:
        """The hash of what has been written so far, in hex."""
        return self._digest.hexdigest()

    def store(self) -> Stored:
        """Store the content, now complete and on disk, under its hash."""
        os.fsync(self._file.fileno())
        target = content_path(self._folder, self.sha256)
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(self.path, target)
        return Stored(target.name, self.size_bytes, target)


class Storage:
    """A folder of contents, in which equal contents are stored once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, stream: BinaryIO, most: int) -> Stored:
        """Stream a content to storage, hashing it on the way; raises TooLarge above `most` bytes.

        The content is on disk under its final name, or not at all.
        """
        with self.arriving(most) as arriving:
            while chunk := stream.read(CHUNK):
                arriving.write(chunk)
            return arriving.store()

    @contextmanager
    def arriving(self, most: int) -> Iterator[Arriving]:
        """A content to write and then store; without `store` it leaves nothing behind."""
        incoming = self.folder / INCOMING
        incoming.mkdir(parents=True, exist_ok=True)
        # Without a buffer: on a full disk one could not be emptied, and its file not be closed.
        with tempfile.NamedTemporaryFile(dir=incoming, delete=False, buffering=0) as file:
            path = Path(file.name)
            try:
                yield Arriving(file, path, self.folder, most)
            finally:
                path.unlink(missing_ok=True)

    def path(self, sha256: str) -> Path:
        """The path of the content; raises ContentMissing."""
        if not self.holds(sha256):
            raise ContentMissing(
                Sentence(_("the content {sha256} is missing in storage"), sha256=sha256)
            )
        return self._place(sha256)

    def holds(self, sha256: str) -> bool:
        """Whether the content exists."""
        return self._place(sha256).is_file()

    def remove(self, sha256: str) -> None:
        """Delete a content that no file needs any more."""
        self._place(sha256).unlink(missing_ok=True)

    def older_than(self, moment: datetime) -> Iterator[str]:
        """The hashes of contents last written before `moment`."""
        for path in self.folder.glob("??/*"):
            if _NAME.fullmatch(path.name) and _written_before(path, moment):
                yield path.name

    def remove_old(self, sha256: str, moment: datetime) -> bool:
        """Delete a content unless it has been written again since `moment`."""
        aside = self.folder / INCOMING / f"old-{sha256}"
        aside.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.rename(self._place(sha256), aside)
        except FileNotFoundError:
            return False
        if not _written_before(aside, moment):
            os.replace(aside, self._place(sha256))
            return False
        aside.unlink(missing_ok=True)
        return True

    def tidy(self, moment: datetime) -> None:
        """Delete partial contents that processes which died left before `moment`."""
        for path in self.folder.glob(f"{INCOMING}/*"):
            if _written_before(path, moment):
                path.unlink(missing_ok=True)

    def _place(self, sha256: str) -> Path:
        return content_path(self.folder, sha256)


@cache
def _at(folder: Path) -> Storage:
    return Storage(folder)


def current_storage() -> Storage:
    """The storage of the current settings: the folder `storage` under the var folder."""
    return _at(settings().var("storage"))


def content_path(folder: Path, sha256: str) -> Path:
    """The path in `folder` for the content of that hash."""
    return folder / sha256[:2] / sha256


def _written_before(path: Path, moment: datetime) -> bool:
    try:
        return path.stat().st_mtime < moment.timestamp()
    except FileNotFoundError:
        return False
