"""Opens a 3MF package, a zip archive, so that no part of it takes more memory than allowed."""

import io
import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from service.manufacturing.meshes.mesh import MIB, Limits, Unreadable

#: Bytes of a part unpacked at once.
CHUNK_BYTES = 64 * 1024
#: An archive's directory is read in one go, at some 100 bytes per file.
LARGEST_READ_BYTES = 4 * MIB

_ENCRYPTED = 0x1  # APPNOTE.TXT 6.3.10, section 4.4.4, bit 0
#: What `zipfile` raises for archives that break its expectations.
_DAMAGE = (BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError)


class _Frugal(io.FileIO):
    """A file that refuses the one huge read that a lying archive directory asks for."""

    def read(self, size: int | None = -1, /) -> bytes:
        asked = size if size is not None and size >= 0 else self._left()
        if asked > LARGEST_READ_BYTES:
            raise Unreadable(
                "too-large",
                f"the archive's directory takes {asked:,} bytes; "
                f"at most {LARGEST_READ_BYTES:,} are read",
            )
        return super().read(asked) or b""

    def _left(self) -> int:
        return max(0, os.fstat(self.fileno()).st_size - self.tell())


class Package:
    """The parts of one archive by name, names as in the 3MF specification but in lower case.

    Every method raises Unreadable for damaged, encrypted or hostile archives.
    """

    def __init__(self, path: Path, limits: Limits) -> None:
        self._limits = limits
        self._packed_bytes = path.stat().st_size
        self._unpacked_bytes = 0
        self._file = _Frugal(path)
        try:
            self._zip = ZipFile(self._file)
            self._parts = self._directory()
        except _DAMAGE as error:
            self._file.close()
            raise Unreadable("truncated", f"the archive is damaged: {error}") from error
        except Unreadable:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._zip.close()
        self._file.close()

    @property
    def names(self) -> list[str]:
        return list(self._parts)

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def unpack(self, name: str) -> Iterator[bytes]:
        """The part's bytes in chunks, counted against the limits while they come."""
        if (part := self._parts.get(name)) is None:
            raise Unreadable("malformed", f"the archive has no part {name!r}")
        try:
            with self._zip.open(part) as unpacked:
                while chunk := unpacked.read(CHUNK_BYTES):
                    self._count(len(chunk))
                    yield chunk
        except _DAMAGE as error:
            raise Unreadable("truncated", f"the part {name!r} is damaged: {error}") from error

    def _directory(self) -> dict[str, ZipInfo]:
        entries = self._zip.infolist()
        if len(entries) > self._limits.max_archive_files:
            raise Unreadable(
                "too-large",
                f"the archive holds {len(entries):,} files; "
                f"at most {self._limits.max_archive_files:,} are read",
            )
        parts: dict[str, ZipInfo] = {}
        for entry in entries:
            name = part_name(entry.filename)
            if name in parts:
                raise Unreadable("malformed", f"the archive holds {name!r} twice")
            if entry.flag_bits & _ENCRYPTED:
                raise Unreadable("unsupported", f"the part {name!r} is encrypted")
            if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
                raise Unreadable("unsupported", f"the part {name!r} is packed in an unusual way")
            parts[name] = entry
        return parts

    def _count(self, unpacked_bytes: int) -> None:
        self._unpacked_bytes += unpacked_bytes
        limits = self._limits
        if self._unpacked_bytes > limits.max_unpacked_bytes:
            raise Unreadable(
                "zip-bomb",
                f"the archive unpacks to more than {limits.max_unpacked_bytes:,} bytes",
            )
        allowed = max(limits.ratio_free_bytes, limits.max_unpack_ratio * self._packed_bytes)
        if self._unpacked_bytes > allowed:
            raise Unreadable(
                "zip-bomb",
                f"the archive of {self._packed_bytes:,} bytes unpacks to more than {allowed:,}, "
                f"{limits.max_unpack_ratio} times its size",
            )


def part_name(name: str) -> str:
    """The one spelling of a part's name (ECMA-376 part 2, section 6.2.2: case does not matter).

    Raises Unreadable for names that lead out of the archive or cannot be part names.
    """
    plain = name.removeprefix("/").lower()
    if "\\" in plain or "\0" in plain or ".." in plain.split("/"):
        raise Unreadable("malformed", f"the archive has a part named {name[:100]!r}")
    return plain
