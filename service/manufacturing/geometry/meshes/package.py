"""Opens a 3MF package, a zip archive, without letting any part of it exceed its memory limit."""

import io
import os
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self
from unicodedata import normalize
from urllib.parse import unquote
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from service.manufacturing.geometry.meshes.mesh import MIB, Limits, Unreadable

#: Bytes of a part unpacked at once.
CHUNK_BYTES = 64 * 1024
#: An archive's directory is read in one go, at some 100 bytes per file.
LARGEST_READ_BYTES = 4 * MIB

#: APPNOTE.TXT 6.3.10, section 4.4.4, bits 0 and 11: packed with a password; a name in UTF-8.
_ENCRYPTED, _NAMED_IN_UTF8 = 0x1, 0x800
#: The same, section 4.4.5: what some programs pack with.
_COMPRESSORS = {9: "Deflate64", 12: "bzip2", 14: "LZMA", 93: "Zstandard", 95: "XZ"}
#: A reference with a scheme leads out of the package (RFC 3986, section 3.1).
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
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
    """The parts of one archive by name, each name in the one spelling of `part_name`.

    Every method raises Unreadable for damaged or hostile archives. What cannot be unpacked, being
    encrypted, packed in an unusual way or there twice, is refused when it is asked for: a picture
    that nobody looks at spoils no part.
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
        part = self._part(name)
        try:
            with self._zip.open(part) as unpacked:
                while chunk := unpacked.read(CHUNK_BYTES):
                    self._count(len(chunk))
                    yield chunk
        except _DAMAGE as error:
            raise Unreadable("truncated", f"the part {name!r} is damaged: {error}") from error

    def _part(self, name: str) -> ZipInfo:
        entries = self._parts.get(name, [])
        if not entries:
            raise Unreadable("malformed", f"the archive has no part {name!r}")
        if len(entries) > 1:
            raise Unreadable("malformed", f"the archive holds {name!r} twice")
        if entries[0].flag_bits & _ENCRYPTED:
            raise Unreadable("unsupported", f"the part {name!r} is encrypted")
        if entries[0].compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            how = _COMPRESSORS.get(entries[0].compress_type, "an unknown method")
            raise Unreadable(
                "unsupported", f"the part {name!r} is packed with {how}; only Deflate is read"
            )
        return entries[0]

    def _directory(self) -> dict[str, list[ZipInfo]]:
        entries = self._zip.infolist()
        if len(entries) > self._limits.max_archive_files:
            raise Unreadable(
                "too-large",
                f"the archive holds {len(entries):,} files; "
                f"at most {self._limits.max_archive_files:,} are read",
            )
        parts: dict[str, list[ZipInfo]] = {}
        for entry in entries:
            if not entry.filename.endswith(("/", "\\")):  # a folder is no part
                parts.setdefault(part_name(_written_name(entry)), []).append(entry)
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
    """The one spelling of a part's name, however it is written.

    Names are URIs, equal without regard to case (ECMA-376 part 2, section 6.2.2), and relative to
    the root of the package (RFC 3986, section 5.2.4). Archives write them with and without percent
    signs, with blanks, with the backslashes of Windows, with slashes doubled or left out.
    Raises Unreadable for names that lead out of the package.
    """
    segments: list[str] = []
    for segment in unquote(name).replace("\\", "/").split("/"):
        if segment == ".." and segments:
            segments.pop()
        elif segment == ".." or "\0" in segment:
            raise Unreadable("malformed", f"the archive has a part named {name[:100]!r}")
        elif segment not in ("", "."):
            segments.append(segment)
    return normalize("NFC", "/".join(segments).lower())


def referenced_part(reference: str) -> str:
    """The name of the part that a reference within the package leads to.

    Raises Unreadable for one that leads elsewhere.
    """
    plain = reference.strip()
    if _SCHEME.match(plain):
        raise Unreadable("unsupported", f"{plain[:100]!r} lies outside the package")
    return part_name(re.split("[?#]", plain, maxsplit=1)[0])


def _written_name(entry: ZipInfo) -> str:
    """The name of an entry, in UTF-8 as well where the archive forgets to say so."""
    if not entry.flag_bits & _NAMED_IN_UTF8:
        try:
            return entry.filename.encode("cp437").decode()
        except UnicodeError:
            pass
    return entry.filename
