"""Packs a dossier for machines and archives: the PDF, the order as JSON and the files."""

import json
import re
import shutil
import unicodedata
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any, TypeVar

from service.database.models import FileRole
from service.documents.dossier import Dossier

#: Letters that Windows or a shell take for something else, and control characters.
UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
#: Names that Windows keeps for devices, with any suffix.
DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
#: Where the files of each role lie, so that nobody makes what is only shown.
FOLDERS: Mapping[FileRole, str] = MappingProxyType(
    {
        FileRole.PART: "files",
        FileRole.REFERENCE: "references",
        FileRole.PAPER: "papers",
    }
)
#: Suffixes of what is compressed already: to compress it again takes long and saves little.
COMPRESSED = frozenset({".pdf", ".3mf", ".zip", ".gz", ".png", ".jpg", ".jpeg", ".webp"})
#: However a content is named here: by its path, or by its hash.
NamedT = TypeVar("NamedT")
LONGEST_NAME = 120  #: letters; common file systems end at 255 bytes


def order_json(dossier: Dossier) -> bytes:
    """The data of the dossier as JSON with sorted keys: amounts as strings, times in ISO 8601.

    The pictures are left out; the model files they show are named by their SHA-256.
    """
    data = _plain(dossier)
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, indent=2)
    return text.encode("utf-8", "backslashreplace") + b"\n"


def dossier_zip(
    dossier: Dossier, pdf: bytes, files: Iterable[tuple[FileRole, str, Path]], target: IO[bytes]
) -> None:
    """Write `dossier.pdf`, `order.json` and the files as a zip to `target`, which can seek.

    The files lie in the folder of their role, and are streamed. Their names lose folders and
    letters that harm anywhere and become unique whatever the case; every entry carries the time of
    issue, so that equal input gives equal bytes. Raises OSError if a file cannot be read.
    """
    moment = dossier.issued_at.astimezone(UTC)
    stamp = (max(moment.year, 1980), *moment.timetuple()[1:6])
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(_entry("dossier.pdf", stamp), pdf)
        archive.writestr(_entry("order.json", stamp), order_json(dossier))
        for name, path in _placed(files):
            _stream(archive, _entry(name, stamp), path)


def _placed(files: Iterable[tuple[FileRole, str, Path]]) -> Iterable[tuple[str, Path]]:
    """The files of each role in its folder, under names that are unique there."""
    by_role: dict[FileRole, list[tuple[str, Path]]] = defaultdict(list)
    for role, name, path in files:
        by_role[role].append((name, path))
    for role, folder in FOLDERS.items():
        for name, path in unique_names(by_role[role]):
            yield f"{folder}/{name}", path


def safe_name(name: str) -> str:
    """A file name without folders, devices, control characters and length that could harm."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    safe = "".join(c if c.isprintable() else "_" for c in UNSAFE.sub("_", last)).strip(" .")
    if DEVICES.match(safe):
        safe = f"_{safe}"
    stem, dot, suffix = safe.rpartition(".")
    if len(safe) > LONGEST_NAME and stem and len(suffix) < 20:
        return f"{stem[: LONGEST_NAME - len(suffix) - 1]}{dot}{suffix}"
    return safe[:LONGEST_NAME].rstrip(" .") or "file"


def unique_names(files: Iterable[tuple[str, NamedT]]) -> Iterable[tuple[str, NamedT]]:
    """The files under names that are safe and differ on every disk, whatever the case."""
    taken: set[str] = set()
    for name, content in files:
        wanted = free = safe_name(name)
        stem, dot, suffix = wanted.rpartition(".")
        count = 1
        while free.casefold() in taken:
            count += 1
            free = f"{stem} ({count}){dot}{suffix}" if stem else f"{wanted} ({count})"
        taken.add(free.casefold())
        yield free, content


def _entry(name: str, stamp: tuple[int, ...]) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, stamp)  # type: ignore[arg-type]
    is_compressed = Path(name).suffix.lower() in COMPRESSED
    entry.compress_type = zipfile.ZIP_STORED if is_compressed else zipfile.ZIP_DEFLATED
    entry.create_system = 3  # Unix, on every machine: the bytes must not depend on it
    entry.external_attr = 0o644 << 16
    return entry


def _stream(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path) -> None:
    large = path.stat().st_size > 2**31
    with path.open("rb") as source, archive.open(entry, "w", force_zip64=large) as sink:
        shutil.copyfileobj(source, sink, 1 << 20)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal | tzinfo):
        return str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if hasattr(value, "__dataclass_fields__"):
        named = {field.name: getattr(value, field.name) for field in fields(value)}
        return {name: _plain(item) for name, item in named.items() if name != "picture"}
    return value
