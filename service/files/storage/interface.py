"""What a storage of contents promises, wherever it keeps them: each content under its SHA-256."""

import hashlib
import os
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, BinaryIO, Literal, NamedTuple

from service.errors import Outage
from service.translations import Sentence
from service.translations import gettext_noop as _

#: Bytes that are in memory at a time while a content streams through.
CHUNK = 1 << 20
#: The folder of contents that are still arriving.
INCOMING = "incoming"


class TooLarge(Exception):
    """The content is larger than the service accepts."""


class ContentMissing(Outage):
    """The content should be in storage and is not: this host sees another storage, or none."""


class StorageUnreachable(Outage):
    """The storage does not answer, or not as it should: what needs it is tried again later.

    `reason` is for operators alone.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(_("the storage of files cannot be reached"))
        self.reason = reason


class ForeignStorage(StorageUnreachable):
    """The storage that the settings name is not, or not yet, that of this installation."""


@dataclass(frozen=True)
class Stored:
    """A content in storage."""

    sha256: str
    size_bytes: int


class StorageCondition(NamedTuple):
    """How a storage is, and why, as a part of a sentence that it begins."""

    status: Literal["ok", "degraded", "down"]
    detail: str


class Arriving:
    """A content that is being written, and hashed meanwhile; see `Storage.arriving`."""

    def __init__(
        self, file: IO[bytes], path: Path, most: int, store: Callable[["Arriving"], None]
    ) -> None:
        self.path = path
        self.size_bytes = 0
        self._file, self._most, self._store = file, most, store
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
        self._store(self)
        return Stored(self.sha256, self.size_bytes)


class Storage(ABC):
    """Contents, of which equal ones are stored once."""

    def put(self, stream: BinaryIO, most: int) -> Stored:
        """Stream a content to storage, hashing it on the way; raises TooLarge above `most` bytes.

        The content is stored under its hash, or not at all.
        """
        with self.arriving(most) as arriving:
            while chunk := stream.read(CHUNK):
                arriving.write(chunk)
            return arriving.store()

    @abstractmethod
    def arriving(self, most: int) -> AbstractContextManager[Arriving]:
        """A content to write and then store; without `store` it leaves nothing behind."""

    @abstractmethod
    def local(self, sha256: str) -> AbstractContextManager[Path]:
        """A path to the whole content on this host, there within the block; raises ContentMissing.

        A file that is opened within the block can be read to its end after it.
        """

    @abstractmethod
    def chunks(self, sha256: str) -> Iterator[bytes]:
        """The content as it is kept, unverified, of which nothing stays here; for whoever compares.

        Raises ContentMissing.
        """

    @abstractmethod
    def size_bytes(self, sha256: str) -> int:
        """The size of the content; raises ContentMissing."""

    @abstractmethod
    def holds(self, sha256: str) -> bool:
        """Whether the content exists."""

    @abstractmethod
    def remove(self, sha256: str) -> None:
        """Delete a content that no file needs any more."""

    @abstractmethod
    def older_than(self, moment: datetime) -> Iterator[str]:
        """The hashes of contents last written before `moment`."""

    @abstractmethod
    def remove_old(self, sha256: str, moment: datetime) -> bool:
        """Delete a content unless it has been written again since `moment`."""

    @abstractmethod
    def tidy(self, moment: datetime) -> None:
        """Delete partial contents that processes which died left before `moment`."""

    @abstractmethod
    def sweep(self, folder: Path) -> None:
        """Delete what was made of contents long ago and lies in a folder of this host alone.

        What is deleted with its content by whoever tidies up stays.
        """

    @abstractmethod
    def check_mark(self) -> None:
        """Raise ForeignStorage if the storage is not that of this installation."""

    @abstractmethod
    def claim(self) -> bool:
        """Mark the storage as this installation's; whether it was not marked before.

        Raises ForeignStorage if it is marked as another's.
        """

    @abstractmethod
    def condition(self) -> StorageCondition:
        """Whether contents can be written and read again, and there is room for the next ones."""


def missing(sha256: str) -> ContentMissing:
    """What is raised for a content that is not in storage."""
    return ContentMissing(Sentence(_("the content {sha256} is missing in storage"), sha256=sha256))


def damaged(sha256: str) -> ContentMissing:
    """What is raised for a content that is not what its hash says."""
    return ContentMissing(Sentence(_("the content {sha256} is damaged in storage"), sha256=sha256))


@contextmanager
def arriving_in(folder: Path, most: int, store: Callable[[Arriving], None]) -> Iterator[Arriving]:
    """A content that arrives as a file in `folder`, which `store` may move away."""
    folder.mkdir(parents=True, exist_ok=True)
    # Without a buffer: on a full disk one could not be emptied, and its file not be closed.
    with tempfile.NamedTemporaryFile(dir=folder, delete=False, buffering=0) as file:
        path = Path(file.name)
        try:
            yield Arriving(file, path, most, store)
        finally:
            path.unlink(missing_ok=True)
