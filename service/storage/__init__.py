"""Keeps the content of files, each under its SHA-256, in a folder of this machine or network."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

#: Bytes that are in memory at a time while a content streams through.
CHUNK = 1 << 20


class TooLarge(Exception):
    """The content is larger than the service takes."""


class ContentMissing(Exception):
    """The content should be in storage and is not."""


@dataclass(frozen=True)
class Stored:
    """A content that lies in storage."""

    sha256: str
    size_bytes: int
    path: Path


class Storage:
    """A folder of contents. Writing the same content twice keeps one of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, stream: BinaryIO, most: int) -> Stored:
        """Stream a content to storage, hashing it on the way; raises TooLarge above `most` bytes.

        The content is on disk under its final name, or not at all.
        """
        with self._arriving() as (file, name):
            digest, size = hashlib.sha256(), 0
            while chunk := stream.read(CHUNK):
                size += len(chunk)
                if size > most:
                    raise TooLarge(f"the file is larger than {most} bytes, the most that is taken")
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
            target = self._place(digest.hexdigest())
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(name, target)
        return Stored(digest.hexdigest(), size, target)

    def path(self, sha256: str) -> Path:
        """Where the content lies; raises ContentMissing."""
        place = self._place(sha256)
        if not place.is_file():
            raise ContentMissing(f"the content {sha256} is missing in storage")
        return place

    def holds(self, sha256: str) -> bool:
        """Whether the content is there."""
        return self._place(sha256).is_file()

    def remove(self, sha256: str) -> None:
        """Delete a content that no file needs any more."""
        self._place(sha256).unlink(missing_ok=True)

    def _place(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256

    @contextmanager
    def _arriving(self) -> Iterator[tuple[BinaryIO, str]]:
        incoming = self.folder / "incoming"
        incoming.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=incoming, delete=False) as file:
            try:
                yield file, file.name  # type: ignore[misc]
            finally:
                Path(file.name).unlink(missing_ok=True)
