"""Sends files piece by piece, and says how far it is."""

import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, cast
from uuid import UUID

from werkbank_client.calls import Call
from werkbank_client.generated.api.files import put_file
from werkbank_client.generated.models import FileRole, FileShown
from werkbank_client.generated.types import UNSET, File

#: Is called with the bytes that were sent and those of the whole file.
Progress = Callable[[int, int], None]
#: A path, the bytes themselves, or a file that was opened for reading in binary mode.
Source = str | os.PathLike[str] | bytes | BinaryIO

#: Bytes that are read and sent at a time.
PIECE = 64 * 1024


@dataclass(frozen=True)
class Upload:
    """A file on its way; whoever sends it again begins where it began."""

    source: Source
    on_progress: Progress | None = None

    def name(self) -> str:
        """The name of the file; raises ValueError if it has none."""
        if isinstance(self.source, str | os.PathLike):
            return Path(self.source).name
        name = getattr(self.source, "name", None)
        if not isinstance(name, str):
            raise ValueError("these bytes have no name of their own; pass `name`")
        return Path(name).name

    def size(self) -> int:
        """Bytes from here to the end."""
        if isinstance(self.source, bytes):
            return len(self.source)
        with self._opened() as file:
            start = file.tell()
            size = file.seek(0, os.SEEK_END) - start
            file.seek(start)
            return size

    def pieces(self, size: int) -> Iterator[bytes]:
        """The content; each piece is reported when the next one is asked for."""
        with self._opened() as file:
            start, sent = file.tell(), 0
            try:
                while piece := file.read(PIECE):
                    yield piece
                    sent += len(piece)
                    if self.on_progress:
                        self.on_progress(sent, size)
            finally:
                file.seek(start)

    def _opened(self) -> AbstractContextManager[BinaryIO]:
        if isinstance(self.source, bytes):
            return BytesIO(self.source)
        if isinstance(self.source, str | os.PathLike):
            return open(self.source, "rb")
        return nullcontext(self.source)


@dataclass(frozen=True)
class Pieces:
    """The body of a request, as often as it is sent."""

    upload: Upload
    size: int

    def __iter__(self) -> Iterator[bytes]:
        return self.upload.pieces(self.size)


@dataclass(frozen=True)
class AsyncPieces:
    """The same for requests that are awaited."""

    upload: Upload
    size: int

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self.upload.pieces(self.size):
            yield piece


def upload_call(
    upload: Upload,
    process_id: UUID,
    *,
    name: str | None,
    unit: str | None,
    role: FileRole | str | None,
    replaces: bool,
    body: type[Pieces] | type[AsyncPieces],
) -> Call[FileShown]:
    """The call that puts a file under its name; `replaces`: also where there is one already."""
    size = upload.size()
    call = put_file.call(
        process_id,
        name or upload.name(),
        body=File(payload=cast(BinaryIO, None)),
        unit=unit,
        role=FileRole(role) if role else UNSET,
        if_none_match=UNSET if replaces else "*",
    )
    headers = {**call.headers, "Content-Length": str(size)}
    return replace(call, content=body(upload, size), headers=headers)
